import { type JsonResource, parseJson } from '@cryopath/fhir';
import { instantOf } from '@cryopath/pathway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { population } from '../../test/population.ts';
import { type RecordFixture, recordFixture, SERVICE } from '../../test/record-fixture.ts';
import { type Known, type SearchOracle, searchOracle } from '../../test/search-oracle.ts';
import { type Question, question } from '../../test/search-questions.ts';
import { seededRandom } from '../../test/seeded-random.ts';
import { type CursorPart, cursorText } from '../read/cursor.ts';
import { queryText } from '../read/query-pairs.ts';
import type { ReadSide } from '../read/read-side.ts';
import { findPage } from './find-page.ts';
import { searchRequest } from './request.ts';
import { searchContext, searchOf } from './search.ts';

const SEED = Number(process.env.CRYOPATH_SEED ?? 20_260_302);
const QUESTIONS = Number(process.env.CRYOPATH_QUESTIONS ?? 400);
const ZONE = 'Europe/Warsaw';

let fixture: RecordFixture;
let all: readonly Known[];
let oracle: SearchOracle;

beforeAll(async () => {
  fixture = await recordFixture();
  for (const resource of population(seededRandom(SEED), 220)) await fixture.put(resource);
  const { rows } = await fixture.sql.query(
    'select r.n, v.at, v.content from resource r join version v using (type, id, version) order by r.n',
  );
  all = rows.map(({ n, at, content }) => {
    const parsed = parseJson(content);
    if (!parsed.ok) throw new Error(content);
    return { n, at: instantOf(at), resource: parsed.value as JsonResource };
  });
  oracle = searchOracle(all, fixture.clock.now(), ZONE);
});
afterAll(() => fixture.close());

const queryOf = ({ conditions, sort, count }: Question, cursor?: string): string =>
  queryText([
    ...conditions.map(([name, value]) => ({ name, value })),
    ...(sort === undefined ? [] : [{ name: '_sort', value: sort }]),
    { name: '_count', value: String(count) },
    ...(cursor === undefined ? [] : [{ name: '_cursor', value: cursor }]),
  ]);

/** All pages of a search, one after another, and whether it has an order of its own. */
async function everyPage(
  asked: Question,
  few: number,
): Promise<{ readonly ids: readonly string[]; readonly isImplied: boolean }> {
  const side: ReadSide = {
    db: fixture.sql,
    short: fixture.sql,
    clock: fixture.clock,
    zone: ZONE,
    logged: async () => ({ ok: true, value: undefined }),
  };
  const context = searchContext(side, SERVICE, { base: '', strict: true });
  const ids: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const request = searchRequest(context, asked.type, queryOf(asked, cursor));
    if (!request.ok) throw new Error(JSON.stringify(request.outcome));
    const { keys, after, count } = request.value;
    const rows = await findPage(
      side,
      { ...searchOf(context, asked.type, request.value), few },
      { after, limit: count + 1 },
    );
    const page = rows.slice(0, count);
    ids.push(...page.map(({ id }) => id));
    const last = page.at(-1);
    if (rows.length <= count || !last) return { ids, isImplied: keys.some(({ isImplied }) => isImplied) };
    const parts: CursorPart[] = [...keys.map((_, index) => last[`k${index}`] ?? null), last.n];
    cursor = cursorText(parts);
  }
}

test('a search finds exactly what looking at every resource finds, in the order asked for, whichever way it is planned', async () => {
  const random = seededRandom(SEED + 1);
  let found = 0;
  for (let index = 0; index < QUESTIONS; index++) {
    const asked = question(random, all);
    const where = `seed ${SEED}, question ${index}: ${asked.type}?${decodeURIComponent(queryOf(asked))}`;
    const expected = oracle.sorted(asked.type, oracle.answers(asked.type, asked.conditions), asked.sort);
    const expectedIds = expected.map(({ resource }) => String(resource.id));
    found += expectedIds.length > 0 ? 1 : 0;
    for (const few of [1_000, 4, 0]) {
      const { ids, isImplied } = await everyPage(asked, few);
      const inOrder = (all: readonly string[]) => (isImplied ? all.toSorted() : all);
      expect(inOrder(ids), `${where} (few ${few})`).toEqual(inOrder(expectedIds));
    }
  }
  // Questions that nothing answers prove little.
  expect(found).toBeGreaterThan(QUESTIONS * 0.5);
}, 300_000);
