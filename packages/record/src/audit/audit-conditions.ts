import { type DateQuery, ok, outcome, queryValues, type Result, refused, type TokenQuery } from '@cryopath/fhir';
import type { Clock, Instant } from '@cryopath/pathway';
import { type Sql, sql } from '../postgres/sql.ts';
import { instantSql } from '../read/paging.ts';
import type { QueryPair } from '../read/query-pairs.ts';
import { smallestUuidAt } from '../uuid.ts';
import { interactionsCodedAs } from './event-codes.ts';

/** What a condition's meaning depends on beside its text. */
export interface ConditionContext {
  readonly clock: Clock;
  readonly zone: string;
}

type Condition = (pair: QueryPair, context: ConditionContext) => Result<Sql>;

/** The search parameters of AuditEvent that this trail answers, by the columns that hold them. */
export const AUDIT_PARAMETERS: Readonly<Record<string, Condition>> = {
  _id: ({ value }) => ok(sql`a.id::text = any(${value.split(',')}::text[])`),
  patient: ({ value, name }, context) =>
    anyOf(name, 'reference', value, context, ({ id }) => sql`a.patient = ${id ?? ''}`, 'Patient'),
  agent: ({ value, name }, context) =>
    anyOf(name, 'reference', value, context, ({ type, id, url }) => {
      if (id === undefined) return sql`a.who = ${url ?? ''}`;
      return type === undefined ? sql`split_part(a.who, '/', 2) = ${id}` : sql`a.who = ${`${type}/${id}`}`;
    }),
  entity: ({ value, name }, context) =>
    anyOf(name, 'reference', value, context, ({ type, id = '' }) => {
      if (type === 'Patient') return sql`(a.patient = ${id} or (a.type = 'Patient' and a.resource = ${id}))`;
      return type === undefined ? sql`a.resource = ${id}` : sql`(a.type = ${type} and a.resource = ${id})`;
    }),
  date: ({ value, name }, context) => anyOf(name, 'date', value, context, during),
  action: ({ value, name }, context) =>
    anyOf(name, 'token', value, context, ({ code }) => sql`a.action = ${code ?? ''}`),
  outcome: ({ value, name }, context) =>
    anyOf(name, 'token', value, context, ({ code }) => sql`a.outcome::text = ${code ?? ''}`),
  type: ({ value, name }, context) =>
    anyOf(name, 'token', value, context, (token) => sql`a.interaction = any(${coded('type', token)}::text[])`),
  subtype: ({ value, name }, context) =>
    anyOf(name, 'token', value, context, (token) => sql`a.interaction = any(${coded('subtype', token)}::text[])`),
};

/** Whether AuditEvents can be searched by a parameter: what the CapabilityStatement claims. */
export const isAuditParameter = (name: string): boolean => Object.hasOwn(AUDIT_PARAMETERS, name);

const coded = (element: 'type' | 'subtype', { system, code }: TokenQuery) =>
  interactionsCodedAs(element, system === '' ? undefined : system, code);

interface QueryOf {
  readonly reference: {
    readonly type: string | undefined;
    readonly id: string | undefined;
    readonly url: string | undefined;
  };
  readonly date: DateQuery;
  readonly token: TokenQuery;
}

/** The alternatives of one parameter, any of which may hold. */
function anyOf<Kind extends keyof QueryOf>(
  name: string,
  kind: Kind,
  text: string,
  { clock, zone }: ConditionContext,
  conditionOf: (query: QueryOf[Kind]) => Sql,
  type?: string,
): Result<Sql> {
  const values = queryValues({ name, kind }, text, { now: clock.now(), zone, ...(type ? { type } : {}) });
  if (!values.ok) return values;
  const [first, ...others] = values.value.map((value) => conditionOf(value as unknown as QueryOf[Kind]));
  if (!first) return refused(outcome('CRYO-316', { parameter: name }));
  return ok(sql`(${others.reduce((all, next) => sql`${all} or ${next}`, first)})`);
}

/**
 * `recorded` against an interval. It is an instant, and the id is made of it: so the primary key leads to a period, however long the trail is, and the
 * column decides.
 */
function during({ prefix, low, high }: DateQuery): Sql {
  const from = sql`(a.id >= ${idAt(low)}::uuid and a.at >= ${instantSql(low)})`;
  const before = sql`(a.id < ${idAt(low)}::uuid and a.at < ${instantSql(low)})`;
  const until = sql`(a.id < ${idAt(high)}::uuid and a.at < ${instantSql(high)})`;
  const after = sql`(a.id >= ${idAt(high)}::uuid and a.at >= ${instantSql(high)})`;
  switch (prefix) {
    case 'eq':
    case 'ap':
      return sql`(${from} and ${until})`;
    case 'ne':
      return sql`(${before} or ${after})`;
    case 'gt':
    case 'sa':
      return after;
    case 'ge':
      return from;
    case 'lt':
    case 'eb':
      return before;
    case 'le':
      return until;
    default:
      return prefix satisfies never;
  }
}

/** Instants beyond what a UUID of version 7 can tell are brought to the edge. */
const idAt = (instant: number): string => smallestUuidAt(Math.min(Math.max(instant, 0), 2 ** 48 - 1) as Instant);
