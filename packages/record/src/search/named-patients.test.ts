import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepted, BASE, freshRecord, patient, people, type TestRecord } from '../../test/record.ts';

let opened: TestRecord;
beforeAll(async () => {
  opened = await freshRecord();
});
afterAll(() => opened.close());

test('a search that names a patient is on their trail, whatever it finds, and on nobody else’s', async () => {
  const { record, pool } = opened;
  const [named, other] = [
    accepted(await record.create(people.doctor, patient())).id,
    accepted(await record.create(people.southDoctor, patient())).id,
  ];
  const rowsOf = async (id: string): Promise<number> =>
    (await pool.query(`select 1 from audit where interaction = 'search-type' and patient = $1`, [id])).rows.length;
  let told = 0;
  for (const [type, query] of [
    ['Observation', `patient=${named}&value-quantity=gt7`],
    ['Observation', `subject=${BASE}/Patient/${named}&_summary=count`],
    ['Observation', `subject:Patient=${named}&_count=0`],
    ['Observation', `subject:Patient._id=${named}&code=none`],
    ['Patient', `_id=${named},${other}&family=nobody`],
  ] as const) {
    accepted(await record.search(people.doctor, type, query, { base: BASE }));
    told++;
    expect([query, await rowsOf(named)]).toEqual([query, told]);
  }
  expect(await rowsOf(other)).toBe(0);
});
