import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';

/** Creates that come at the same moment are written together, and each stands for itself. */
describe('creates at the same moment', () => {
  let opened: TestRecord;
  let anna: string;
  let jan: string;
  let south: string;
  beforeAll(async () => {
    opened = await freshRecord();
    anna = accepted(await opened.record.create(people.doctor, patient())).id;
    jan = accepted(await opened.record.create(people.doctor, patient())).id;
    south = accepted(await opened.record.create(people.southDoctor, patient())).id;
  });
  afterAll(() => opened.close());

  test('are all there, each with its own writer, record, search values and place on the trail', async () => {
    const { record, pool } = opened;
    const writers = [people.doctor, people.nurse, people.lead, people.patient(anna), people.service];
    const written = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        record.create(
          writers[index % writers.length] as never,
          score(anna, { valueInteger: index % 11, identifier: [{ system: 'urn:together', value: `${index}` }] }),
        ),
      ),
    );
    const { rows } = await pool.query(
      `select t.code, v.who, v.version, r.patient, a.who as audited, a.role, encode(a.text_hash, 'hex') = encode(v.hash, 'hex') as same
       from token_value t join resource r on r.n = t.n join version v on v.type = r.type and v.id = r.id
       join audit a on a.type = r.type and a.resource = r.id where t.system = 'urn:together'`,
    );
    expect(rows).toHaveLength(60);
    for (const row of rows) {
      const { who, role } = writers[Number(row.code) % writers.length] as (typeof writers)[number];
      expect(row).toEqual({ code: row.code, who, version: 1, patient: anna, audited: who, role, same: true });
      const own = JSON.parse(
        accepted(written[Number(row.code)] as never as Awaited<ReturnType<typeof record.create>>).text,
      );
      expect(own.identifier[0].value).toBe(row.code);
    }
  });

  test('are refused one by one: the refusal of one writer is not another’s', async () => {
    const { record } = opened;
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        switch (index % 4) {
          case 0:
            return record.create(people.doctor, score(anna));
          case 1:
            return record.create(people.doctor, score(south));
          case 2:
            return record.create(people.doctor, score('nobody'));
          default:
            return record.create(people.southDoctor, score(south));
        }
      }),
    );
    expect(results.map((result) => codesOf(result)[0])).toEqual(
      Array.from({ length: 40 }, (_, index) => (index % 4 === 1 || index % 4 === 2 ? 'CRYO-212' : undefined)),
    );
    const acknowledged = results.flatMap((result) => (result.ok ? [result.value.id] : []));
    const { rows } = await opened.pool.query('select count(*) from version where id = any ($1)', [acknowledged]);
    expect(rows).toEqual([{ count: 20 }]);
  });

  test('fail one by one: what PostgreSQL cannot take spoils nobody else’s', async () => {
    const { record } = opened;
    const unusable = { idempotencyKey: 'no text holds \0' };
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => record.create(people.doctor, score(anna), index === 7 ? unusable : {})),
    );
    expect(results.map(({ status }) => status)).toEqual(
      Array.from({ length: 20 }, (_, index) => (index === 7 ? 'rejected' : 'fulfilled')),
    );
  });

  test('do not wait for one whose chart somebody holds', async () => {
    const { record, pool } = opened;
    const holder = await pool.connect();
    await holder.query('begin');
    await holder.query('select pg_advisory_xact_lock(patient_lock($1))', [jan]);
    let isHeldWritten = false;
    const held = Promise.all(Array.from({ length: 5 }, () => record.create(people.doctor, score(jan)))).then(
      (results) => {
        isHeldWritten = true;
        return results;
      },
    );
    const others = await Promise.all(Array.from({ length: 30 }, () => record.create(people.doctor, score(anna))));
    expect(others.every(({ ok }) => ok)).toBe(true);
    expect(isHeldWritten).toBe(false);
    await holder.query('commit');
    holder.release();
    expect((await held).every(({ ok }) => ok)).toBe(true);
  });

  test('with the same key give one, also beside others', async () => {
    const { record } = opened;
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        record.create(people.doctor, score(anna), index % 2 === 0 ? { idempotencyKey: 'beside' } : {}),
      ),
    );
    const ids = results.map((result) => accepted(result).id);
    expect(new Set(ids.filter((_, index) => index % 2 === 0)).size).toBe(1);
    expect(new Set(ids.filter((_, index) => index % 2 === 1)).size).toBe(20);
  });

  test('of new patients make each a chart', async () => {
    const { record, pool } = opened;
    const made = await Promise.all(Array.from({ length: 12 }, () => record.create(people.doctor, patient())));
    const ids = made.map((each) => accepted(each).id);
    const { rows } = await pool.query('select clinic, restricted, deleted from compartment where patient = any ($1)', [
      ids,
    ]);
    expect(rows).toEqual(Array(12).fill({ clinic: 'north', restricted: false, deleted: false }));
  });
});
