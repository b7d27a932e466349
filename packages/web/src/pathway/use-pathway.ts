import type { PatientRecord } from '@cryopath/pathway';
import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../app/session.ts';
import type { Answer } from '../server/fhir-server.ts';
import type { LoadedPathway } from './loaded-pathway.ts';

export interface UsedPathway {
  /** `undefined` until the first answer. */
  readonly answer: Answer<LoadedPathway> | undefined;
  /** The record alone, from when it has come: whose it is can be seen before the rules have been run on it. */
  readonly record: PatientRecord | undefined;
  reload(): Promise<void>;
}

/** Reads a patient's record over HTTP and evaluates it here, by the same code and the same version of the protocol as the server. */
export function usePathway(patient: string): UsedPathway {
  const session = useSession();
  const [answer, setAnswer] = useState<Answer<LoadedPathway>>();
  const [known, setKnown] = useState<PatientRecord>();
  const reload = useCallback(async () => {
    const reading = session.server.everything(patient).then((read) => {
      if (read.ok) setKnown((before) => before ?? { patient, resources: read.value });
      return read;
    });
    const [everything, { loadPathway }] = await Promise.all([reading, import('./evaluation.ts')]);
    await painted();
    setAnswer(await loadPathway(session, patient, everything));
  }, [session, patient]);
  useEffect(() => {
    reload();
  }, [reload]);
  const record = answer === undefined ? known : answer.ok ? answer.value.record : undefined;
  return { answer, record, reload };
}

/** Longest wait for a frame: a window that nobody sees paints none. */
const FRAME = 100;

/** What has been given to the screen so far is on it: the rules, on a slow tablet, would keep it waiting for half a second. */
const painted = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, FRAME);
  });

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
