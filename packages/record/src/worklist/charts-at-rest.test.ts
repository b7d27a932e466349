import type { JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, codesOf, freshRecord, patient as patientOf, people, type TestRecord } from '../../test/record.ts';
import type { ChartsAtRest, ChartsAtRestQuery } from './worklist-query.ts';

const NORTH = { managingOrganization: { reference: 'Organization/north' } };
const SOUTH = { managingOrganization: { reference: 'Organization/south' } };
const DAY = 86_400_000;

const PATIENTS: Readonly<Record<string, Partial<JsonResource>>> = {
  lucja: {
    ...NORTH,
    name: [{ family: 'Żółć', given: ['Łucja', 'Maria'] }],
    birthDate: '1980-03-02',
    identifier: [{ system: 'urn:pesel', value: '80030212345' }, { value: 'KB/77-A' }],
  },
  anna: { ...NORTH, name: [{ family: 'Nowak-Kowalska', given: ['Anna'] }], birthDate: '1980' },
  bea: { ...NORTH, name: [{ text: 'Bea Nowak', family: 'Nowak' }, { family: 'Adamska' }], birthDate: '1991-12' },
  unnamed: NORTH,
  alert: { ...NORTH, name: [{ family: 'Alert' }] },
  now: { ...NORTH, name: [{ family: 'Now' }] },
  soon: { ...NORTH, name: [{ family: 'Soon' }] },
  later: { ...NORTH, name: [{ family: 'Later' }] },
  south: { ...SOUTH, name: [{ family: 'Nowak' }] },
  restricted: {
    ...NORTH,
    name: [{ family: 'Nowak', given: ['Cecylia'] }],
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
  },
};

let opened: TestRecord;
const ids = new Map<string, string>();
beforeAll(async () => {
  opened = await freshRecord();
  for (const [called, more] of Object.entries(PATIENTS))
    ids.set(called, accepted(await opened.record.create(people.service, patientOf(more))).id);
  await waits('alert', { stage: 'alert', level: 0 });
  await waits('now', {});
  await waits('soon', { days: 6 });
  await waits('later', { days: 9 });
});
afterAll(() => opened.close());

async function waits(
  called: string,
  row: { readonly stage?: string; readonly level?: number; readonly days?: number },
) {
  const { stage = 'recovery', level = 2, days } = row;
  const ready = days === undefined ? null : isoOf((opened.clock.now() + days * DAY) as Instant);
  await opened.pool.query(
    `insert into worklist (patient, clinic, restricted, pathway, protocol, stage, step, level, roles, since, ready, due)
      values ($1, 'north', false, 'p', 'urn:x|1', $2, $2, $3, array['nurse'], now(), $4, 'infinity')`,
    [ids.get(called), stage, level, ready],
  );
}

const named = (patient: string) => [...ids].find(([, id]) => id === patient)?.[0] ?? patient;
async function atRest(query: Partial<ChartsAtRestQuery> = {}, requester = people.nurse): Promise<readonly string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const asked = { count: 2, ...query, ...(cursor === undefined ? {} : { cursor }) };
    const page: ChartsAtRest = accepted(await opened.record.chartsAtRest(requester, asked));
    found.push(...page.charts.map(({ patient }) => named(patient)));
    if (page.next === undefined) return found;
    cursor = page.next;
  }
}

describe('the charts at rest', () => {
  test('are those for whom nothing waits now or within seven days, by family name, each once, whoever has none last', async () => {
    expect(await atRest()).toEqual(['bea', 'later', 'anna', 'lucja', 'unnamed']);
    const page = accepted(await opened.record.chartsAtRest(people.nurse, { count: 4, isCounted: true }));
    expect(page.charts).toMatchObject([
      { name: 'Bea Nowak', born: '1991-12' },
      { name: 'Later' },
      { name: 'Anna Nowak-Kowalska', born: '1980' },
      { name: 'Łucja Maria Żółć', born: '1980-03-02' },
    ]);
    expect(page.total).toEqual({ count: 5, isMore: false });
  });

  test('are the clinic’s own, with restricted ones for its lead alone (I6)', async () => {
    expect(await atRest({}, people.lead)).toContain('restricted');
    expect(await atRest({}, people.southDoctor)).toEqual(['south']);
    for (const stranger of [people.patient('x'), people.auditor, people.administrator, people.service])
      expect(codesOf(await opened.record.chartsAtRest(stranger, { count: 10 }))).toEqual(['CRYO-403']);
  });

  test('do not hold a chart that was opened in an emergency', async () => {
    const opening = { ...people.southDoctor, purpose: 'BTG', session: 'one' } as const;
    accepted(await opened.record.breakGlass(opening, ids.get('anna') ?? '', 'Unconscious in the emergency room'));
    expect(accepted(await opened.record.search(opening, 'Patient', 'family=Nowak-K', { base: '' })).text).toContain(
      'Kowalska',
    );
    expect(await atRest({}, opening)).toEqual(['south']);
  });

  test('are put on the trail, every patient of the page with what was asked', async () => {
    await atRest({ words: 'lucja' });
    const { rows } = await opened.pool.query(`select patient from audit where detail = 'at-rest?search=lucja'`);
    expect(rows).toEqual([{ patient: ids.get('lucja') }]);
  });

  test('refuse a cursor that is none', async () => {
    for (const cursor of ['', 'x', Buffer.from('["a"]').toString('base64url')])
      expect(codesOf(await opened.record.chartsAtRest(people.nurse, { count: 5, cursor }))).toEqual(['CRYO-306']);
  });
});

describe('what somebody types', () => {
  test.each([
    ['zolc', ['lucja']],
    ['ŻÓŁĆ łucja', ['lucja']],
    ['kowal', ['anna']],
    ['owa', ['bea', 'anna']],
    ['anna bea', []],
    ['30212', ['lucja']],
    ['77-a', ['lucja']],
    ['1980', ['anna', 'lucja']],
    ['1980-03', ['lucja']],
    ['1980-03-02', ['lucja']],
    ['1980-03-03', []],
    ['1980-13', []],
    ['adamska', ['bea']],
    ['%', []],
    ["'; drop table worklist; --", []],
  ] as const)('%s finds %j', async (words, expected) => {
    expect(await atRest({ words })).toEqual(expected);
    expect(
      accepted(await opened.record.chartsAtRest(people.nurse, { words, count: 1, isCounted: true })).total,
    ).toEqual({ count: expected.length, isMore: false });
  });

  test('finds what waits, by the same words, and tells whose it is', async () => {
    const listed = async (words: string, requester = people.nurse) => {
      const query = { words, order: 'urgency', count: 9, isCounted: true } as const;
      const { rows, total } = accepted(await opened.record.worklist(requester, query));
      expect(total?.count).toBe(rows.length);
      return rows.map(({ patient, name }) => [named(patient), name]);
    };
    expect(await listed('aler')).toEqual([['alert', 'Alert']]);
    expect(await listed('o')).toEqual([
      ['now', 'Now'],
      ['soon', 'Soon'],
    ]);
    expect(await listed('o', people.southDoctor)).toEqual([]);
    expect(await listed('nobody')).toEqual([]);
  });
});
