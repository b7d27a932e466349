import { joined, type Sql, sql } from '../postgres/sql.ts';
import type { CursorPart } from '../read/cursor.ts';
import type { SortKey } from './sort-key.ts';

/** What every row of the answer must be. */
export interface Judged {
  readonly type: string;
  /** The requester's reach on `r`. */
  readonly readable: Sql;
  /** Everything that was asked, as tests on `r`. */
  readonly tests: readonly Sql[];
}

/** And in which order it comes. */
export interface Selection extends Judged {
  /** Empty: by `n` alone. */
  readonly keys: readonly SortKey[];
  /** The way of `n`: the newest first, unless an order that goes up was asked for. */
  readonly isNewestFirst: boolean;
  /** Where the page begins: the last entry's keys and `n`; undefined for the first page. */
  readonly after: readonly CursorPart[] | undefined;
  /** Rows wanted. */
  readonly limit: number;
}

/** One row of a page: `k0`, `k1`, … are its sort keys. */
export interface PageRow {
  readonly n: number;
  readonly id: string;
  readonly version: number;
  readonly patient: string;
  readonly text: string;
  readonly [key: `k${number}`]: CursorPart;
}

const FORWARDS = { order: sql`asc`, after: sql`>`, from: sql`>=` };
const BACKWARDS = { order: sql`desc`, after: sql`<`, from: sql`<=` };
const direction = (descending: boolean) => (descending ? BACKWARDS : FORWARDS);

/**
 * The page by walking branches that lie in the order of `n`: it ends when the page is full, whatever the store holds. Head and tests are asked row by
 * row (`offset 0`), so that PostgreSQL neither joins nor sorts what the page does not need.
 */
export function walkByNumber(selection: Selection, branches: readonly Sql[]): Sql {
  const { order, after } = direction(selection.isNewestFirst);
  const last = selection.after?.at(-1);
  const bound = last === undefined ? sql`` : sql` and v.n ${after} ${last}::bigint`;
  const walks = branches.map((branch) => sql`(select v.n ${branch}${bound} order by v.n ${order} offset 0)`);
  return withTexts(
    selection,
    sql`select distinct on (s.n) s.n, r.* from (${joined(walks, ' union all ')}) s
      cross join lateral (${head(selection, [])} offset 0) r order by s.n ${order} limit ${capped(selection.limit)}`,
  );
}

/**
 * The page by walking branches that lie in the order of the first key. Further keys only order what is equal in the first, which PostgreSQL sorts in small
 * groups as the walk meets them.
 */
export function walkByKey(selection: Selection, key: SortKey, branches: readonly Sql[]): Sql {
  const { order, after, from } = direction(key.descending);
  const { keys, isNewestFirst } = selection;
  const isOneWay = keys.length === 1 && key.descending === isNewestFirst;
  const [first, ...rest] = selection.after ?? [];
  const last = rest.at(-1);
  const bound =
    first === undefined
      ? sql``
      : isOneWay
        ? sql` and (${key.column}, v.n) ${after} (${first}::${key.cast}, ${last}::bigint)`
        : sql` and ${key.column} ${from} ${first}::${key.cast}`;
  const once = key.repeats ? sql`distinct on (${key.column}, v.n) ` : sql``;
  const walks = branches.map(
    (branch) =>
      sql`(select ${once}v.n, ${key.column} as k ${branch}${bound} order by ${key.column} ${order}, v.n ${order} offset 0)`,
  );
  const later = key.repeats ? sql` and not ${key.isLater}` : sql``;
  const others = keys.slice(1);
  const ties =
    selection.after && !isOneWay
      ? sql` where ${afterCursor(selection, [sql`s.k`, ...others.map((_, index) => column('r', index + 1))], sql`s.n`)}`
      : sql``;
  return withTexts(
    selection,
    sql`select s.n, s.k as k0, r.* from (${joined(walks, ' union all ')}) s
      cross join lateral (${head(selection, others, 1)}${later} offset 0) r${ties}
      order by s.k ${order}${orderOf(others, 'r', 1)}, s.n ${direction(isNewestFirst).order} limit ${capped(selection.limit)}`,
  );
}

