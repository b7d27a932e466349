import type { JsonResource } from '@cryopath/fhir';
import type { SimulatedClock } from '@cryopath/pathway';
import type pg from 'pg';
import type { ClinicRecord } from '../src/record.ts';
import type { Requester } from '../src/requester.ts';
import { accepted, freshRecord, people } from './record.ts';

/** The product itself: it reaches everything. */
export const SERVICE: Requester = people.service;

export interface RecordFixture {
  readonly record: ClinicRecord;
  readonly clock: SimulatedClock;
  /** One connection past the record, to look at its tables. */
  readonly sql: pg.PoolClient;
  /** Stores a resource under its own id a millisecond later, or fails the test. */
  put(resource: JsonResource, requester?: Requester): Promise<void>;
  close(): Promise<void>;
}

/** A record that can be filled with resources as they are. */
export async function recordFixture(): Promise<RecordFixture> {
  const { record, clock, pool, close } = await freshRecord();
  const sql = await pool.connect();
  return {
    record,
    clock,
    sql,
    async put(resource, requester = SERVICE) {
      clock.advance(1);
      accepted(await record.update(requester, resource.resourceType, String(resource.id), resource));
    },
    async close() {
      sql.release();
      await close();
    },
  };
}
