import {
  type DateQuery,
  fold,
  indexed,
  MOST_ALTERNATIVES,
  ok,
  outcome,
  type QueryValue,
  queryValues,
  type Result,
  refused,
  rowsOf,
  type SearchParameter,
  splitUnescaped,
  tokenQuery,
  unescaped,
} from '@cryopath/fhir';
import { joined, type Sql, sql } from '../postgres/sql.ts';
import type { Criterion } from './criterion.ts';
import { dateBranches } from './date-range.ts';
import type { SearchContext } from './search-context.ts';
import { mayRepeat, valueSource } from './source.ts';
import { type Comparison, VALUE_TABLES, valueMatch } from './value-match.ts';

/** Modifiers that each kind of parameter takes besides `missing`, which all take, and a type, which references take. */
const MODIFIERS: Readonly<Record<SearchParameter['kind'], readonly string[]>> = {
  token: ['not', 'text'],
  string: ['exact', 'contains'],
  reference: ['identifier'],
  date: [],
  quantity: [],
  number: [],
  uri: [],
};

/** A date parameter that one criterion compares with one value: two of them on one parameter are one range. */
export interface DateCriterion extends Criterion {
  readonly date: { readonly parameter: SearchParameter; readonly query: DateQuery };
}

export const isDateCriterion = (criterion: Criterion): criterion is DateCriterion => 'date' in criterion;

/**
 * The criterion of one `name:modifier=a,b`: one of the alternatives must match. Refuses with CRYO-303 a modifier that the parameter has not, and with what
 * `queryValues` refuses.
 */
export function parameterCriterion(
  context: SearchContext,
  parameter: SearchParameter,
  modifier: string | undefined,
  text: string,
): Result<Criterion> {
  const rows = rowsOf(parameter);
  if (modifier === 'missing') return missingCriterion(parameter, rows, text);
  const type =
    parameter.kind === 'reference' && modifier !== undefined && isTargetOf(parameter, modifier) ? modifier : undefined;
  if (modifier !== undefined && type === undefined && !MODIFIERS[parameter.kind].includes(modifier)) {
    return refused(outcome('CRYO-303', { parameter: parameter.name, modifier: modifier.slice(0, 100) }));
  }
  const comparison: Comparison =
    modifier === undefined || modifier === 'not' || type !== undefined ? 'plain' : (modifier as Comparison);
  const values = valuesOf(context, parameter, comparison, type, text);
  if (!values.ok) return values;
  const restriction = restrictionOf(parameter, sql`v`);
  const match = joined(
    values.value.map((value) => sql`(${valueMatch(value, comparison, sql`m`)})`),
    ' or ',
  );
  const has = (row: Sql): Sql =>
    sql`exists (select 1 from ${VALUE_TABLES[parameter.kind]} m where m.n = ${row}.n and ${among(rows, sql`m`)}${restrictionOf(parameter, sql`m`)} and (${match}) offset 0)`;
  if (modifier === 'not') return ok({ test: (row) => sql`not ${has(row)}`, isOfNumber: true, source: undefined });
  const criterion: Criterion = {
    ...requiring(parameter, comparison),
    test: has,
    isOfNumber: true,
    source: valueSource(parameter, rows, values.value, comparison, restriction),
  };
  const [first, ...more] = values.value;
  if (first?.kind !== 'date' || more.length > 0 || mayRepeat(parameter)) return ok(criterion);
  return ok({ ...criterion, date: { parameter, query: first } } satisfies DateCriterion);
}

/**
 * Criteria on one date parameter that has one value in a resource are one range: `date=ge2026-03-01&date=lt2026-04-01` is then looked up between
 * both ends, and not from one end through the whole past.
 */
