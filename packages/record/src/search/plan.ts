import { searchParameter } from '@cryopath/fhir';
import { joined, type Sql, sql } from '../postgres/sql.ts';
import type { Criterion, Source } from './criterion.ts';
import { impliedKey, type SortKey } from './sort-key.ts';

/**
 * How a page is found. PostgreSQL's planner is not asked: with a limit, several conditions and values of very different frequency its guesses are off by
 * thousands now and then, and a guess is not what the slowest answer of a clinic should depend on. Which index a search walks follows from
 * the search alone, or from counting: how many rows the candidates lead to, up to a few.
 */
export type Plan =
  /** Walk these branches by `n`, or everything of the type when there are none. */
  | { readonly way: 'walk-number'; readonly branches: readonly Sql[] }
  /** Walk the first key's order, then what has no value. */
  | { readonly way: 'walk-key'; readonly key: SortKey; readonly branches: readonly Sql[] }
  /** Find all, then sort. */
  | { readonly way: 'gather'; readonly branches: readonly Sql[] };

/** So many rows cost a few milliseconds to gather and sort. */
export const FEW = 1_000;

export interface Asked {
  readonly type: string;
  readonly criteria: readonly Criterion[];
  readonly keys: readonly SortKey[];
  /** The patients that are the whole reach, when the type belongs to patients only. */
  readonly own: readonly string[] | undefined;
  /** Rows that are gathered and sorted without second thoughts. */
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
  return {
    branches: branches.length === 0 ? [sql`from resource v where false`] : branches,
    isNarrow: true,
    isWalkable: true,
  };
}

/** @param count how many rows each of these sources leads to, up to `few`. Asked only when the search alone does not tell. */
export async function planOf(
  asked: Asked,
  count: (sources: readonly Source[]) => Promise<readonly number[]>,
): Promise<Plan> {
  const { criteria, keys, own, few } = asked;
  const all = everything(asked);
  const sources = criteria.flatMap(({ source }) => source ?? []);
  const narrow = sources.find(({ isNarrow }) => isNarrow) ?? (own ? all : undefined);
  if (narrow)
    return keys.length === 0 && narrow.isWalkable ? walkNumber(narrow) : { way: 'gather', branches: narrow.branches };
  const walkable = sources.find(({ isWalkable }) => isWalkable) ?? all;
  const [key] = keys;
  if (!key && (criteria.length === 0 || (criteria.length === 1 && sources[0]?.isWalkable))) return walkNumber(walkable);
  // Its range is all that has to be walked: what lies outside is no answer, wherever else the resource has a value.
  const inOrder =
    key && sources.find(({ orderedBy }) => orderedBy?.name === key.name && (key.isImplied || !key.repeats));
  if (key && inOrder && criteria.length === 1) return walkKey(key, inOrder.branches);
  if (sources.length > 0) {
    const counts = await count(sources);
    const least = Math.min(...counts);
    const fewest = sources[counts.indexOf(least)];
    if (fewest && least < few) return { way: 'gather', branches: fewest.branches };
  }
  if (!key) return walkNumber(walkable);
  if (inOrder) return walkKey(key, inOrder.branches);
  if (key.branch) return walkKey(key, [key.branch]);
  return { way: 'gather', branches: walkable.branches };
}

/** The branches that lead to the fewest rows known of, for a count of them all. */
export async function countedBranches(
  asked: Asked,
  count: (sources: readonly Source[]) => Promise<readonly number[]>,
): Promise<readonly Sql[]> {
  const sources = asked.criteria.flatMap(({ source }) => source ?? []);
  if (asked.criteria.length === 1 && sources[0]) return sources[0].branches;
  const plan = await planOf(asked, count);
  return plan.branches;
}

const walkNumber = ({ branches }: Source): Plan => ({ way: 'walk-number', branches });
const walkKey = (key: SortKey, branches: readonly Sql[]): Plan => ({ way: 'walk-key', key, branches });

/** Counts each source's rows up to `few`, in one statement. */
export const sourceCounts = (sources: readonly Source[], few: number): Sql =>
  sql`select array[${joined(
    sources.map(
      ({ branches }) =>
        sql`(select count(*) from (${joined(
          branches.map((branch) => sql`(select 1 ${branch})`),
          ' union all ',
        )} limit ${few}) c)`,
    ),
    ', ',
  )}]::int[] as counts`;
