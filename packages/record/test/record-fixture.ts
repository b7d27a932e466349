import type { JsonResource } from '@cryopath/fhir';
import { type SimulatedClock, simulatedClock } from '@cryopath/pathway';
import pg from 'pg';
import { openRecord } from '../src/open-record.ts';
import { connectionConfig } from '../src/postgres/pool.ts';
import type { ClinicRecord } from '../src/record.ts';
import type { Requester } from '../src/requester.ts';
import { freshDatabase } from './database.ts';

/** The product itself: it reaches everything. */
export const SERVICE: Requester = {
  who: 'Device/cryopath',
  role: 'service',
  purpose: 'HSYSADMIN',
  clinic: '',
  patients: [],
};

export interface RecordFixture {
  readonly record: ClinicRecord;
  readonly clock: SimulatedClock;
  /** A connection past the record, to look at its tables. */
  readonly sql: pg.Client;
  /** Stores a resource under its own id, or fails the test. */
  put(resource: JsonResource, requester?: Requester): Promise<void>;
  close(): Promise<void>;
}

/** A record of a test's own, on a clock that stands still. */
export async function recordFixture(start = '2026-03-02T09:00:00.000Z'): Promise<RecordFixture> {
  const database = await freshDatabase();
  const clock = simulatedClock(start);
  const opened = await openRecord(database.config, { clock });
  if (!opened.ok) throw new Error(JSON.stringify(opened.outcome));
  const record = opened.value;
  const sql = new pg.Client(connectionConfig(database.config));
  sql.on('error', () => {});
  await sql.connect();
  return {
    record,
    clock,
    sql,
    async put(resource, requester = SERVICE) {
      clock.advance(1);
      const written = await record.update(requester, resource.resourceType, String(resource.id), resource);
      if (!written.ok) throw new Error(`${resource.resourceType}/${resource.id}: ${JSON.stringify(written.outcome)}`);
    },
    async close() {
      await sql.end();
      await record.close();
      await database.drop();
    },
  };
}
