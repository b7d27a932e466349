import type { NumberQuery, QuantityQuery, QueryValue, SearchParameter } from '@cryopath/fhir';
import { joined, type Sql, sql } from '../postgres/sql.ts';
import type { Source } from './criterion.ts';
import { dateBranches } from './date-range.ts';
import { type Comparison, VALUE_TABLES, valueMatch } from './value-match.ts';

/** Alternatives that get a branch each; more are looked up at once and sorted afterwards. */
const MOST_BRANCHES = 8;

const v = sql`v`;

/**
 * The way in that one parameter's values open, if an index leads from them to the rows.
 *
 * @param rows the parameters that hold the values (several when an alias joins them).
 * @param restriction what an alias narrows its rows to.
 */
export function valueSource(
  parameter: SearchParameter,
  rows: readonly SearchParameter[],
  queries: readonly QueryValue[],
  comparison: Comparison,
  restriction: Sql,
): Source | undefined {
  const branchesOf = (query: QueryValue): readonly Sql[] | undefined => {
    const branches: Sql[] = [];
    for (const { number } of rows) {
      const found = branchesFor(parameter, number, query, comparison, restriction);
      if (!found) return undefined;
      branches.push(...found);
    }
    return branches;
  };
  if (queries.length * rows.length > MOST_BRANCHES)
    return manySource(parameter, rows, queries, comparison, restriction);
  const branches: Sql[] = [];
  for (const query of queries) {
    const found = branchesOf(query);
    if (!found) return undefined;
    branches.push(...found);
  }
  const isNarrow = queries.every((query) => leadsToFew(parameter, query, comparison));
  const isWalkable = queries.every((query) => isEquality(query, comparison));
  const orderedBy = queries.length === 1 && rows.length === 1 ? orderOf(parameter, queries[0], comparison) : undefined;
  return { branches, isNarrow, isWalkable, ...(orderedBy && { orderedBy }) };
}

function branchesFor(
  parameter: SearchParameter,
  number: number,
  query: QueryValue,
  comparison: Comparison,
  restriction: Sql,
): readonly Sql[] | undefined {
  if (query.kind === 'date') return dateBranches(number, [query]);
  const from = sql`from ${VALUE_TABLES[parameter.kind]} v where v.parameter = ${number}${restriction}`;
  if (query.kind === 'quantity' || query.kind === 'number') return amountBranches(from, query);
  if (comparison === 'text') return undefined; // labels have no index
  if (query.kind === 'token' && query.code === undefined) return undefined; // nor have systems
  return [sql`${from} and ${valueMatch(query, comparison, v)}`];
}

/** Many alternatives of codes, identifiers or ids: one look at the index for all of them. */
function manySource(
  parameter: SearchParameter,
  rows: readonly SearchParameter[],
  queries: readonly QueryValue[],
  comparison: Comparison,
  restriction: Sql,
): Source | undefined {
  const column = { token: sql`code`, reference: comparison === 'identifier' ? sql`identifier_code` : sql`id` } as const;
  if (parameter.kind !== 'token' && parameter.kind !== 'reference') return undefined;
  const values = queries.map((query) =>
    query.kind === 'token' ? query.code : query.kind === 'reference' ? query.id : undefined,
  );
  if (values.some((value) => value === undefined) || comparison === 'text') return undefined;
  const numbers = rows.map(({ number }) => number);
  const partial = comparison === 'identifier' ? sql` and v.identifier_code <> ''` : sql``;
  const matches = joined(
    queries.map((query) => sql`(${valueMatch(query, comparison, v)})`),
    ' or ',
  );
  const branch = sql`from ${VALUE_TABLES[parameter.kind]} v where v.parameter = any(${numbers}::smallint[])
    and v.${column[parameter.kind]} = any(${values}::text[])${partial}${restriction} and (${matches})`;
  return {
    branches: [branch],
    isNarrow: queries.every((query) => leadsToFew(parameter, query, comparison)),
    isWalkable: false,
  };
}

/** Amounts are points, but for the few that are ranges; those have an index of their own, since a range may begin anywhere below. */
function amountBranches(from: Sql, query: NumberQuery | QuantityQuery): readonly Sql[] | undefined {
  const bounds = pointBounds(query);
  const match = valueMatch(query, 'plain', v);
  return (
    bounds && [sql`${from}${bounds} and v.high = v.low and ${match}`, sql`${from} and v.high > v.low and ${match}`]
  );
}

function pointBounds({ prefix, value, low, high }: NumberQuery | QuantityQuery): Sql | undefined {
  switch (prefix) {
    case 'eq':
      return sql` and v.low >= ${low} and v.low < ${high}`;
    case 'ap':
      return sql` and v.low >= ${low} and v.low <= ${high}`;
    case 'gt':
    case 'sa':
      return sql` and v.low > ${value}`;
    case 'ge':
      return sql` and v.low >= ${value}`;
    case 'lt':
    case 'eb':
      return sql` and v.low < ${value}`;
    case 'le':
      return sql` and v.low <= ${value}`;
    case 'ne':
      return undefined;
    default:
      return prefix satisfies never;
  }
}

/** One value leads to few rows: an identifier, or a patient. A practitioner, a code or a status may lead to any number. */
function leadsToFew({ name }: SearchParameter, query: QueryValue, comparison: Comparison): boolean {
  if (query.kind === 'token') return comparison === 'identifier' || name === 'identifier';
  return query.kind === 'reference' && query.id !== undefined && query.type === 'Patient';
}

/** The index's rows of one such value lie in the order of `n`. */
function isEquality(query: QueryValue, comparison: Comparison): boolean {
  switch (query.kind) {
    case 'token':
    case 'reference':
    case 'uri':
      return true;
    case 'string':
      return comparison === 'exact';
    default:
      return false;
  }
}

/** Results of a range that ask for no order come in the order in which it lies: the newest first, names by the alphabet. */
function orderOf(
  parameter: SearchParameter,
  query: QueryValue | undefined,
  comparison: Comparison,
): Source['orderedBy'] {
  if (query?.kind === 'string' && comparison === 'plain') {
    return { name: parameter.name, descending: false, within: (m) => valueMatch(query, comparison, m) };
  }
  if (query?.kind === 'date' && !mayRepeat(parameter)) return { name: parameter.name, descending: true };
  return undefined;
}

/**
 * Whether one resource may have several values. A path into a part of a resource may, since the part may repeat; in the published definitions no
 * time that stands at the top of a resource does (a test reads them).
 */
export const mayRepeat = ({ paths }: SearchParameter): boolean => paths.some((path) => /^[^:]*\./.test(path));