export function dateRangeCriterion(criteria: readonly [DateCriterion, DateCriterion, ...DateCriterion[]]): Criterion {
  const { parameter } = criteria[0].date;
  const branches = dateBranches(
    parameter.number,
    criteria.map(({ date }) => date.query),
  );
  return {
    requires: parameter.name,
    test: (row) =>
      joined(
        criteria.map(({ test }) => test(row)),
        ' and ',
      ),
    isOfNumber: true,
    source: branches && {
      branches,
      isNarrow: false,
      isWalkable: false,
      orderedBy: { name: parameter.name, descending: true },
    },
  };
}

function valuesOf(
  { now, zone, base }: SearchContext,
  parameter: SearchParameter,
  comparison: Comparison,
  type: string | undefined,
  text: string,
): Result<readonly QueryValue[]> {
  const { name, kind } = parameter;
  if (comparison === 'identifier' || comparison === 'text') {
    const parts = splitUnescaped(text, ',');
    if (parts.length > MOST_ALTERNATIVES) return refused(outcome('CRYO-310', { limit: MOST_ALTERNATIVES }));
    const values: QueryValue[] = [];
    for (const part of parts) {
      if (comparison === 'identifier') {
        const value = tokenQuery(name, part);
        if (!value.ok) return value;
        values.push(value.value);
      } else {
        const folded = indexed(fold(unescaped(part)));
        if (folded === '') return refused(outcome('CRYO-316', { parameter: name }));
        values.push({ kind: 'string', value: part, folded });
      }
    }
    return ok(values);
  }
  // Addresses of our own are stored as relative references, and so are looked up as such.
  const own = kind === 'reference' && base !== '' ? text.replaceAll(`${base}/`, '') : text;
  return queryValues(parameter, own, { now, zone, ...(type === undefined ? {} : { type }) });
}

/** `:missing=true`: no value at all; the alias's restriction decides what counts as one. */
function missingCriterion(
  parameter: SearchParameter,
  rows: readonly SearchParameter[],
  text: string,
): Result<Criterion> {
  if (text !== 'true' && text !== 'false') {
    return refused(
      outcome('CRYO-302', { parameter: `${parameter.name}:missing`, kind: 'boolean', value: text.slice(0, 100) }),
    );
  }
  const has = (row: Sql): Sql =>
    sql`exists (select 1 from ${VALUE_TABLES[parameter.kind]} m where m.n = ${row}.n and ${among(rows, sql`m`)}${restrictionOf(parameter, sql`m`)} offset 0)`;
  if (text === 'true') return ok({ test: (row) => sql`not ${has(row)}`, isOfNumber: true, source: undefined });
  return ok({ ...requiring(parameter, undefined), test: has, isOfNumber: true, source: undefined });
}

/** What every answer has a value to sort by of: not a code that is only a text, not a reference that leads elsewhere. */
function requiring({ name, kind }: SearchParameter, comparison: Comparison | undefined): Pick<Criterion, 'requires'> {
  if (kind === 'reference' || (kind === 'token' && comparison !== 'plain')) return {};
  return { requires: name };
}

/** The rows of these parameters, one of which is the common case and the better plan. */
export function among(rows: readonly SearchParameter[], m: Sql): Sql {
  const [only, ...more] = rows.map(({ number }) => number);
  return more.length === 0 ? sql`${m}.parameter = ${only}` : sql`${m}.parameter = any(${[only, ...more]}::smallint[])`;
}

/** What an alias narrows its rows to: `patient` is `subject` that leads to a Patient, `phone` is `telecom` of the system phone. */
export function restrictionOf({ alias }: SearchParameter, v: Sql): Sql {
  const target = alias?.target === undefined ? sql`` : sql` and ${v}.type = ${alias.target}`;
  return alias?.system === undefined ? target : sql`${target} and ${v}.system = ${alias.system}`;
}

/** Whether a reference parameter may lead to this type. */
export function isTargetOf({ targets, alias }: SearchParameter, type: string): boolean {
  if (alias?.target !== undefined) return alias.target === type;
  return targets === undefined ? /^[A-Z][A-Za-z]+$/.test(type) : targets.includes(type);
}
