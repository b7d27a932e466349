import type { Reach } from '../../access/reach.ts';
import { readable } from '../../access/readable.ts';
import { readableAudit } from '../../audit/readable-audit.ts';
import { type Sql, sql } from '../../postgres/sql.ts';
import { instantSql } from '../../read/paging.ts';
import type { Requester } from '../../requester.ts';

/** What is asked for, as the statements need it. */
export interface Selection {
  readonly reach: Reach;
  readonly patient: string | undefined;
  readonly types: readonly string[];
  /** Epoch milliseconds. */
  readonly since: number | undefined;
  readonly history: boolean;
}

/** The versions that are exported: the current ones, or all; in the order of types, and of versions. */
export function versionsStatement({ reach, patient, types, since, history }: Selection): Sql {
  const ofVersion = history ? sql`true` : sql`v.version = r.version`;
  const after = since === undefined ? sql`true` : sql`v.at >= ${instantSql(since)}`;
  // Without a time to count from, nobody can know what to delete.
  const deletions = history || since !== undefined ? sql`true` : sql`not r.deleted`;
  return sql`${referred(reach, patient)} select r.type, r.id, v.version, v.content as text
    from resource r join version v on v.type = r.type and v.id = r.id
    where ${within(patient)} and ${ofVersion} and ${after} and ${deletions} and r.type = any(${types}::text[]) and ${readable(reach, 'r')}
    order by r.type, r.n, v.version`;
}

/** Whose records are exported. */
export const patientsStatement = ({ reach, patient, types }: Selection): Sql =>
  patient === undefined
    ? sql`select distinct r.patient from resource r where r.patient <> '' and r.type = any(${types}::text[]) and ${readable(reach, 'r')}`
    : sql`select r.patient from resource r where r.type = 'Patient' and r.id = ${patient} and ${readable(reach, 'r', 'Patient')}`;

/** AuditEvents that other systems posted: they were given to be kept. What this record tells of itself stays in its trail. */
export function eventsStatement(requester: Requester, { patient, since }: Selection): Sql {
  const of = patient === undefined ? sql`true` : sql`a.patient = ${patient}`;
  const after = since === undefined ? sql`true` : sql`a.at >= ${instantSql(since)}`;
  return sql`select 'AuditEvent' as type, a.id::text as id, 1 as version, a.content as text
    from audit a where a.content <> '' and ${of} and ${after} and ${readableAudit(requester)} order by a.id`;
}

const within = (patient: string | undefined): Sql =>
  patient === undefined
    ? sql`true`
    : sql`(r.patient = ${patient} or (r.patient = '' and (r.type, r.id) in (select f.type, f.id from referred f)))`;

/** What a patient's record refers to, and what that refers to, among what belongs to no patient: the doctor, the role, the clinic. */
function referred(reach: Reach, patient: string | undefined): Sql {
  if (patient === undefined) return sql``;
  return sql`with recursive referred(type, id) as (
    select f.type, f.id from resource o join reference_value f on f.n = o.n
      where o.patient = ${patient} and not o.deleted and f.id <> '' and ${readable(reach, 'o')}
    union
    select f.type, f.id from referred x join resource c on c.type = x.type and c.id = x.id and c.patient = '' and not c.deleted
      join reference_value f on f.n = c.n where f.id <> '' and ${readable(reach, 'c')}) `;
}
