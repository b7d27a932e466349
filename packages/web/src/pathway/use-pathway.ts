import type { PathwayView, PatientRecord, Protocol, RecordResource } from '@cryopath/pathway';
import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../app/session.ts';
import type { Answer } from '../server/fhir-server.ts';
import type { ClockReading } from '../server/server-clock.ts';

/** A patient's record, and where their pathway is. */
export interface LoadedPathway {
  readonly protocol: Protocol;
  readonly record: PatientRecord;
  readonly view: PathwayView;
  /** The moment that it is true for. */
  readonly at: number;
  /** Read from this device, because the clinic could not be reached. */
  readonly isKept: boolean;
}

export interface UsedPathway {
  /** `undefined` until the first answer. */
  readonly answer: Answer<LoadedPathway> | undefined;
  reload(): Promise<void>;
}

interface Kept extends ClockReading {
  readonly resources: readonly RecordResource[];
}

/**
 * Reads a patient's record over HTTP and evaluates the protocol on it, here, by the same code as the server. At home the record is kept on
 * the device and stands in when the clinic cannot be reached; in the clinic it is not.
 */
export function usePathway(patient: string): UsedPathway {
  const { server, clock, store, person } = useSession();
  const [answer, setAnswer] = useState<Answer<LoadedPathway>>();
  const isAtHome = person.role === 'patient' || person.role === 'caregiver';
  const reload = useCallback(async () => {
    const key = `record:${patient}`;
    const [everything, { default: protocol }, { evaluate }] = await Promise.all([
      server.everything(patient),
      import('virtual:protocol'),
      import('./evaluation.ts'),
    ]);
    const now = clock.now();
    const kept: Kept | undefined = everything.ok
      ? { at: now, difference: clock.difference(), resources: everything.value }
      : isAtHome && everything.status === 'unreachable'
        ? await store.read<Kept>('kept', key)
        : undefined;
    if (kept === undefined) return setAnswer(everything as Answer<LoadedPathway>);
    if (isAtHome && everything.ok) store.write('kept', key, kept);
    const record = { patient, resources: kept.resources };
    const view = evaluate(protocol, record, everything.ok ? now : clock.since(kept));
    setAnswer({ ok: true, value: { protocol, record, view, at: kept.at, isKept: !everything.ok } });
  }, [server, clock, store, patient, isAtHome]);
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
