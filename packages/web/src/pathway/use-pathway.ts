import type { Clock, PathwayView, PatientRecord, Protocol } from '@cryopath/pathway';
import { useCallback, useEffect, useState } from 'react';
import type { Answer, FhirServer } from '../server/fhir-server.ts';

/** A patient's record, and where their pathway is. */
export interface LoadedPathway {
  readonly protocol: Protocol;
  readonly record: PatientRecord;
  readonly view: PathwayView;
}

export interface UsedPathway {
  /** `undefined` until the first answer. */
  readonly answer: Answer<LoadedPathway> | undefined;
  reload(): Promise<void>;
}

/** Reads a patient's record over HTTP and evaluates the protocol on it, here, by the same code as the server. */
export function usePathway(server: FhirServer, clock: Clock, patient: string): UsedPathway {
  const [answer, setAnswer] = useState<Answer<LoadedPathway>>();
  const reload = useCallback(async () => {
    const [everything, { default: protocol }, { evaluate }] = await Promise.all([
      server.everything(patient),
      import('virtual:protocol'),
      import('./evaluation.ts'),
    ]);
    if (!everything.ok) return setAnswer(everything);
    const record = { patient, resources: everything.value };
    setAnswer({ ok: true, value: { protocol, record, view: evaluate(protocol, record, clock.now()) } });
  }, [server, clock, patient]);
  useEffect(() => {
    reload();
  }, [reload]);
  return { answer, reload };
}
