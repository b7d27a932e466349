import { joined, type Sql, sql } from '../postgres/sql.ts';
import type { CursorPart } from '../read/cursor.ts';
import type { SortKey } from './sort-key.ts';

/** The order of a page: its keys, then `n`. */
export interface PageOrder {
  /** Empty: by `n` alone. */
  readonly keys: readonly SortKey[];
  /** The way of `n`: the newest first, unless an order that goes up was asked for. */
  readonly isNewestFirst: boolean;
}

const FORWARDS = { order: sql`asc`, after: sql`>`, from: sql`>=` };
const BACKWARDS = { order: sql`desc`, after: sql`<`, from: sql`<=` };

/** The words for going one way or the other. */
export const way = (descending: boolean): typeof FORWARDS => (descending ? BACKWARDS : FORWARDS);

const KEY_NAMES = [sql`k0`, sql`k1`, sql`k2`, sql`k3`, sql`k4`];
/** The name of the key's column in a page's rows. */
export const keyName = (index: number): Sql => KEY_NAMES[index] ?? sql`k0`;

/**
 * `s.k0 desc nulls last, s.n desc`.
 *
 * @param isWalk the first key comes from the walk of an index, in its order and never null; to say where nulls would stand would make PostgreSQL
 *   sort it all again, since an index walked backwards has them first.
 */
export function orderBy({ keys, isNewestFirst }: PageOrder, alias: Sql, isWalk: boolean): Sql {
  return keys.reduceRight(
    (rest, key, index) => {
      const nulls = isWalk && index === 0 ? sql`` : sql` nulls last`;
      return sql`${alias}.${keyName(index)} ${way(key.descending).order}${nulls}, ${rest}`;
    },
    sql`${alias}.n ${way(isNewestFirst).order}`,
  );
}

/** That row `s` comes after the cursor: at the first key in which they differ it lies later, and what has no value lies last. */
export function isAfter({ keys, isNewestFirst }: PageOrder, cursor: readonly CursorPart[]): Sql {
  let equal = sql`true`;
  const ways: Sql[] = [];
  keys.forEach((key, index) => {
    const column = sql`s.${keyName(index)}`;
    const part = cursor[index] ?? null;
    if (part === null) {
      equal = sql`${equal} and ${column} is null`;
      return;
    }
    const value = sql`${part}::${key.cast}`;
    ways.push(sql`(${equal} and (${column} ${way(key.descending).after} ${value} or ${column} is null))`);
    equal = sql`${equal} and ${column} = ${value}`;
  });
  ways.push(sql`(${equal} and s.n ${way(isNewestFirst).after} ${cursor.at(-1)}::bigint)`);
  return sql`(${joined(ways, ' or ')})`;
}
