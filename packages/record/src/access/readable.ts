import { named, type Sql, sql } from '../postgres/sql.ts';
import { COMMON_TYPES } from './policy.ts';
import type { Reach } from './reach.ts';

/**
 * The one condition that keeps a reader within their reach (I6, H15, R5). Every statement that touches `resource` carries it on every
 * alias: the resource asked for, the link of a chain, what is included. It is part of the statement, not a step after it, so
 * there is no moment in which a row has been read and not yet judged.
 *
 * The clinic is asked for as a scalar subquery on purpose: PostgreSQL runs that as one look at the primary key of `compartment` for each
 * row of a page, while an EXISTS under OR may be planned as a hash over all patients.
 *
 * @param alias of `resource` in the statement around it.
 * @param type the type that the statement asks this alias for, when it asks for one: it lets a patient's statement walk the index of their
 *   own record instead of weighing a record against the house.
 */
export function readable(reach: Reach, alias: string, type?: string): Sql {
  const r = named(alias);
  switch (reach.kind) {
    case 'nothing':
      return sql`false`;
    case 'everything':
      return sql`true`;
    case 'own':
      if (type !== undefined && !isCommon(type)) return sql`${r}.patient = any(${own(reach.patients)}::text[])`;
      return sql`(${r}.patient = any(${own(reach.patients)}::text[]) or (${r}.patient = '' and ${r}.type = any(${COMMON_TYPES}::text[])
        and (${r}.clinic = '' or ${r}.clinic in (select m.clinic from compartment m where m.patient = any(${own(reach.patients)}::text[])))))`;
    case 'house':
      return sql`(${r}.patient = '' and ${house(r, reach.clinic)})`;
    case 'clinic': {
      const chart = reach.restricted
        ? sql`c.clinic = ${reach.clinic}`
        : sql`(c.clinic = ${reach.clinic} and not c.restricted)`;
      const within = sql`case when ${r}.patient = '' then ${house(r, reach.clinic)}
        else (select ${chart} and c.clinic <> '' from compartment c where c.patient = ${r}.patient) end`;
      if (!reach.opened) return sql`(${within})`;
      const { who, session, at } = reach.opened;
      return sql`(${within} or exists (select 1 from break_glass b where b.who = ${who} and b.session = ${session} and b.patient = ${r}.patient and b.patient <> ''
        and b.since <= ${at}::timestamptz and b.until > ${at}::timestamptz offset 0))`;
    }
    default:
      return reach satisfies never;
  }
}

/** Of no patient, and of this clinic or common to all. Someone without a clinic sees what is common. */
const house = (r: Sql, clinic: string): Sql => sql`${r}.clinic in ('', ${clinic})`;

const common: ReadonlySet<string> = new Set(COMMON_TYPES);
const isCommon = (type: string): boolean => common.has(type);

/** '' would name every resource of no patient. */
const own = (patients: readonly string[]): readonly string[] => patients.filter((patient) => patient !== '');
