import type { Protocol, RecordResource } from '@cryopath/pathway';
import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useLiveChanges } from '../../pathway/use-pathway.ts';
import type { Answer } from '../../server/fhir-server.ts';
import { askWaiting, type Waiting } from './waiting.ts';

export interface Worklist {
  /** The versions that the rows are by; one that cannot be had is missing. */
  readonly protocols: ReadonlyMap<string, Protocol>;
  /** IANA name of the clinic's zone. */
  readonly timeZone: string;
  readonly patients: readonly RecordResource[];
  readonly waiting: readonly Waiting[];
  /** Whether that is all; otherwise nobody may be said to wait for nothing. */
  readonly isWhole: boolean;
}

/** Everybody's charts and what waits in them, kept fresh. */
export function useWorklist(): { readonly answer: Answer<Worklist> | undefined; reload(): Promise<void> } {
  const session = useSession();
  const [answer, setAnswer] = useState<Answer<Worklist>>();
  const reload = useCallback(async () => {
    const { server } = session;
    const [patients, waiting, { ownProtocol, protocolOfVersion }] = await Promise.all([
      server.patients(),
      askWaiting(server),
      import('../../pathway/evaluation.ts'),
    ]);
    if (!patients.ok) return setAnswer(patients);
    if (!waiting.ok) return setAnswer(waiting);
    const { rows, isWhole } = waiting.value;
    const versions = [...new Set(rows.map(({ version }) => version))];
    const loaded = await Promise.all(versions.map((version) => protocolOfVersion(session, version)));
    const known = loaded.flatMap((each) => (each.ok ? [each.value] : []));
    const [{ timeZone } = ownProtocol] = known;
    const protocols = new Map(known.map((each) => [each.version, each]));
    setAnswer({ ok: true, value: { protocols, timeZone, patients: patients.value, waiting: rows, isWhole } });
  }, [session]);
  useEffect(() => {
    reload();
  }, [reload]);
  useLiveChanges(undefined, reload);
  return { answer, reload };
}
