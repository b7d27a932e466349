import { type DateQuery, ok, outcome, queryValues, type Result, refused, type SearchParameter } from '@cryopath/fhir';
import { joined, type Sql, sql } from '../postgres/sql.ts';
import { instantSql } from '../read/paging.ts';
import type { Criterion } from './criterion.ts';
import type { SearchContext } from './search-context.ts';

/** `_id` and `_lastUpdated` are columns of the head: they have no rows in the index tables. */
export function columnCriterion(
  context: SearchContext,
  parameter: SearchParameter,
  modifier: string | undefined,
  text: string,
): Result<Criterion> {
  if (modifier === 'missing') return missingColumn(parameter, text);
  const isNegated = modifier === 'not' && parameter.name === '_id';
  if (modifier !== undefined && !isNegated) {
    return refused(outcome('CRYO-303', { parameter: parameter.name, modifier: modifier.slice(0, 100) }));
  }
  const values = queryValues(parameter, text, { now: context.now, zone: context.zone });
  if (!values.ok) return values;
  if (parameter.kind === 'date') return ok(updatedCriterion(parameter, values.value as readonly DateQuery[]));
  const ids: string[] = [];
  for (const value of values.value) {
    if (value.kind !== 'token' || value.system !== undefined || value.code === undefined) {
      return refused(outcome('CRYO-302', { parameter: parameter.name, kind: 'id', value: text.slice(0, 100) }));
    }
    ids.push(value.code);
  }
  const isOneOf = (row: Sql): Sql => sql`${row}.id = any(${ids}::text[])`;
  if (isNegated) return ok({ test: (row) => sql`not (${isOneOf(row)})`, isOfNumber: false, source: undefined });
  const branch = sql`from resource v where v.type = ${parameter.type} and v.id = any(${ids}::text[])`;
  return ok({ test: isOneOf, isOfNumber: false, source: { branches: [branch], isNarrow: true, isWalkable: false } });
}

function updatedCriterion(parameter: SearchParameter, queries: readonly DateQuery[]): Criterion {
  const test = (row: Sql): Sql =>
    sql`(${joined(
      queries.map((query) => updatedMatch(query, row)),
      ' or ',
    )})`;
  const [query, ...more] = queries;
  if (!query || more.length > 0 || query.prefix === 'ne') return { test, isOfNumber: false, source: undefined };
  const branch = sql`from resource v where v.type = ${parameter.type} and ${updatedMatch(query, sql`v`)}`;
  return {
    test,
    isOfNumber: false,
    source: {
      branches: [branch],
      isNarrow: false,
      isWalkable: false,
      orderedBy: { name: '_lastUpdated', descending: true },
    },
  };
}

/** An instant of whole milliseconds is a span of one of them; the comparisons of `value-match.ts` become these. */
function updatedMatch({ prefix, low, high }: DateQuery, row: Sql): Sql {
  const from = instantSql(low);
  const to = instantSql(high);
  switch (prefix) {
    case 'eq':
    case 'ap':
      return sql`(${row}.at >= ${from} and ${row}.at < ${to})`;
    case 'ne':
      return sql`(${row}.at < ${from} or ${row}.at >= ${to})`;
    case 'gt':
    case 'sa':
      return sql`${row}.at >= ${to}`;
    case 'ge':
      return sql`${row}.at >= ${from}`;
    case 'lt':
    case 'eb':
      return sql`${row}.at < ${from}`;
    case 'le':
      return sql`${row}.at < ${to}`;
    default:
      return prefix satisfies never;
  }
}

/** Every resource has an id and a time. */
function missingColumn({ name }: SearchParameter, text: string): Result<Criterion> {
  if (text !== 'true' && text !== 'false') {
    return refused(outcome('CRYO-302', { parameter: `${name}:missing`, kind: 'boolean', value: text.slice(0, 100) }));
  }
  return ok({ test: () => (text === 'true' ? sql`false` : sql`true`), isOfNumber: false, source: undefined });
}
