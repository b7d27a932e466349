import { type Issue, type Language, ok, outcome, type Result, stringifyJson, toOperationOutcome } from '@cryopath/fhir';
import { COMMON_TYPES, maySearch } from '../access/policy.ts';
import { reachOf } from '../access/reach.ts';
import { readable } from '../access/readable.ts';
import { impossibleAddress } from '../read/address.ts';
import { bundleText, fullUrlText } from '../read/bundle-text.ts';
import { type CursorPart, cursorText } from '../read/cursor.ts';
import { queryText } from '../read/query-pairs.ts';
import { afterLogging, answered, patientsOf, type ReadSide, refusedAct } from '../read/read-side.ts';
import type { BundleText, SearchOptions } from '../record.ts';
import type { Requester } from '../requester.ts';
import { countRows, findPage, type Search } from './find-page.ts';
import { included } from './include.ts';
import { namedPatients } from './named-patients.ts';
import type { PageRow } from './page-statement.ts';
import { FEW } from './plan.ts';
import { type SearchRequest, searchRequest } from './request.ts';
import type { SearchContext } from './search-context.ts';

/** Matches that are counted for `_total=estimate`; where there are more, that many is the answer. */
const MOST_ESTIMATED = 10_000;
const ALL = 2_147_483_647;

/**
 * Searches one type within the requester's reach; R4 search. The Bundle is put together from stored texts.
 *
 * The order, when none is asked for: along the range that leads to the matches (the newest date first, names by the alphabet), else the newest
 * resource first. A page's cursor holds the last entry's keys, so that a page stays what it was while others write.
 *
 * Refused: CRYO-403 the role may not search the type, or one that a chain leads to; CRYO-214 no such type; CRYO-301 to 316 for what was asked.
 */
export function search(
  side: ReadSide,
  requester: Requester,
  type: string,
  query: string,
  options: SearchOptions,
): Promise<Result<BundleText>> {
  return answered(async () => {
    const act = { interaction: 'search-type', type, detail: query } as const;
    const impossible = impossibleAddress(type);
    if (impossible) return refusedAct(side, requester, { ...act, type: '' }, impossible);
    if (!maySearch(requester, type)) return refusedAct(side, requester, act, outcome('CRYO-403'));
    const context = searchContext(side, requester, options);
    const request = searchRequest(context, type, query);
    if (!request.ok) return refusedAct(side, requester, act, request.outcome);
    const { count, includes, total } = request.value;
    const wanted = searchOf(context, type, request.value);
    const rows = count === 0 ? [] : await findPage(side, wanted, { after: request.value.after, limit: count + 1 });
    const page = rows.slice(0, count);
    const along = await included(side, context, type, page, includes);
    if (!along.ok) return refusedAct(side, requester, act, along.outcome);
    const counted =
      total === 'none' && count > 0
        ? undefined
        : await countRows(side, wanted, total === 'estimate' ? MOST_ESTIMATED : ALL);
    const next = rows.length > count ? page.at(-1) : undefined;
    const { subset = (text: string) => text, warnings } = request.value;
    const answer = bundleText({
      type: 'searchset',
      ...(counted === undefined ? {} : { total: counted }),
      links: linksOf(type, options, request.value, next),
      entries: [
        ...page.map(({ id, text }) => entry(options.base, type, id, subset(text), 'match')),
        ...along.value.map((row) => entry(options.base, row.type, row.id, subset(row.text), 'include')),
        ...(warnings.length === 0 ? [] : [warningEntry(warnings, options.language ?? 'en')]),
      ],
    });
    const shown = patientsOf([...page, ...along.value]).filter((patient) => patient !== '');
    const named = await namedPatients(side, context, type, request.value.pairs, shown);
    const touched = [...shown, ...named];
    const acts = touched.length === 0 ? [act] : touched.map((patient) => ({ ...act, patient }));
    return afterLogging(side, requester, acts, ok(answer));
  });
}

export function searchContext(
  { clock, zone }: ReadSide,
  requester: Requester,
  { base, strict }: SearchOptions,
): SearchContext {
  const now = clock.now();
  return { requester, reach: reachOf(requester, now), now, zone, base, strict: strict === true };
}

/** The search with the reach in it. */
export function searchOf(
  { reach }: SearchContext,
  type: string,
  { criteria, keys }: Pick<SearchRequest, 'criteria' | 'keys'>,
): Search {
  const isOwn = reach.kind === 'own' && !(COMMON_TYPES as readonly string[]).includes(type);
  return {
    type,
    readable: readable(reach, 'r', type),
    criteria,
    keys,
    own: isOwn ? reach.patients : undefined,
    few: FEW,
  };
}

const entry = (base: string, type: string, id: string, text: string, mode: 'match' | 'include'): string =>
  `{"fullUrl":${fullUrlText(base, type, id)},"resource":${text},"search":{"mode":"${mode}"}}`;

/** What was passed over, for whoever reads the answer (R4 search, 3.1.1.4.14). */
const warningEntry = (issues: readonly Issue[], language: Language): string =>
  `{"resource":${stringifyJson(toOperationOutcome({ issues }, language) as never)},"search":{"mode":"outcome"}}`;

function linksOf(type: string, { base }: SearchOptions, { pairs, keys }: SearchRequest, last: PageRow | undefined) {
  const address = `${base}/${type}`;
  const linked = (all: typeof pairs) => (all.length === 0 ? address : `${address}?${queryText(all)}`);
  const self = { relation: 'self', url: linked(pairs) } as const;
  if (!last) return [self];
  const parts: CursorPart[] = [...keys.map((_, index) => last[`k${index}`] ?? null), last.n];
  return [self, { relation: 'next', url: linked([...pairs, { name: '_cursor', value: cursorText(parts) }]) } as const];
}
