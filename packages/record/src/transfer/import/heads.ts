import type { JsonResource } from '@cryopath/fhir';
import type { Reach } from '../../access/reach.ts';
import { readable } from '../../access/readable.ts';
import type { Connection } from '../../postgres/connection.ts';
import { prepared } from '../../postgres/prepared.ts';
import { sql } from '../../postgres/sql.ts';
import { type Head, storedResource } from '../../write/head.ts';

/** A head, and who wrote it. */
export interface AuthoredHead extends Head {
  readonly who: string;
}

interface Key {
  readonly type: string;
  readonly id: string;
}

/** What is here under these ids, within reach: `Type/id` -> head. */
export async function headsOf(
  db: Connection,
  reach: Reach,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, AuthoredHead>> {
  const query = sql`select r.type, r.id, r.version, r.patient, r.at, r.deleted, v.content as text, v.who,
      case when r.type = 'Patient' then (select p.clinic from compartment p where p.patient = r.patient) else r.clinic end as clinic
    from unnest(${keys.map(({ type }) => type)}::text[], ${keys.map(({ id }) => id)}::text[]) k(type, id)
    join resource r on r.type = k.type and r.id = k.id
    join version v on v.type = r.type and v.id = r.id and v.version = r.version
    where ${readable(reach, 'r')}`;
  const { rows } = await db.query<AuthoredHead>(prepared(query));
  return new Map(rows.map((head) => [`${head.type}/${head.id}`, head]));
}

/** The patients among these whose record can be written into. */
export async function chartsAmong(db: Connection, patients: readonly string[]): Promise<ReadonlySet<string>> {
  if (patients.length === 0) return new Set();
  const { rows } = await db.query<{ patient: string }>(
    prepared(sql`select c.patient from compartment c where c.patient = any(${patients}::text[]) and not c.deleted`),
  );
  return new Set(rows.map(({ patient }) => patient));
}

/** The last version of a resource that this writer wrote and that says anything. */
export async function lastWrittenBy(db: Connection, { type, id }: Key, who: string): Promise<JsonResource | undefined> {
  const { rows } = await db.query<{ content: string }>(
    prepared(sql`select v.content from version v where v.type = ${type} and v.id = ${id} and v.who = ${who} and v.content <> ''
      order by v.version desc limit 1`),
  );
  const [row] = rows;
  return row && storedResource(row.content);
}
