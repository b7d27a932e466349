import type {
  DateQuery,
  NumberQuery,
  QuantityQuery,
  QueryValue,
  ReferenceQuery,
  SearchKind,
  TokenQuery,
} from '@cryopath/fhir';
import { named, type Sql, sql } from '../postgres/sql.ts';

/** The index table of each kind of value; plain numbers lie with the quantities. */
export const VALUE_TABLES: Readonly<Record<SearchKind, Sql>> = {
  token: named('token_value'),
  reference: named('reference_value'),
  date: named('date_value'),
  string: named('string_value'),
  quantity: named('quantity_value'),
  number: named('quantity_value'),
  uri: named('uri_value'),
};

/** What a modifier makes of one value. `not` and `missing` are not here: they turn the whole parameter round. */
export type Comparison = 'plain' | 'exact' | 'contains' | 'text' | 'identifier';

/**
 * Whether the row `v` of the kind's table is a match: the meaning of `matches` in @cryopath/fhir, said in SQL. The test beside search.ts holds
 * both together.
 */
export function valueMatch(query: QueryValue, comparison: Comparison, v: Sql): Sql {
  switch (query.kind) {
    case 'token':
      if (comparison === 'identifier') return identifierMatch(query, v);
      return tokenMatch(query, v);
    case 'string':
      if (comparison === 'text') return sql`strpos(E'\n' || ${v}.label, E'\n' || ${query.folded}::text) > 0`;
      if (comparison === 'contains') return sql`strpos(${v}.folded, ${query.folded}) > 0`;
      if (comparison === 'exact') return sql`${v}.folded = ${query.folded} and ${v}.exact = ${query.value}`;
      return beginsWith(query.folded, v);
    case 'reference':
      return referenceMatch(query, v);
    case 'date':
      return dateMatch(query, v);
    case 'quantity':
      return sql`${amountMatch(query, v)}${unitMatch(query, v)}`;
    case 'number':
      return amountMatch(query, v);
    case 'uri':
      return sql`${v}.value = ${query.value}`;
    default:
      return query satisfies never;
  }
}

/** A row without a code (only a text) answers no query for codes. */
function tokenMatch({ system, code }: TokenQuery, v: Sql): Sql {
  const codes = code === undefined ? sql`${v}.code <> ''` : sql`${v}.code = ${code}`;
  return system === undefined ? codes : sql`${codes} and ${v}.system = ${system}`;
}

/** The `<> ''` lets PostgreSQL see that the partial index holds what is asked for. */
function identifierMatch({ system, code }: TokenQuery, v: Sql): Sql {
  const codes = sql`${v}.identifier_code <> ''${code === undefined ? sql`` : sql` and ${v}.identifier_code = ${code}`}`;
  return system === undefined ? codes : sql`${codes} and ${v}.identifier_system = ${system}`;
}

function referenceMatch({ type, id, url, version }: ReferenceQuery, v: Sql): Sql {
  const parts = [
    id === undefined ? sql`` : sql` and ${v}.id = ${id}`,
    url === undefined ? sql`` : sql` and ${v}.url <> '' and ${v}.url = ${url}`,
    type === undefined
      ? sql``
      : url === undefined
        ? sql` and ${v}.type = ${type}`
        : sql` and ${v}.type in ('', ${type})`,
    version === undefined ? sql`` : sql` and ${v}.version = ${version}`,
  ];
  return parts.reduce((all, part) => sql`${all}${part}`, sql`true`);
}

/** In the order of bytes every text that begins with `prefix` lies between it and its successor. */
function beginsWith(prefix: string, v: Sql): Sql {
  const end = successor(prefix);
  const from = sql`${v}.folded >= ${prefix}`;
  return end === undefined ? from : sql`${from} and ${v}.folded < ${end}`;
}

/** The first text after all that begin with this one: its last code point moved on by one. Undefined when there is none. */
function successor(text: string): string | undefined {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last < 0x10_ffff) return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
  }
  return undefined;
}

/** R4 search, 3.1.1.4.5, on half-open intervals in epoch milliseconds: the row's [low, high) against the query's. */
function dateMatch({ prefix, low, high }: DateQuery, v: Sql): Sql {
  switch (prefix) {
    case 'eq':
      return sql`${v}.low >= ${low} and ${v}.high <= ${high}`;
    case 'ne':
      return sql`(${v}.low < ${low} or ${v}.high > ${high})`;
    case 'gt':
      return sql`${v}.high > ${high}`;
    case 'lt':
      return sql`${v}.low < ${low}`;
    case 'ge':
      return sql`(${v}.high > ${high} or ${v}.low >= ${low})`;
    case 'le':
      return sql`(${v}.low < ${low} or ${v}.high <= ${high})`;
    case 'sa':
      return sql`${v}.low >= ${high}`;
    case 'eb':
      return sql`${v}.high <= ${low}`;
    case 'ap':
      return sql`${v}.low < ${high} and ${v}.high > ${low}`;
    default:
      return prefix satisfies never;
  }
}

/** R4 search, 3.1.1.4.6: the row's closed bounds against the number, or against its implied precision. */
function amountMatch({ prefix, value, low, high }: NumberQuery | QuantityQuery, v: Sql): Sql {
  switch (prefix) {
    case 'eq':
      return sql`${v}.low >= ${low} and ${v}.high < ${high}`;
    case 'ne':
      return sql`(${v}.low < ${low} or ${v}.high >= ${high})`;
    case 'gt':
      return sql`${v}.high > ${value}`;
    case 'lt':
      return sql`${v}.low < ${value}`;
    case 'ge':
      return sql`${v}.high >= ${value}`;
    case 'le':
      return sql`${v}.low <= ${value}`;
    case 'sa':
      return sql`${v}.low > ${value}`;
    case 'eb':
      return sql`${v}.high < ${value}`;
    case 'ap':
      return sql`${v}.low <= ${high} and ${v}.high >= ${low}`;
    default:
      return prefix satisfies never;
  }
}

/** With a system the code of the unit; without one the code or the unit as written. Units are compared, never converted. */
function unitMatch({ system, code }: QuantityQuery, v: Sql): Sql {
  if (system !== undefined) {
    return code === undefined
      ? sql` and ${v}.system = ${system}`
      : sql` and ${v}.system = ${system} and ${v}.code = ${code}`;
  }
  return code === undefined ? sql`` : sql` and (${v}.code = ${code} or ${v}.unit = ${code})`;
}
