import type { DateQuery } from '@cryopath/fhir';
import { joined, type Sql, sql } from '../postgres/sql.ts';
import { valueMatch } from './value-match.ts';

/**
 * A span of time is found by where it begins, since an index can be in one order only. What overlaps a day began on it or before it: how long
 * before, nobody knows. But nearly every time in a record is an instant or a day, at most 25 hours long; what is longer (a stay, a
 * plan) has an index of its own. So a range is two walks: the short ones that begin at most 25 hours earlier, and the long ones.
 */
const LONG = 90_000_000;

/** Where the beginnings of the rows lie that a query finds. `short` and `long` differ when a row may begin before what is asked for. */
interface Beginnings {
  readonly short: number | undefined;
  readonly long: number | undefined;
  readonly end: number | undefined;
}

/** Undefined: nowhere in particular. */
function beginningsOf({ prefix, low, high }: DateQuery): Beginnings | undefined {
  switch (prefix) {
    case 'eq':
      return { short: low, long: low, end: high };
    case 'gt':
      return { short: high - LONG, long: undefined, end: undefined };
    case 'ge':
      return { short: Math.min(low, high - LONG), long: undefined, end: undefined };
    case 'sa':
      return { short: high, long: high, end: undefined };
    case 'lt':
    case 'eb':
      return { short: undefined, long: undefined, end: low };
    case 'le':
      return { short: undefined, long: undefined, end: high };
    case 'ap':
      return { short: low - LONG, long: undefined, end: high };
    case 'ne':
      return undefined;
    default:
      return prefix satisfies never;
  }
}

/**
 * The branches that find the rows of one parameter which answer all of these queries at once, in the order of their beginnings. Undefined
 * when no index helps.
 */
export function dateBranches(parameter: number, queries: readonly DateQuery[]): readonly Sql[] | undefined {
  const ranges = queries.map(beginningsOf).filter((range) => range !== undefined);
  if (ranges.length === 0) return undefined;
  const v = sql`v`;
  const match = joined(
    queries.map((query) => valueMatch(query, 'plain', v)),
    ' and ',
  );
  const ends = ranges.flatMap(({ end }) => end ?? []);
  const end = ends.length === 0 ? sql`` : sql` and v.low < ${Math.min(...ends)}`;
  const branch = (starts: readonly number[], span: Sql): Sql => {
    const start = starts.length === 0 ? sql`` : sql` and v.low >= ${Math.max(...starts)}`;
    return sql`from date_value v where v.parameter = ${parameter}${start}${end} and ${match}${span}`;
  };
  const short = ranges.flatMap((range) => range.short ?? []);
  const long = ranges.flatMap((range) => range.long ?? []);
  if (ranges.every((range) => range.short === range.long)) return [branch(short, sql``)];
  // The number is part of the text: PostgreSQL matches it with the index's own condition.
  return [branch(short, sql` and v.high - v.low <= 90000000`), branch(long, sql` and v.high - v.low > 90000000`)];
}
