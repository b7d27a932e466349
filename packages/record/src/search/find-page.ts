import { type Sql, sql } from '../postgres/sql.ts';
import type { CursorPart } from '../read/cursor.ts';
import { type ReadSide, rowsOf } from '../read/read-side.ts';
import type { Criterion, Source } from './criterion.ts';
import { counting, gather, type Judged, type PageRow, walkByKey, walkByNumber } from './page-statement.ts';
import { countingPlan, planOf, sourceCounts } from './plan.ts';
import type { SortKey } from './sort-key.ts';
import { wideSourcesOf } from './wide-sources.ts';

/** What is looked for, ready for a statement. */
export interface Search {
  readonly type: string;
  readonly readable: Sql;
  readonly criteria: readonly Criterion[];
  readonly keys: readonly SortKey[];
  /** The patients that are the whole reach, when the type belongs to patients only. */
  readonly own: readonly string[] | undefined;
  /** Rows that are gathered and sorted without second thoughts; {@link FEW}. */
  readonly few: number;
}

/** Where a page begins and how many rows it has at most. */
export interface PageBounds {
  readonly after: readonly CursorPart[] | undefined;
  readonly limit: number;
}

type Databases = Pick<ReadSide, 'db' | 'short'>;

/** The rows of a page in their order. */
export function findPage(db: Databases, search: Search, bounds: PageBounds): Promise<readonly PageRow[]> {
  return find(db, search, bounds, search.keys[0]?.descending ?? true);
}

async function find(
  db: Databases,
  search: Search,
  { after, limit }: PageBounds,
  isNewestFirst: boolean,
): Promise<readonly PageRow[]> {
  const { keys } = search;
  const [key] = keys;
  const { way, branches, settled, isNarrow } = await planOf(search, (sources) => countsOf(db, sources, search.few));
  const selection = { ...judged(search, settled), keys, isNewestFirst, after, limit };
  const through = isNarrow ? { db: db.short } : db;
  if (way === 'gather') return rowsOf<PageRow>(through, gather(selection, branches));
  if (!key || way === 'walk-number') return rowsOf<PageRow>(through, walkByNumber(selection, branches));
  const isPast = after?.[0] === null;
  const found = isPast ? [] : await rowsOf<PageRow>(db, walkByKey(selection, key, branches));
  const { missing } = key;
  const isWhole = !missing || search.criteria.some(({ requires }) => requires === key.name);
  if (isWhole || found.length >= limit) return found;
  // The walk met every row that has the key. What has none comes after, in the order of the other keys.
  const hasNone = { test: (row: Sql) => missing(sql`${row}.n`), isOfNumber: true, source: undefined };
  const rest = { ...search, keys: keys.slice(1), criteria: [...search.criteria, hasNone] };
  const bounds = { after: isPast ? after.slice(1) : undefined, limit: limit - found.length };
  const without = await find(db, rest, bounds, isNewestFirst);
  return [...found, ...without.map((row) => withoutFirstKey(row, keys.length))];
}

/** How many rows answer, up to `most`. */
export async function countRows(db: Pick<ReadSide, 'db'>, search: Search, most: number): Promise<number> {
  const { branches, settled } = await countingPlan(search, (sources) => countsOf(db, sources, search.few));
  const [row] = await rowsOf<{ readonly total: number }>(db, counting(judged(search, settled), branches, most));
  return row?.total ?? 0;
}

/** What rows are held to; what leads to them needs no second look. */
function judged({ type, readable, criteria }: Search, settled: Criterion | undefined): Judged {
  const asked = criteria.filter((criterion) => criterion !== settled);
  return {
    type,
    readable,
    ofNumber: asked.filter(({ isOfNumber }) => isOfNumber).map(({ test }) => test(sql`s`)),
    ofHead: asked.filter(({ isOfNumber }) => !isOfNumber).map(({ test }) => test(sql`r`)),
  };
}

/** How many rows each source leads to, up to the bound: those that are known to lead to more are not counted again. */
async function countsOf(
  { db }: Pick<ReadSide, 'db'>,
  sources: readonly Source[],
  few: number,
): Promise<readonly number[]> {
  const wide = wideSourcesOf(db);
  const open = sources.filter((source) => !wide.has(source, few));
  if (open.length === 0) return sources.map(() => few);
  const [row] = await rowsOf<{ readonly counts: number[] }>({ db }, sourceCounts(open, few));
  const counts = new Map(open.map((source, index) => [source, row?.counts[index] ?? few]));
  for (const [source, count] of counts) if (count * (source.weight ?? 1) >= few) wide.add(source, few);
  return sources.map((source) => counts.get(source) ?? few);
}

/** A row that was found without the first key, as a row of the whole order: `k0` is null and its keys move on by one. */
function withoutFirstKey(row: PageRow, keys: number): PageRow {
  const moved: Record<`k${number}`, CursorPart> = { k0: null };
  for (let index = 1; index < keys; index++) moved[`k${index}`] = row[`k${index - 1}`] ?? null;
  return { ...row, ...moved };
}
