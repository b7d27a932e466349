import { searchParameter } from '@cryopath/fhir';
import { joined, type Sql, sql } from '../postgres/sql.ts';
import type { Criterion, Source } from './criterion.ts';
import { impliedKey, type SortKey } from './sort-key.ts';

/**
 * How a page is found. PostgreSQL's planner is not asked: with a limit, several conditions and values of very different frequency its guesses are off by
 * thousands now and then, and a guess is not what the slowest answer of a clinic should depend on. Which index a search walks follows from
 * the search alone, or from counting: how many rows the candidates lead to, up to a few.
 */
export interface Plan {
  /**
   * `walk-number` and `walk-key` walk the branches in the order of `n` or of the first key and end with the page; what has no value of that key
   * comes after. `gather` finds all and sorts them.
   */
  readonly way: 'walk-number' | 'walk-key' | 'gather';
  readonly branches: readonly Sql[];
  /** The criterion that the branches answer already. */
  readonly settled: Criterion | undefined;
  /** What leads in is narrow: the rows are few whatever is stored. */
  readonly isNarrow: boolean;
}

/** So many rows cost a few milliseconds to find and sort. */
export const FEW = 4_000;

export interface Asked {
  readonly type: string;
  readonly criteria: readonly Criterion[];
  readonly keys: readonly SortKey[];
  /** The patients that are the whole reach, when the type belongs to patients only. */
  readonly own: readonly string[] | undefined;
  /** Index entries that are gathered and sorted without second thoughts. */
  readonly few: number;
}

/**
 * The order of the answer when none was asked for: that of a range, when a range is what leads to the rows; otherwise the newest `n` first. It
 * follows from the search alone, so that every page of it has the same.
 */
export function impliedKeys(type: string, criteria: readonly Criterion[]): readonly SortKey[] {
  const sources = criteria.flatMap(({ source }) => source ?? []);
  if (sources.some(({ isNarrow }) => isNarrow)) return [];
  const ranges = sources.flatMap(({ orderedBy }) => orderedBy ?? []);
  const range = ranges.find(({ descending }) => descending) ?? ranges[0];
  const parameter = range && searchParameter(type, range.name);
  return range && parameter ? [impliedKey(parameter, range)] : [];
}

/** Where to start when nothing else leads in. */
function everything({ type, own }: Asked): Source {
  if (own === undefined)
    return { branches: [sql`from resource v where v.type = ${type}`], isNarrow: false, isWalkable: true };
  const branches = own.map((patient) => sql`from resource v where v.patient = ${patient} and v.type = ${type}`);
  const none = sql`from resource v where false`;
  return { branches: branches.length === 0 ? [none] : branches, isNarrow: true, isWalkable: true };
}

type Count = (sources: readonly Source[]) => Promise<readonly number[]>;

/** @param count how many rows each of these sources leads to, up to `few`. Asked only when the search alone does not tell. */
export async function planOf(asked: Asked, count: Count): Promise<Plan> {
  const { criteria, keys, own } = asked;
  const [key] = keys;
  const all: WayIn = { source: everything(asked), criterion: undefined };
  const ways = waysIn(criteria);
  const narrow = ways.find(({ source }) => source.isNarrow) ?? (own ? all : undefined);
  if (narrow) return along(!key && narrow.source.isWalkable ? 'walk-number' : 'gather', narrow);
  const walkable = ways.find(({ source }) => source.isWalkable) ?? all;
  if (!key && (criteria.length === 0 || (criteria.length === 1 && walkable !== all)))
    return along('walk-number', walkable);
  // Its range is all that has to be walked: what lies outside is no answer, wherever else the resource has a value.
  const inOrder =
    key && ways.find(({ source }) => source.orderedBy?.name === key.name && (key.isImplied || !key.repeats));
  if (inOrder && criteria.length === 1) return along('walk-key', inOrder);
  const fewest = await fewestOf(ways, asked.few, count);
  if (fewest) return along('gather', fewest);
  if (inOrder) return along('walk-key', inOrder);
  if (key?.branch) return { way: 'walk-key', branches: [key.branch], settled: undefined, isNarrow: false };
  return along(key ? 'gather' : 'walk-number', walkable);
}

/** The branches that lead to the fewest rows known of, for a count of them all. */
export async function countingPlan(asked: Asked, count: Count): Promise<Omit<Plan, 'way'>> {
  const ways = waysIn(asked.criteria);
  const [only] = ways;
  return only && asked.criteria.length === 1 ? along('gather', only) : planOf({ ...asked, keys: [] }, count);
}

interface WayIn {
  readonly source: Source;
  readonly criterion: Criterion | undefined;
}

const waysIn = (criteria: readonly Criterion[]): readonly WayIn[] =>
  criteria.flatMap((criterion) => (criterion.source ? [{ source: criterion.source, criterion }] : []));

const along = (way: Plan['way'], { source, criterion }: WayIn): Plan => ({
  way,
  branches: source.branches,
  settled: criterion,
  isNarrow: source.isNarrow,
});

async function fewestOf(ways: readonly WayIn[], few: number, count: Count): Promise<WayIn | undefined> {
  if (ways.length === 0) return undefined;
  const counts = await count(ways.map(({ source }) => source));
  const costs = ways.map(({ source: { weight = 1 } }, index) => (counts[index] ?? few) * weight);
  const least = Math.min(...costs);
  return least < few ? ways[costs.indexOf(least)] : undefined;
}

/** Counts each source's rows up to what `few` index entries cost, in one statement. */
export const sourceCounts = (sources: readonly Source[], few: number): Sql =>
  sql`select array[${joined(
    sources.map(
      ({ branches, weight = 1 }) =>
        sql`(select count(*) from (${joined(
          branches.map((branch) => sql`(select 1 ${branch})`),
          ' union all ',
        )} limit ${Math.ceil(few / weight)}) c)`,
    ),
    ', ',
  )}]::int[] as counts`;
