import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillWorklist } from '../../test/large-worklist.ts';
import { accepted, freshRecord, people, type TestRecord } from '../../test/record.ts';
import type { WorklistPage, WorklistRow } from './worklist.ts';
import { MOST_COUNTED, type WorklistQuery } from './worklist-query.ts';

let opened: TestRecord;
beforeAll(async () => {
  opened = await freshRecord();
  await fillWorklist(opened.pool, { pathways: 700, clinic: 'north' });
});
afterAll(() => opened.close());

const MUST = ['check-in-3', 'check-in-4', 'check-in-11', 'check-in-18', 'check-in-25'];
const PROTOCOL = 'urn:cryopath:protocol:cryoablation|1';
/** What another version demands says nothing of these pathways (I4). */
const REQUIRED = [...MUST.map((step) => `${PROTOCOL} ${step}`), 'urn:cryopath:protocol:cryoablation|2 check-in-5'];
const NOW = '2026-03-02T09:00:00.000Z';
const SOON = '2026-03-09T09:00:00.000Z';

async function all(query: Omit<WorklistQuery, 'count' | 'cursor'>): Promise<readonly WorklistRow[]> {
  const rows: WorklistRow[] = [];
  for (let cursor: string | undefined; ; ) {
    const page: WorklistPage = accepted(
      await opened.record.worklist(people.nurse, { ...query, count: 61, ...(cursor === undefined ? {} : { cursor }) }),
    );
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    cursor = page.next;
  }
}

/** One line a patient, as a person would pick it from the whole list. */
function picked(rows: readonly WorklistRow[], isBefore: (a: WorklistRow, b: WorklistRow) => number) {
  const byPatient = Map.groupBy(
    rows.filter(({ stage }) => stage !== 'alert'),
    ({ patient }) => patient,
  );
  const first = new Set([...byPatient.values()].map((own) => own.toSorted(isBefore)[0]));
  return rows.filter((row) => first.has(row));
}

const rank = ({ due, roles, step }: WorklistRow): number => {
  if (due !== undefined && due < NOW) return 0;
  if (!roles.includes('doctor') && !roles.includes('nurse')) return 3;
  return MUST.includes(step) ? 1 : 2;
};

describe('one row a patient', () => {
  test.each([{}, { stage: 'aftercare' }, { role: 'nurse' }, { state: 'overdue' } as const])(
    'is the most urgent of what may be done now: %j',
    async (filter) => {
      const question = { state: 'ready', order: 'urgency', ...filter } as const;
      const expected = picked(await all(question), (a, b) => rank(a) - rank(b));
      expect(expected.length).toBeGreaterThan(20);
      expect(await all({ ...question, once: { required: REQUIRED } })).toEqual(expected);
    },
  );

  test.each([{}, { stage: 'aftercare' }])(
    'is the first of what comes within seven days, of whom nothing waits for now: %j',
    async (filter) => {
      const waiting = new Set(
        (await all({ state: 'ready', order: 'urgency', ...filter })).map(({ patient }) => patient),
      );
      const soon = await all({ state: 'soon', order: 'ready', ...filter });
      expect(soon.map(({ ready = '' }) => ready)).toEqual(soon.map(({ ready = '' }) => ready).toSorted());
      expect(soon.filter(({ ready = '' }) => !(ready > NOW && ready <= SOON))).toEqual([]);
      const expected = picked(
        soon.filter(({ patient }) => !waiting.has(patient)),
        () => 0,
      );
      const told = await all({ state: 'soon', order: 'ready', once: { required: REQUIRED }, ...filter });
      expect(told).toEqual(expected);
    },
  );
});

test('how many there are is counted, up to a bound', async () => {
  const total = async (query: Pick<WorklistQuery, 'stage' | 'state'>) =>
    accepted(await opened.record.worklist(people.nurse, { ...query, order: 'urgency', count: 1, isCounted: true }))
      .total;
  expect(await total({})).toEqual({ count: MOST_COUNTED, isMore: true });
  const aftercare = await all({ order: 'urgency', stage: 'aftercare', state: 'overdue' });
  expect(await total({ stage: 'aftercare', state: 'overdue' })).toEqual({ count: aftercare.length, isMore: false });
  expect(accepted(await opened.record.worklist(people.nurse, { order: 'urgency', count: 1 })).total).toBeUndefined();
});
