import { type Issue, issue, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { type CursorPart, cursorParts } from '../read/cursor.ts';
import { DEFAULT_COUNT, notOurCursor, pageCount } from '../read/paging.ts';
import { type QueryPair, queryPairs } from '../read/query-pairs.ts';
import type { Criterion } from './criterion.ts';
import { criterionOf } from './criterion-of.ts';
import { type Include, includesOf } from './include.ts';
import { type DateCriterion, dateRangeCriterion, isDateCriterion } from './parameter-criterion.ts';
import { impliedKeys } from './plan.ts';
import type { SearchContext } from './search-context.ts';
import { type SortKey, sortKeys } from './sort-key.ts';
import { type Subset, subsetOf } from './subset.ts';

/** A search as it was asked for and understood. */
export interface SearchRequest {
  readonly criteria: readonly Criterion[];
  readonly keys: readonly SortKey[];
  /** Entries of a page; 0 when only the number of matches is wanted. */
  readonly count: number;
  readonly total: 'none' | 'accurate' | 'estimate';
  readonly subset: Subset | undefined;
  readonly includes: readonly Include[];
  readonly after: readonly CursorPart[] | undefined;
  /** What was understood, for the links. */
  readonly pairs: readonly QueryPair[];
  /** What was passed over, as warnings. */
  readonly warnings: readonly Issue[];
}

const TOTALS: ReadonlySet<string> = new Set(['none', 'accurate', 'estimate']);
const MOST_INCLUDES = 20;

/** Everything about a search that is not a criterion; given at most once, but for the includes. */
interface Controls {
  count: number;
  total: SearchRequest['total'];
  keys: readonly SortKey[];
  cursor: string | undefined;
  summary: string | undefined;
  elements: string | undefined;
  includes: Include[];
}

/**
 * Reads a query. What it does not know is refused (strict), or passed over with a warning (lenient, R4 search 3.1.1.4.14); a known parameter that is used
 * wrongly is refused either way: passing it over would answer another question.
 */
export function searchRequest(context: SearchContext, type: string, query: string): Result<SearchRequest> {
  const all = queryPairs(query);
  if (!all.ok) return all;
  const controls: Controls = {
    count: DEFAULT_COUNT,
    total: 'none',
    keys: [],
    cursor: undefined,
    summary: undefined,
    elements: undefined,
    includes: [],
  };
  const criteria: Criterion[] = [];
  const pairs: QueryPair[] = [];
  const warnings: Issue[] = [];
  const given = new Set<string>();
  for (const pair of all.value) {
    const { name, value } = pair;
    const control = controlOf(controls, type, name, value);
    if (control) {
      if (!control.ok) return control;
      const isRepeatable = name.startsWith('_include') || name.startsWith('_revinclude');
      if (given.has(name) && !isRepeatable) return refused(outcome('CRYO-312', { parameter: name }));
      given.add(name);
      if (name !== '_cursor') pairs.push(pair);
      continue;
    }
    const criterion = criterionOf(context, type, name, value);
    if (criterion.ok) {
      criteria.push(criterion.value);
      pairs.push(pair);
      continue;
    }
    const [first] = criterion.outcome.issues;
    // An empty value says nothing: what a form with an empty field sends.
    const isPassedOver = first?.code === 'CRYO-301' || (first?.code === 'CRYO-316' && value === '');
    if (context.strict || !isPassedOver) return criterion;
    if (first.code === 'CRYO-301') warnings.push(issue('CRYO-313', { parameter: name.slice(0, 100) }));
  }
  const ranges = withDateRanges(criteria);
  const keys = controls.keys.length > 0 ? controls.keys : impliedKeys(type, ranges);
  const after = controls.cursor === undefined ? undefined : cursorOf(controls.cursor, keys);
  if (controls.cursor !== undefined && !after) return refused(notOurCursor(controls.cursor));
  const subset = subsetOf(type, controls.summary, controls.elements);
  if (!subset.ok) return subset;
  const isCountOnly = controls.summary === 'count';
  return ok({
    criteria: ranges,
    keys,
    count: isCountOnly ? 0 : controls.count,
    total: controls.total,
    subset: subset.value,
    includes: controls.includes,
    after,
    pairs,
    warnings,
  });
}

/** Reads a parameter that is about the answer; undefined when it is one of the search itself. */
function controlOf(controls: Controls, type: string, name: string, value: string): Result<undefined> | undefined {
  switch (name) {
    case '_count': {
      const count = pageCount(value, 0);
      if (!count.ok) return count;
      controls.count = count.value;
      return ok(undefined);
    }
    case '_total':
      if (!TOTALS.has(value)) return refused(outcome('CRYO-306', { parameter: name, value: value.slice(0, 100) }));
      controls.total = value as SearchRequest['total'];
      return ok(undefined);
    case '_sort': {
      const keys = sortKeys(type, value);
      if (!keys.ok) return keys;
      controls.keys = keys.value;
      return ok(undefined);
    }
    case '_cursor':
      controls.cursor = value;
      return ok(undefined);
    case '_summary':
      controls.summary = value;
      return ok(undefined);
    case '_elements':
      controls.elements = value;
      return ok(undefined);
    case '_format':
    case '_pretty':
      return ok(undefined); // the server's
    case '_contained':
      // Contained resources are never found by themselves; asking for anything else is not understood.
      return value === 'false'
        ? ok(undefined)
        : refused(outcome('CRYO-306', { parameter: name, value: value.slice(0, 100) }));
    default:
      if (!/^_(?:rev)?include(?::|$)/.test(name)) return undefined;
      return includeControl(controls, type, name, value);
  }
}

function includeControl(controls: Controls, type: string, name: string, value: string): Result<undefined> {
  const includes = includesOf(type, name, value);
  if (!includes.ok) return includes;
  controls.includes.push(...includes.value);
  return controls.includes.length > MOST_INCLUDES
    ? refused(outcome('CRYO-310', { limit: MOST_INCLUDES }))
    : ok(undefined);
}

const cursorOf = (text: string, keys: readonly SortKey[]): readonly CursorPart[] | undefined =>
  cursorParts(text, [...keys.map(({ kind }) => kind), 'integer'], true);

/** Two conditions on one date become one range; see `dateRangeCriterion`. */
function withDateRanges(criteria: readonly Criterion[]): readonly Criterion[] {
  const byParameter = Map.groupBy(criteria.filter(isDateCriterion), ({ date }) => date.parameter.number);
  const several = [...byParameter.values()].filter((group) => group.length > 1);
  if (several.length === 0) return criteria;
  const merged = new Set<Criterion>(several.flat());
  return [
    ...criteria.filter((criterion) => !merged.has(criterion)),
    ...several.map((group) => dateRangeCriterion(group as [DateCriterion, DateCriterion, ...DateCriterion[]])),
  ];
}
