import type { Protocol, RecordResource } from '@cryopath/pathway';
import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useLiveChanges } from '../../pathway/use-pathway.ts';
import type { Answer } from '../../server/fhir-server.ts';
import { askWaiting, type Waiting } from './waiting.ts';

export interface Worklist {
  readonly protocol: Protocol;
  readonly patients: readonly RecordResource[];
  readonly waiting: readonly Waiting[];
  /** Whether that is all; otherwise nobody may be said to wait for nothing. */
  readonly isWhole: boolean;
}

/** Everybody's charts and what waits in them, kept fresh. */
export function useWorklist(): { readonly answer: Answer<Worklist> | undefined; reload(): Promise<void> } {
  const { server } = useSession();
  const [answer, setAnswer] = useState<Answer<Worklist>>();
  const reload = useCallback(async () => {
    const [patients, waiting, { default: protocol }] = await Promise.all([
      server.patients(),
      askWaiting(server),
      import('virtual:protocol'),
    ]);
    if (!patients.ok) return setAnswer(patients);
    if (!waiting.ok) return setAnswer(waiting);
    setAnswer({
      ok: true,
      value: { protocol, patients: patients.value, waiting: waiting.value.rows, isWhole: waiting.value.isWhole },
    });
  }, [server]);
  useEffect(() => {
    reload();
  }, [reload]);
  useLiveChanges(undefined, reload);
  return { answer, reload };
}
