import { type Sql, sql } from '../postgres/sql.ts';
import type { CursorPart } from '../read/cursor.ts';
import { type ReadSide, rowsOf } from '../read/read-side.ts';
import type { Criterion, Source } from './criterion.ts';
import { counting, gather, type Judged, type PageRow, walkByKey, walkByNumber } from './page-statement.ts';
import { countedBranches, planOf, sourceCounts } from './plan.ts';
import type { SortKey } from './sort-key.ts';

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

/** The rows of a page in their order. */
export function findPage(db: Pick<ReadSide, 'db'>, search: Search, bounds: PageBounds): Promise<readonly PageRow[]> {
  return find(db, search, bounds, search.keys[0]?.descending ?? true);
}

async function find(
  db: Pick<ReadSide, 'db'>,
  search: Search,
  { after, limit }: PageBounds,
  isNewestFirst: boolean,
): Promise<readonly PageRow[]> {
  const { keys } = search;
  const selection = { ...selectionOf(search), keys, isNewestFirst, after, limit };
  const plan = await planOf(search, (sources) => countsOf(db, sources, search.few));
  switch (plan.way) {
    case 'walk-number':
      return rowsOf<PageRow>(db, walkByNumber(selection, plan.branches));
    case 'gather':
      return rowsOf<PageRow>(db, gather(selection, plan.branches));
    case 'walk-key': {
      const { key } = plan;
      const isPast = after?.[0] === null;
      const found = isPast ? [] : await rowsOf<PageRow>(db, walkByKey(selection, key, plan.branches));
      const { missing } = key;
      const isWhole = !missing || search.criteria.some(({ requires }) => requires === key.name);
      if (isWhole || found.length >= limit) return found;
      // The walk met every row that has the key. What has none comes after, in the order of the other keys.
      const rest = {
        ...search,
        keys: keys.slice(1),
        criteria: [...search.criteria, { test: () => missing, source: undefined }],
      };
      const bounds = { after: isPast ? after.slice(1) : undefined, limit: limit - found.length };
      const without = await find(db, rest, bounds, isNewestFirst);
      return [...found, ...without.map((row) => withoutFirstKey(row, keys.length))];
    }
    default:
      return plan satisfies never;
  }
}

/** How many rows answer, up to `most`. */
export async function countRows(db: Pick<ReadSide, 'db'>, search: Search, most: number): Promise<number> {
  const branches = await countedBranches({ ...search, keys: [] }, (sources) => countsOf(db, sources, search.few));
  const [row] = await rowsOf<{ readonly total: number }>(db, counting(selectionOf(search), branches, most));
  return row?.total ?? 0;
}

const selectionOf = ({ type, readable, criteria }: Search): Judged => ({
  type,
  readable,
  tests: criteria.map(({ test }) => test(sql`r`)),
});

async function countsOf(db: Pick<ReadSide, 'db'>, sources: readonly Source[], few: number): Promise<readonly number[]> {
  const [row] = await rowsOf<{ readonly counts: number[] }>(db, sourceCounts(sources, few));
  return row?.counts ?? [];
}

/** A row that was found without the first key, as a row of the whole order: `k0` is null and its keys move on by one. */
function withoutFirstKey(row: PageRow, keys: number): PageRow {
  const moved: Record<`k${number}`, CursorPart> = { k0: null };
  for (let index = 1; index < keys; index++) moved[`k${index}`] = row[`k${index - 1}`] ?? null;
  return { ...row, ...moved };
}