/** The page from rows that are few: all of them are found, held to the tests, and sorted. */
export function gather(selection: Selection, branches: readonly Sql[]): Sql {
  const { keys } = selection;
  const found = joined(
    branches.map((branch) => sql`(select v.n ${branch})`),
    ' union all ',
  );
  const later = selection.after
    ? sql` where ${afterCursor(
        selection,
        keys.map((_, index) => column('g', index)),
        sql`g.n`,
      )}`
    : sql``;
  return withTexts(
    selection,
    sql`select g.* from (select s.n, r.* from (select distinct n from (${found}) u) s
      cross join lateral (${head(selection, keys)} offset 0) r offset 0) g${later}
      order by ${orderOf(keys, 'g', 0, true)}g.n ${direction(selection.isNewestFirst).order} limit ${capped(selection.limit)}`,
  );
}

/** How many rows there are, up to `most`. */
export function counting(selection: Judged, branches: readonly Sql[], most: number): Sql {
  const found = joined(
    branches.map((branch) => sql`(select v.n ${branch})`),
    ' union all ',
  );
  return sql`select count(*)::int as total from (select 1 from (select distinct n from (${found}) u) s
    cross join lateral (${head(selection, [])} offset 0) r limit ${most}) t`;
}

/** The head of row `s.n` when it belongs to the answer, with these keys. */
function head({ type, readable, tests }: Judged, keys: readonly SortKey[], firstKey = 0): Sql {
  const columns = keys.map((key, index) => sql`, ${key.of} as ${keyName(index + firstKey)}`);
  return sql`select r.id, r.version, r.patient${columns.reduce((all, next) => sql`${all}${next}`, sql``)} from resource r
    where r.n = s.n and r.type = ${type} and not r.deleted and ${joined([readable, ...tests], ' and ')}`;
}

/** Joins the texts of a page that is already in its order. */
function withTexts(selection: Selection, page: Sql): Sql {
  const { type, keys, limit } = selection;
  const order = sql`${orderOf(keys, 'p', 0, true)}p.n ${direction(selection.isNewestFirst).order}`;
  return sql`select p.*, t.text from (select * from (${page}) p order by ${order} limit ${limit}) p
    cross join lateral (select t.content as text from version t where t.type = ${type} and t.id = p.id and t.version = p.version offset 0) t
    order by ${order}`;
}

/** `, alias.k0 desc nulls last`, … or, for the beginning of an ORDER BY, with the comma behind. */
function orderOf(keys: readonly SortKey[], alias: 'p' | 'g' | 'r', firstKey: number, isFirst = false): Sql {
  return keys.reduce((all, key, index) => {
    const one = sql`${column(alias, index + firstKey)} ${direction(key.descending).order} nulls last`;
    return isFirst ? sql`${all}${one}, ` : sql`${all}, ${one}`;
  }, sql``);
}

/** That a row comes after the cursor: at the first key in which they differ it lies later, and what has no value lies last. */
function afterCursor({ keys, isNewestFirst, after = [] }: Selection, columns: readonly Sql[], n: Sql): Sql {
  let equal = sql`true`;
  const ways: Sql[] = [];
  keys.forEach((key, index) => {
    const at = columns[index] ?? sql`null`;
    const part = after[index];
    if (part === null || part === undefined) {
      equal = sql`${equal} and ${at} is null`;
      return;
    }
    const value = sql`${part}::${key.cast}`;
    ways.push(sql`(${equal} and (${at} ${direction(key.descending).after} ${value} or ${at} is null))`);
    equal = sql`${equal} and ${at} = ${value}`;
  });
  const last = after.at(-1);
  ways.push(sql`(${equal} and ${n} ${direction(isNewestFirst).after} ${last}::bigint)`);
  return sql`(${joined(ways, ' or ')})`;
}

const KEY_NAMES = [sql`k0`, sql`k1`, sql`k2`, sql`k3`, sql`k4`];
const keyName = (index: number): Sql => KEY_NAMES[index] ?? sql`k0`;
const ALIASES = { p: sql`p`, g: sql`g`, r: sql`r` };
const column = (alias: keyof typeof ALIASES, index: number): Sql => sql`${ALIASES[alias]}.${keyName(index)}`;

/**
 * The limit of the walk as a part of the text: PostgreSQL must see that it is small to plan for the first rows. A few round ones, so that there are not as many
 * shapes as numbers; the exact one is a parameter further out.
 */
function capped(limit: number): Sql {
  const [, text] = CAPS.find(([cap]) => limit <= cap) ?? [0, sql`1001`];
  return text;
}

const CAPS: readonly (readonly [number, Sql])[] = [
  [2, sql`2`],
  [11, sql`11`],
  [21, sql`21`],
  [51, sql`51`],
  [101, sql`101`],
  [251, sql`251`],
  [1001, sql`1001`],
];
