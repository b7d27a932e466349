import { parseJson } from '@cryopath/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';

/** R3, H14: only the next version of what the writer saw is written. */
describe('a version', () => {
  let opened: TestRecord;
  let id: string;
  beforeAll(async () => {
    opened = await freshRecord();
    id = accepted(await opened.record.create(people.doctor, patient())).id;
  });
  afterAll(() => opened.close());
  const created = async () => accepted(await opened.record.create(people.doctor, score(id)));

  test('of twenty editors at once is written by one, and the others are told', async () => {
    const { id: observation } = await created();
    const edits = Array.from({ length: 20 }, (_, editor) =>
      opened.record.update(
        people.nurse,
        'Observation',
        observation,
        score(id, { id: observation, valueInteger: editor % 11 }),
        { ifMatch: 1 },
      ),
    );
    const results = await Promise.all(edits);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    // Told either before writing (204) or by the write itself (221).
    const refusals = results.flatMap((result) => codesOf(result));
    expect(refusals).toHaveLength(19);
    expect(refusals.every((code) => code === 'CRYO-204' || code === 'CRYO-221')).toBe(true);
    const { rows } = await opened.pool.query('select count(*) from version where id = $1', [observation]);
    expect(rows[0].count).toBe(2);
  });

  test('cannot be replaced by somebody who did not say which one they saw', async () => {
    const { id: observation } = await created();
    const body = score(id, { id: observation });
    expect(codesOf(await opened.record.update(people.nurse, 'Observation', observation, body))).toEqual(['CRYO-205']);
    expect(codesOf(await opened.record.patch(people.nurse, 'Observation', observation, []))).toEqual(['CRYO-205']);
    expect(codesOf(await opened.record.delete(people.lead, 'Observation', observation))).toEqual(['CRYO-205']);
  });

  test('is told when it is not the current one', async () => {
    const { id: observation } = await created();
    const body = score(id, { id: observation });
    const stale = await opened.record.update(people.nurse, 'Observation', observation, body, { ifMatch: 7 });
    expect(stale).toMatchObject({
      ok: false,
      outcome: { issues: [{ code: 'CRYO-204', params: { current: 1, expected: 7 } }] },
    });
  });

  test('of an id of the product’s own is created once, and only if nothing is there', async () => {
    const body = patient({ id: 'from-elsewhere', active: true });
    const first = accepted(
      await opened.record.update(people.service, 'Patient', 'from-elsewhere', body, { ifNoneMatchAny: true }),
    );
    expect(first).toMatchObject({ version: 1, created: true });
    const again = await opened.record.update(people.service, 'Patient', 'from-elsewhere', body, {
      ifNoneMatchAny: true,
    });
    expect(codesOf(again)).toEqual(['CRYO-219']);
  });

  test('of an id of the product’s own is created once by twenty at the same time', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        opened.record.update(people.service, 'Patient', 'at-once', patient({ id: 'at-once' })),
      ),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.flatMap((result) => codesOf(result))).toEqual(Array(19).fill('CRYO-205'));
  });

  test('of a resource that is not there cannot be replaced', async () => {
    const body = score(id, { id: 'nothing' });
    expect(codesOf(await opened.record.update(people.nurse, 'Observation', 'nothing', body, { ifMatch: 1 }))).toEqual([
      'CRYO-201',
    ]);
    expect(codesOf(await opened.record.patch(people.nurse, 'Observation', 'nothing', [], { ifMatch: 1 }))).toEqual([
      'CRYO-201',
    ]);
    expect(codesOf(await opened.record.delete(people.lead, 'Observation', 'nothing', { ifMatch: 1 }))).toEqual([
      'CRYO-201',
    ]);
  });

  test('that was deleted comes back as the next one, by whoever saw the deletion', async () => {
    const { id: observation } = await created();
    const body = score(id, { id: observation });
    accepted(await opened.record.delete(people.lead, 'Observation', observation, { ifMatch: 1 }));
    expect(codesOf(await opened.record.read(people.nurse, 'Observation', observation))).toEqual(['CRYO-202']);
    expect(codesOf(await opened.record.patch(people.nurse, 'Observation', observation, [], { ifMatch: 2 }))).toEqual([
      'CRYO-202',
    ]);
    expect(codesOf(await opened.record.update(people.nurse, 'Observation', observation, body))).toEqual(['CRYO-205']);
    expect(codesOf(await opened.record.update(people.nurse, 'Observation', observation, body, { ifMatch: 1 }))).toEqual(
      ['CRYO-204'],
    );
    expect(
      accepted(await opened.record.update(people.nurse, 'Observation', observation, body, { ifMatch: 2 })).version,
    ).toBe(3);
    expect(accepted(await opened.record.read(people.nurse, 'Observation', observation)).version).toBe(3);
  });

  test('that is deleted already is deleted again without effect', async () => {
    const { id: observation } = await created();
    accepted(await opened.record.delete(people.lead, 'Observation', observation, { ifMatch: 1 }));
    const again = accepted(await opened.record.delete(people.lead, 'Observation', observation));
    expect(again).toMatchObject({ version: 2, deleted: true, isNew: false });
  });

  test('is stamped with its number and its time, whatever the writer wrote there', async () => {
    const meta = { versionId: '99', lastUpdated: '1999-01-01T00:00:00Z', tag: [{ system: 'urn:x', code: 'kept' }] };
    const written = accepted(await opened.record.create(people.doctor, score(id, { id: 'mine', meta })));
    expect(written.id).not.toBe('mine');
    expect(JSON.parse(written.text)).toMatchObject({
      id: written.id,
      meta: { versionId: '1', lastUpdated: '2026-03-02T09:00:00.000Z', tag: [{ code: 'kept' }] },
    });
  });

  // H12
  test('is never older than the one before it, even when the clock was set back', async () => {
    const { id: observation, lastUpdated } = await created();
    opened.clock.set((opened.clock.now() - 3_600_000) as never);
    const next = accepted(
      await opened.record.update(people.nurse, 'Observation', observation, score(id, { id: observation }), {
        ifMatch: 1,
      }),
    );
    opened.clock.set((opened.clock.now() + 3_600_000) as never);
    expect(next.lastUpdated > lastUpdated).toBe(true);
  });

  test('keeps the digits that were written', async () => {
    const text = `{"resourceType":"Observation","status":"final","code":{"text":"T"},"subject":{"reference":"Patient/${id}"},"valueQuantity":{"value":1.00,"unit":"degC"}}`;
    const parsed = parseJson(text);
    const written = accepted(await opened.record.create(people.doctor, accepted(parsed) as never));
    const patched = accepted(
      await opened.record.patch(
        people.doctor,
        'Observation',
        written.id,
        [{ op: 'add', path: '/valueQuantity/comparator', value: '<' }],
        { ifMatch: 1 },
      ),
    );
    expect(patched.text).toContain('"value":1.00,');
    expect(accepted(await opened.record.read(people.doctor, 'Observation', written.id)).text).toBe(patched.text);
  });
});
