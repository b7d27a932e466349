import type { Instant } from '@cryopath/pathway';
import type { Change } from '../guard.ts';
import type { Connection } from '../postgres/connection.ts';
import { patientView } from '../write/patient-view.ts';
import type { Projection, Waiting } from './projection.ts';

/** Whether the worklist may be different after this change. A projection that cannot tell is concerned. */
export function isProjected(projection: Projection | undefined, change: Change): boolean {
  if (!projection || change.patient === '') return false;
  try {
    return projection.concerns(change);
  } catch {
    return true;
  }
}

/** Makes the rows of every patient whom these changes concern anew, in the transaction of the changes. */
export async function project(
  projection: Projection | undefined,
  changes: readonly Change[],
  client: Connection,
  now: Instant,
): Promise<void> {
  if (!projection) return;
  const patients = new Set(changes.filter((change) => isProjected(projection, change)).map(({ patient }) => patient));
  for (const patient of patients) {
    await replaceRows(client, patient, await projection.waiting(patient, patientView(client, patient), now));
  }
}

const COLUMNS = [
  'pathway',
  'protocol',
  'stage',
  'step',
  'resource',
  'level',
  'since',
  'ready',
  'due',
  'until',
] as const;

export async function replaceRows(client: Connection, patient: string, waiting: readonly Waiting[]): Promise<void> {
  await client.query({ name: 'worklist-clear', text: 'delete from worklist where patient = $1', values: [patient] });
  if (waiting.length === 0) return;
  const column = (name: (typeof COLUMNS)[number]) =>
    waiting.map(
      (row) => row[name] ?? (name === 'resource' ? '' : name === 'due' || name === 'until' ? 'infinity' : null),
    );
  await client.query({
    name: 'worklist-fill',
    text: `insert into worklist (patient, clinic, restricted, pathway, protocol, stage, step, resource, level, roles, since, ready, due, until)
      select c.patient, c.clinic, c.restricted, w.pathway, w.protocol, w.stage, w.step, w.resource, w.level, string_to_array(w.roles, ' '), w.since, w.ready, w.due, w.until
      from compartment c, unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::timestamptz[], $9::timestamptz[],
        $10::timestamptz[], $11::timestamptz[], $12::text[]) w(pathway, protocol, stage, step, resource, level, since, ready, due, until, roles)
      where c.patient = $1 and not c.deleted`,
    values: [patient, ...COLUMNS.map(column), waiting.map(({ roles }) => roles.join(' '))],
  });
}
