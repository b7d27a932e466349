import type { JsonResource } from '@cryopath/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';

describe('a condition in the place of an id', () => {
  let opened: TestRecord;
  let id: string;
  beforeAll(async () => {
    opened = await freshRecord();
    id = accepted(await opened.record.create(people.doctor, patient())).id;
    // All connections are open before anything races: opening one takes longer than writing.
    await Promise.all(Array.from({ length: 30 }, () => opened.record.read(people.doctor, 'Patient', id)));
  });
  afterAll(() => opened.close());
  const identified = (value: string, more: Partial<JsonResource> = {}) =>
    score(id, { identifier: [{ system: 'urn:lab', value }], ...more });
  const by = (value: string) => ({ criteria: `identifier=urn:lab|${value}` });
  const versionsOf = async (observation: string) =>
    (await opened.pool.query('select count(*) from version where id = $1', [observation])).rows[0].count as number;
  const countOf = async (value: string) =>
    (await opened.pool.query('select count(distinct n) from token_value where code = $1', [value])).rows[0]
      .count as number;

  test('creates what is not there, and gives back what is', async () => {
    const first = accepted(await opened.record.create(people.nurse, identified('a'), by('a')));
    expect(first).toMatchObject({ isNew: true, created: true });
    const again = accepted(await opened.record.create(people.nurse, identified('a', { valueInteger: 9 }), by('a')));
    expect(again).toMatchObject({ id: first.id, version: 1, isNew: false, created: false, text: first.text });
  });

  test('creates once when fifty ask at the same time, whichever way they spell it', async () => {
    const spellings = ['identifier=urn:lab|fifty', 'identifier=urn%3Alab%7Cfifty'];
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        opened.record.create(people.nurse, identified('fifty'), { criteria: spellings[index % 2] as string }),
      ),
    );
    expect(results.map(accepted).filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await countOf('fifty')).toBe(1);
  });

  test('updates the one that it finds, creates when there is none, refuses several', async () => {
    const { record } = opened;
    const created = accepted(await record.updateWhere(people.nurse, 'Observation', identified('b'), by('b')));
    expect(created).toMatchObject({ created: true, version: 1 });
    const updated = accepted(
      await record.updateWhere(people.nurse, 'Observation', identified('b', { valueInteger: 7 }), by('b')),
    );
    expect(updated).toMatchObject({ id: created.id, created: false, version: 2 });
    accepted(await record.create(people.nurse, identified('b')));
    expect(codesOf(await record.updateWhere(people.nurse, 'Observation', identified('b'), by('b')))).toEqual([
      'CRYO-206',
    ]);
  });

  test('updates one resource twenty times when twenty ask at once: none is lost, none is refused', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        opened.record.updateWhere(
          people.nurse,
          'Observation',
          identified('twenty', { valueInteger: index % 11 }),
          by('twenty'),
        ),
      ),
    );
    const versions = results.map((result) => accepted(result).version);
    expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await countOf('twenty')).toBe(1);
  });

  test('holds against a writer who goes by the id', async () => {
    const { record } = opened;
    const { id: observation } = accepted(await record.create(people.nurse, identified('mixed')));
    for (let round = 1; round <= 10; round += 1) {
      const before = await versionsOf(observation);
      const [byCondition, byId] = await Promise.all([
        record.updateWhere(people.nurse, 'Observation', identified('mixed', { valueInteger: 1 }), by('mixed')),
        record.update(
          people.nurse,
          'Observation',
          observation,
          identified('mixed', { id: observation, valueInteger: 2 }),
          { ifMatch: before },
        ),
      ]);
      expect(byCondition.ok).toBe(true);
      expect(await versionsOf(observation)).toBe(before + 1 + Number(byId.ok));
    }
  });

  test('with If-Match is held to that version besides', async () => {
    const { record } = opened;
    accepted(await record.create(people.nurse, identified('matched')));
    const stale = await record.updateWhere(people.nurse, 'Observation', identified('matched'), {
      ...by('matched'),
      ifMatch: 5,
    });
    expect(codesOf(stale)).toEqual(['CRYO-204']);
  });

  test('whose body says another id than it finds is refused', async () => {
    const { record } = opened;
    accepted(await record.create(people.nurse, identified('c')));
    const other = await record.updateWhere(people.nurse, 'Observation', identified('c', { id: 'other' }), by('c'));
    expect(codesOf(other)).toEqual(['CRYO-165']);
  });

  test('patches and deletes what it finds, and nothing when it finds none', async () => {
    const { record } = opened;
    const { id: observation } = accepted(await record.create(people.nurse, identified('d')));
    const operations = [{ op: 'replace', path: '/status', value: 'amended' }];
    expect(accepted(await record.patch(people.nurse, 'Observation', '', operations, by('d')))).toMatchObject({
      id: observation,
      version: 2,
    });
    expect(accepted(await record.delete(people.lead, 'Observation', '', by('d')))).toMatchObject({
      id: observation,
      version: 3,
      deleted: true,
    });
    expect(codesOf(await record.patch(people.nurse, 'Observation', '', operations, by('d')))).toEqual(['CRYO-220']);
    expect(codesOf(await record.delete(people.lead, 'Observation', '', by('d')))).toEqual(['CRYO-220']);
  });

  test('that says nothing that can be searched for is refused, and nothing is created', async () => {
    for (const criteria of ['', ' ', 'nonsense=1', 'identifier', '_count=1', 'identifier=%']) {
      const result = await opened.record.create(people.nurse, identified('nothing'), { criteria });
      expect(result.ok, criteria).toBe(false);
    }
    expect(await countOf('nothing')).toBe(0);
  });

  test('finds nothing beyond the reach of who asks', async () => {
    const { record } = opened;
    const theirs = accepted(await record.create(people.southDoctor, patient())).id;
    accepted(
      await record.create(people.southDoctor, { ...identified('south'), subject: { reference: `Patient/${theirs}` } }),
    );
    expect(codesOf(await record.patch(people.nurse, 'Observation', '', [], by('south')))).toEqual(['CRYO-220']);
    expect(accepted(await record.create(people.nurse, identified('south'), by('south'))).isNew).toBe(true);
  });

  test('and a key: a repeat gives the first answer, though the condition now finds something', async () => {
    const options = { ...by('keyed'), idempotencyKey: 'keyed' };
    const first = accepted(await opened.record.create(people.nurse, identified('keyed'), options));
    const again = accepted(await opened.record.create(people.nurse, identified('keyed'), options));
    expect(again).toMatchObject({ id: first.id, created: true, isNew: false });
  });
});
