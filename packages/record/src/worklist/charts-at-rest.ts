import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { mayCall, maySearch } from '../access/policy.ts';
import { type Sql, sql } from '../postgres/sql.ts';
import { cursorParts, cursorText } from '../read/cursor.ts';
import { afterLogging, answered, patientsOf, type ReadSide, refusedAct } from '../read/read-side.ts';
import type { Requester } from '../requester.ts';
import type { Criterion } from '../search/criterion.ts';
import { countRows, findPage } from '../search/find-page.ts';
import { searchContext, searchOf } from '../search/search.ts';
import { sortKeys } from '../search/sort-key.ts';
import { calledIn } from './called.ts';
import { isFound } from './charts-found.ts';
import { type ChartsAtRest, type ChartsAtRestQuery, MOST_COUNTED, SOON, totalOf } from './worklist-query.ts';

/**
 * Whom nothing waits for, now or within seven days: the other charts of the requester's clinic, by family name, in pages. Every patient on the page is told in
 * the trail.
 *
 * Refused: CRYO-403 to whoever has no list of work or may not search patients; CRYO-306 a cursor that is none.
 */
export function chartsAtRest(
  side: ReadSide,
  requester: Requester,
  { words, count, cursor, isCounted }: ChartsAtRestQuery,
): Promise<Result<ChartsAtRest>> {
  return answered(async () => {
    const detail = `at-rest${words === undefined ? '' : `?search=${words}`}`;
    const act = { interaction: 'search-type', type: 'Patient', detail } as const;
    const context = searchContext(side, requester, { base: '' });
    const { reach } = context;
    if (!mayCall(requester, 'worklist') || !maySearch(requester, 'Patient') || reach.kind !== 'clinic')
      return refusedAct(side, requester, act, outcome('CRYO-403'));
    const after = cursor === undefined ? undefined : cursorParts(cursor, ['text', 'integer'], true);
    if (cursor !== undefined && !after)
      return refused(outcome('CRYO-306', { parameter: 'cursor', value: cursor.slice(0, 64) }));
    const keys = sortKeys('Patient', 'family');
    if (!keys.ok) return keys;
    const criteria = [isAtRest(side.clock.now()), ...(words === undefined ? [] : [found(words, side.zone)])];
    // A chart that was opened in an emergency is on nobody's list.
    const { opened: _, ...own } = reach;
    const wanted = searchOf({ ...context, reach: own }, 'Patient', { criteria, keys: keys.value });
    const rows = await findPage(side, wanted, { after, limit: count + 1 });
    const page = rows.slice(0, count);
    const last = rows.length > count ? page.at(-1) : undefined;
    const total = isCounted ? totalOf(await countRows(side, wanted, MOST_COUNTED + 1)) : undefined;
    const acts = patientsOf(page).map((patient) => ({ ...act, patient }));
    const answer = {
      charts: page.map(({ id, text }) => ({ patient: id, ...calledIn(text) })),
      ...(last ? { next: cursorText([last.k0 ?? null, last.n]) } : {}),
      ...(total ? { total } : {}),
    };
    return afterLogging(side, requester, acts, ok(answer));
  });
}

const isAtRest = (now: Instant): Criterion => ({
  test: (
    row,
  ) => sql`not exists (select 1 from worklist w where w.patient = ${row}.id and w.until > ${isoOf(now)}::timestamptz
    and (w.ready is null or w.ready <= ${isoOf((now + SOON) as Instant)}::timestamptz) offset 0)`,
  isOfNumber: false,
  source: undefined,
});

const found = (words: string, zone: string): Criterion => ({
  test: (row: Sql) => isFound(words, sql`${row}.n`, zone),
  isOfNumber: true,
  source: {
    branches: [sql`from resource v where v.type = 'Patient' and ${isFound(words, sql`v.n`, zone)}`],
    isNarrow: false,
    isWalkable: false,
  },
});
