import { joined, type Sql, sql } from '../postgres/sql.ts';
import type { CursorPart } from '../read/cursor.ts';
import { isAfter, keyName, orderBy, type PageOrder, way } from './page-order.ts';
import type { SortKey } from './sort-key.ts';

/*
 * Every statement has the same parts: `s` gives numbers in the order of the page, straight from an index or sorted; what can be asked of a number is asked of
 * it; then the head is looked up and held to the reach; and the walk ends when the page is full. `offset 0` keeps the parts apart: without it PostgreSQL
 * may join or sort what no page needs.
 */

/** What every row of the answer must be. */
export interface Judged {
  readonly type: string;
  /** The requester's reach on `r`. */
  readonly readable: Sql;
  /** What was asked of values: tests on `s.n`. */
  readonly ofNumber: readonly Sql[];
  /** What was asked of the head: tests on `r`. */
  readonly ofHead: readonly Sql[];
}

/** And in which order it comes. */
export interface Selection extends Judged, PageOrder {
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

/** The page by walking branches that lie in the order of `n`: it ends when the page is full, whatever the store holds. */
export function walkByNumber(selection: Selection, branches: readonly Sql[]): Sql {
  const { order, after } = way(selection.isNewestFirst);
  const last = selection.after?.at(-1);
  const bound = last === undefined ? sql`` : sql` and v.n ${after} ${last}::bigint`;
  const walks = branches.map((branch) => sql`(select v.n ${branch}${bound} order by v.n ${order} offset 0)`);
  return page(selection, joined(walks, ' union all '), { isWalk: true, once: sql`distinct on (s.n) ` });
}

/**
 * The page by walking branches that lie in the order of the first key. Further keys only order what is equal in the first, which PostgreSQL sorts in small
 * groups as the walk meets them.
 */
export function walkByKey(selection: Selection, key: SortKey, branches: readonly Sql[]): Sql {
  const { order, after, from } = way(key.descending);
  const { keys, isNewestFirst, after: cursor } = selection;
  const isOneWay = keys.length === 1 && key.descending === isNewestFirst;
  const bound = !cursor
    ? sql``
    : isOneWay
      ? sql` and (${key.column}, v.n) ${after} (${cursor[0]}::${key.cast}, ${cursor.at(-1)}::bigint)`
      : sql` and ${key.column} ${from} ${cursor[0]}::${key.cast}`;
  const once = key.repeats ? sql`distinct on (${key.column}, v.n) ` : sql``;
  const walks = branches.map(
    (branch) =>
      sql`(select ${once}v.n, ${key.column} as k0 ${branch}${bound} order by ${key.column} ${order}, v.n ${order} offset 0)`,
  );
  const walk = joined(walks, ' union all ');
  const others = keysOf(keys.slice(1), sql`w.n`, 1);
  const found = keys.length === 1 ? walk : sql`select w.*${others} from (${walk}) w`;
  const isFirst = key.repeats ? [sql`not ${key.isLater}`] : [];
  const conditions = cursor && !isOneWay ? [...isFirst, isAfter(selection, cursor)] : isFirst;
  return page(selection, found, { isWalk: true, conditions });
}

/** The page from rows that are few: all of them are found and sorted, and held to the tests until the page is full. */
export function gather(selection: Selection, branches: readonly Sql[]): Sql {
  const { keys, after: cursor } = selection;
  const found = sql`select s.* from (select u.n${keysOf(keys, sql`u.n`, 0)} from (${numbers(branches)}) u offset 0) s${
    cursor ? sql` where ${isAfter(selection, cursor)}` : sql``
  } order by ${orderBy(selection, sql`s`, false)} offset 0`;
  return page(selection, found, { isWalk: false });
}

/** How many rows there are, up to `most`. */
export function counting(judged: Judged, branches: readonly Sql[], most: number): Sql {
  return sql`select count(*)::int as total from (select 1 from (${numbers(branches)} offset 0) s
    cross join lateral (${head(judged)}) r${where(judged.ofNumber)} limit ${most}) t`;
}

/** The numbers that these branches lead to, each once. */
const numbers = (branches: readonly Sql[]): Sql =>
  sql`select distinct d.n from (${joined(
    branches.map((branch) => sql`(select v.n ${branch})`),
    ' union all ',
  )}) d`;

/** `, (select …) as k0, …` for the row of this number. */
const keysOf = (keys: readonly SortKey[], n: Sql, first: number): Sql =>
  keys.reduce((all, key, index) => sql`${all}, ${key.of(n)} as ${keyName(index + first)}`, sql``);

const where = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`` : sql` where ${joined(conditions, ' and ')}`;

/** The head of row `s.n`, when it belongs to the answer. */
const head = ({ type, readable, ofHead }: Judged): Sql =>
  sql`select r.id, r.version, r.patient from resource r
    where r.n = s.n and r.type = ${type} and not r.deleted and ${joined([...ofHead, readable], ' and ')} offset 0`;

interface Found {
  readonly isWalk: boolean;
  /** Conditions on `s` beside what was asked. */
  readonly conditions?: readonly Sql[];
  readonly once?: Sql;
}

/** The page of what was found, which comes in the page's order already, with the texts. */
function page(selection: Selection, found: Sql, { isWalk, conditions = [], once = sql`` }: Found): Sql {
  const { type, ofNumber, limit } = selection;
  const order = orderBy(selection, sql`p`, isWalk);
  const rows = sql`select ${once}s.*, r.* from (${found}) s cross join lateral (${head(selection)}) r${where([...conditions, ...ofNumber])}
    order by ${orderBy(selection, sql`s`, isWalk)} limit ${capped(limit)}`;
  return sql`select p.*, t.text from (select * from (${rows}) p order by ${order} limit ${limit}) p
    cross join lateral (select t.content as text from version t where t.type = ${type} and t.id = p.id and t.version = p.version offset 0) t
    order by ${order}`;
}

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
