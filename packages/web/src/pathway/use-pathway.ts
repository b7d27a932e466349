import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../app/session.ts';
import type { Answer } from '../server/fhir-server.ts';
import type { LoadedPathway } from './loaded-pathway.ts';

export interface UsedPathway {
  /** `undefined` until the first answer. */
  readonly answer: Answer<LoadedPathway> | undefined;
  reload(): Promise<void>;
}

/** Reads a patient's record over HTTP and evaluates it here, by the same code and the same version of the protocol as the server. */
export function usePathway(patient: string): UsedPathway {
  const session = useSession();
  const [answer, setAnswer] = useState<Answer<LoadedPathway>>();
  const reload = useCallback(async () => {
    const [everything, { loadPathway }] = await Promise.all([
      session.server.everything(patient),
      import('./evaluation.ts'),
    ]);
    setAnswer(await loadPathway(session, patient, everything));
  }, [session, patient]);
  useEffect(() => {
    reload();
  }, [reload]);
  return { answer, reload };
}

/** Reads again whenever somebody changes this patient's record: what others did appears by itself. */
export function useLiveChanges(patient: string | undefined, changed: () => void): void {
  const { server } = useSession();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = server.listen((changes) => {
      if (changes.length > 0 && !changes.some((each) => patient === undefined || each.patient === patient)) return;
      // One act changes several resources: one look at all of them is enough.
      clearTimeout(timer);
      timer = setTimeout(changed, 150);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [server, patient, changed]);
}
