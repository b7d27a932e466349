import type { JsonResource, Outcome, Result } from '@cryopath/fhir';
import { type SimulatedClock, simulatedClock } from '@cryopath/pathway';
import type pg from 'pg';
import { openRecord, type RecordOptions } from '../src/open-record.ts';
import { createPool, type DatabaseAddress } from '../src/postgres/pool.ts';
import type { ClinicRecord } from '../src/record.ts';
import type { Requester } from '../src/requester.ts';
import { freshDatabase } from './database.ts';

export interface TestRecord {
  readonly record: ClinicRecord;
  readonly clock: SimulatedClock;
  /** The database itself, for looking at what was written. */
  readonly pool: pg.Pool;
  readonly address: DatabaseAddress;
  close(): Promise<void>;
}

/** A record of a test's own, on a clock that stands still. */
export async function freshRecord(options: Partial<RecordOptions> = {}): Promise<TestRecord> {
  const database = await freshDatabase();
  const clock = simulatedClock('2026-03-02T10:00:00+01:00');
  const record = accepted(await openRecord(database.config, { clock, base: BASE, ...options }));
  const pool = createPool(database.config, { connections: 2 });
  return {
    record,
    clock,
    pool,
    address: database.config,
    async close() {
      await Promise.all([record.close(), pool.end()]);
      await database.drop();
    },
  };
}

export const BASE = 'https://clinic.example/fhir';

const person = (who: string, role: Requester['role'], more: Partial<Requester> = {}): Requester => ({
  who,
  role,
  purpose: 'TREAT',
  clinic: 'north',
  patients: [],
  ...more,
});

/** One of each role, all of clinic north but those named otherwise. */
export const people = {
  service: person('Device/cryopath', 'service', { clinic: '' }),
  doctor: person('Practitioner/doctor', 'doctor'),
  nurse: person('Practitioner/nurse', 'nurse'),
  lead: person('Practitioner/lead', 'lead'),
  southDoctor: person('Practitioner/south', 'doctor', { clinic: 'south' }),
  administrator: person('Practitioner/admin', 'administrator', { purpose: 'HSYSADMIN' }),
  auditor: person('Practitioner/auditor', 'auditor', { purpose: 'HCOMPL' }),
  integrator: person('Device/his', 'integrator', { scopes: ['system/*.cruds'] }),
  patient: (id: string) => person(`Patient/${id}`, 'patient', { purpose: 'PATRQT', clinic: '', patients: [id] }),
} as const;

/** What a result holds. @throws Error with the codes of a refusal: the test then failed. */
export function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.outcome.issues)}`);
  return result.value;
}

/** The codes of a refusal; [] when it was none. */
export const codesOf = (result: Result<unknown>): readonly string[] => (result.ok ? [] : codesIn(result.outcome));
export const codesIn = ({ issues }: Outcome): readonly string[] => issues.map(({ code }) => code);

/** A Patient, as little as is valid. */
export const patient = (more: Partial<JsonResource> = {}): JsonResource => ({ resourceType: 'Patient', ...more });

/** A pain score of a patient. */
export const score = (patientId: string, more: Partial<JsonResource> = {}): JsonResource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] },
  subject: { reference: `Patient/${patientId}` },
  valueInteger: 4,
  ...more,
});
