import type { Clock } from '@cryopath/pathway';
import type pg from 'pg';
import { patientView } from '../write/patient-view.ts';
import type { Projection } from './projection.ts';
import { replaceRows } from './replace-rows.ts';

/** Patients whose rows are made anew in one transaction: their charts are held for so long. */
const BATCH = 20;

/**
 * Makes the worklist anew from the record, while it is in use: after another version of the protocol's rules, or when the rows are in doubt.
 *
 * @returns how many patients have been looked at.
 */
export async function rebuildWorklist(
  pool: pg.Pool,
  projection: Projection,
  clock: Clock,
  onProgress?: (done: number) => void,
): Promise<number> {
  const client = await pool.connect();
  let done = 0;
  try {
    for (let after = ''; ; ) {
      await client.query('begin');
      // Who has rows, a pathway, or an alert without one: nobody else can have something waiting.
      const { rows } = await client.query<{ patient: string }>(
        `select patient from (
           select distinct patient from resource where type in ('CarePlan', 'Task') and patient > $1
           union select distinct patient from worklist where patient > $1) p order by patient limit ${BATCH}`,
        [after],
      );
      await client.query(
        'select pg_advisory_xact_lock(l) from (select distinct patient_lock(p) l from unnest($1::text[]) p order by 1) x',
        [rows.map(({ patient }) => patient)],
      );
      for (const { patient } of rows) {
        await replaceRows(
          client,
          patient,
          await projection.waiting(patient, patientView(client, patient), clock.now()),
        );
      }
      await client.query('commit');
      const last = rows.at(-1);
      if (!last) return done;
      after = last.patient;
      done += rows.length;
      onProgress?.(done);
    }
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
