import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';

/** R4, H10: a key gives one write, whatever the number of repeats. */
describe('an idempotency key', () => {
  let opened: TestRecord;
  let id: string;
  beforeAll(async () => {
    opened = await freshRecord();
    id = accepted(await opened.record.create(people.doctor, patient())).id;
  });
  afterAll(() => opened.close());
  const countOf = async (type: string) =>
    (await opened.pool.query('select count(*) from version where type = $1', [type])).rows[0].count as number;

  test('on a hundred parallel repeats of one create gives one row and one answer', async () => {
    const before = await countOf('Observation');
    const results = await Promise.all(
      Array.from({ length: 100 }, () => opened.record.create(people.nurse, score(id), { idempotencyKey: 'hundred' })),
    );
    const written = results.map(accepted);
    expect(new Set(written.map((each) => each.text)).size).toBe(1);
    expect(written.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(written.every(({ created }) => created)).toBe(true);
    expect(await countOf('Observation')).toBe(before + 1);
  });

  test('with another body, another address or another interaction is refused', async () => {
    const { id: observation } = accepted(
      await opened.record.create(people.nurse, score(id), { idempotencyKey: 'once' }),
    );
    const other = await opened.record.create(people.nurse, score(id, { valueInteger: 9 }), { idempotencyKey: 'once' });
    const update = await opened.record.update(
      people.nurse,
      'Observation',
      observation,
      score(id, { id: observation }),
      { ifMatch: 1, idempotencyKey: 'once' },
    );
    const bundle = await opened.record.transact(
      people.nurse,
      { resourceType: 'Bundle', type: 'transaction' },
      { base: 'x', idempotencyKey: 'once' },
    );
    expect([other, update, bundle].flatMap(codesOf)).toEqual(['CRYO-207', 'CRYO-207', 'CRYO-207']);
  });

  test('is the sender’s own: the same key of somebody else is another key', async () => {
    const mine = accepted(await opened.record.create(people.nurse, score(id), { idempotencyKey: 'shared' }));
    const theirs = accepted(await opened.record.create(people.doctor, score(id), { idempotencyKey: 'shared' }));
    expect(theirs.id).not.toBe(mine.id);
  });

  test('repeats an update, a patch and a deletion that succeeded, though the version has moved on', async () => {
    const { record } = opened;
    const { id: observation } = accepted(await record.create(people.nurse, score(id)));
    const change = [
      () =>
        record.update(people.nurse, 'Observation', observation, score(id, { id: observation, valueInteger: 5 }), {
          ifMatch: 1,
          idempotencyKey: 'u',
        }),
      () =>
        record.patch(people.nurse, 'Observation', observation, [{ op: 'replace', path: '/valueInteger', value: 6 }], {
          ifMatch: 2,
          idempotencyKey: 'p',
        }),
      () => record.delete(people.lead, 'Observation', observation, { ifMatch: 3, idempotencyKey: 'd' }),
    ];
    for (const act of change) {
      const first = accepted(await act());
      const again = accepted(await act());
      expect(again).toMatchObject({ version: first.version, text: first.text, deleted: first.deleted, isNew: false });
    }
    expect(accepted((await change[0]?.()) as never)).toMatchObject({ version: 2 });
  });

  test('of a refused write is free again', async () => {
    const refused = await opened.record.create(people.nurse, score('nobody'), { idempotencyKey: 'second-try' });
    expect(codesOf(refused)).toEqual(['CRYO-212']);
    expect(accepted(await opened.record.create(people.nurse, score(id), { idempotencyKey: 'second-try' })).isNew).toBe(
      true,
    );
  });

  test('does not open a chart that was closed since', async () => {
    const { record } = opened;
    const chart = accepted(await record.create(people.lead, patient())).id;
    const nurse = { idempotencyKey: 'before-closing' };
    accepted(await record.create(people.nurse, score(chart), nurse));
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }];
    accepted(
      await record.update(people.lead, 'Patient', chart, patient({ id: chart, meta: { security } }), { ifMatch: 1 }),
    );
    expect(codesOf(await record.create(people.nurse, score(chart), nurse))).toEqual(['CRYO-201']);
  });

  test('of a whole transaction gives the same answer, and writes once', async () => {
    const before = await countOf('Observation');
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [1, 2].map(() => ({ resource: score(id), request: { method: 'POST', url: 'Observation' } })),
    };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        opened.record.transact(people.nurse, bundle, { base: 'x', idempotencyKey: 'whole' }),
      ),
    );
    expect(new Set(answers.map((answer) => accepted(answer).text)).size).toBe(1);
    expect(await countOf('Observation')).toBe(before + 2);
  });

  test('of a transaction does not open a chart that was closed since, and every repeat is on the trail', async () => {
    const { record, clock, pool } = opened;
    const chart = accepted(await record.create(people.doctor, patient({ name: [{ family: 'Sekret' }] }))).id;
    const emergency = { ...people.southDoctor, purpose: 'BTG' } as const;
    accepted(await record.breakGlass(emergency, chart, 'unconscious on arrival'));
    const reading = { request: { method: 'GET', url: `Patient/${chart}` } };
    const writing = { resource: score(chart), request: { method: 'POST', url: 'Observation' } };
    const ask = (who: typeof people.southDoctor, name: string, ...entry: object[]) => {
      const bundle = { resourceType: 'Bundle', type: 'transaction', entry } as never;
      return record.transact(who, bundle, { base: 'x', idempotencyKey: name });
    };
    const onTrail = async () =>
      (await pool.query('select count(*)::int as n from audit where patient = $1 and outcome = 0', [chart])).rows[0].n;
    const first = accepted(await ask(emergency, 'open', reading, writing));
    expect(first.text).toContain('Sekret');
    const { rows } = await pool.query("select answer from idempotency where key = 'open'");
    expect(rows[0].answer).not.toContain('Sekret');
    accepted(await ask(emergency, 'read', reading));
    accepted(await ask(emergency, 'write', writing));
    const before = await onTrail();
    expect(accepted(await ask(emergency, 'open', reading, writing)).text).toBe(first.text);
    expect(await onTrail()).toBe(before + 2);
    clock.advance(31 * 60_000);
    for (const [name, ...entry] of [
      ['read', reading],
      ['write', writing],
    ] as const) {
      expect(codesOf(await ask(people.southDoctor, name, ...entry))).toEqual(['CRYO-201']);
    }
  });

  test('finishes a batch that was cut off: entries that were written are not written again', async () => {
    const before = await countOf('Observation');
    const entry = (url: string) => ({ resource: score(id), request: { method: 'POST', url } });
    const batch = (...entries: object[]) => ({ resourceType: 'Bundle', type: 'batch', entry: entries }) as never;
    await opened.record.transact(people.nurse, batch(entry('Observation')), { base: 'x', idempotencyKey: 'cut' });
    await opened.record.transact(people.nurse, batch(entry('Observation'), entry('Observation')), {
      base: 'x',
      idempotencyKey: 'cut',
    });
    expect(await countOf('Observation')).toBe(before + 2);
  });
});
