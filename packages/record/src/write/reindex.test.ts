import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STORED_TYPES, searchValues } from '@cryopath/fhir';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepted, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';
import { verifyTrail } from '../audit/verify.ts';
import { storedResource } from './head.ts';
import { reindex } from './reindex.ts';

const TABLES = ['token_value', 'reference_value', 'date_value', 'string_value', 'quantity_value', 'uri_value'];

let opened: TestRecord;
beforeAll(async () => {
  opened = await freshRecord();
});
afterAll(() => opened.close());

async function allValues(): Promise<readonly string[]> {
  const rows = await Promise.all(
    TABLES.map(async (table) =>
      (await opened.pool.query(`select to_jsonb(t)::text as row from ${table} t`)).rows.map(
        ({ row }) => `${table} ${row}`,
      ),
    ),
  );
  return rows.flat().sort();
}

async function populate(): Promise<string> {
  const { record } = opened;
  const { id } = accepted(
    await record.create(
      people.doctor,
      patient({ name: [{ family: 'Żółć', given: ['Anna', 'Maria'] }], birthDate: '1970-01' }),
    ),
  );
  const { id: changed } = accepted(
    await record.create(
      people.doctor,
      score(id, { effectiveDateTime: '2026-03-01', identifier: [{ system: 'urn:x', value: '1' }] }),
    ),
  );
  accepted(
    await record.update(
      people.doctor,
      'Observation',
      changed,
      score(id, { id: changed, effectiveDateTime: '2026-03-02' }),
      { ifMatch: 1 },
    ),
  );
  const { id: gone } = accepted(await record.create(people.doctor, score(id)));
  accepted(await record.delete(people.lead, 'Observation', gone, { ifMatch: 1 }));
  accepted(
    await record.create(people.lead, {
      resourceType: 'Questionnaire',
      status: 'active',
      url: 'urn:form',
      title: 'Form',
    }),
  );
  return id;
}

// R10
test('the search values are those of the current texts, and of nothing else', async () => {
  await populate();
  const { rows } = await opened.pool.query(
    `select r.n, v.content from resource r join version v on v.type = r.type and v.id = r.id and v.version = r.version where not r.deleted`,
  );
  const numbers = rows.flatMap(({ n, content }) =>
    searchValues(storedResource(content)).map(({ parameter }) => `${n} ${parameter}`),
  );
  const stored = (
    await Promise.all(TABLES.map(async (table) => (await opened.pool.query(`select n, parameter from ${table}`)).rows))
  ).flat();
  expect(stored.map(({ n, parameter }) => `${n} ${parameter}`).sort()).toEqual(numbers.sort());
  expect(STORED_TYPES.length).toBeGreaterThan(0);
});

// R10
test('rebuilding gives what was written, whatever the tables held', async () => {
  await populate();
  const before = await allValues();
  expect(before.length).toBeGreaterThan(20);
  await opened.pool.query('delete from token_value where n % 2 = 0');
  await opened.pool.query('delete from date_value');
  await opened.pool.query(`update string_value set folded = 'wrong'`);
  await opened.pool.query('insert into uri_value (parameter, value, n) values (1, $1, 1)', ['urn:nothing']);
  expect(await allValues()).not.toEqual(before);
  const progress: number[] = [];
  const done = await reindex(opened.pool, { zone: 'Europe/Warsaw', onProgress: (count) => progress.push(count) });
  expect(await allValues()).toEqual(before);
  expect(progress.at(-1)).toBe(done);
});

test('rebuilding while others write leaves the values of what they wrote', async () => {
  const id = await populate();
  const writing = Array.from({ length: 20 }, async (_, index) => {
    const written = accepted(await opened.record.create(people.doctor, score(id, { valueInteger: index % 11 })));
    return opened.record.update(
      people.doctor,
      'Observation',
      written.id,
      score(id, { id: written.id, status: 'amended' }),
      { ifMatch: 1 },
    );
  });
  await Promise.all([reindex(opened.pool, { zone: 'Europe/Warsaw' }), ...writing]);
  const during = await allValues();
  await reindex(opened.pool, { zone: 'Europe/Warsaw' });
  expect(during).toEqual(await allValues());
});

const TAMPERING: readonly (readonly [what: string, statement: string, where: RegExp])[] = [
  ['a code that is gone', `delete from token_value where n = (select max(n) from token_value)`, /^resource\//],
  ['a code that was added', `insert into token_value select * from token_value limit 1`, /^resource\//],
  ['another name', `update string_value set folded = 'kowalska' where folded like 'z%'`, /^resource\/Patient/],
  [
    'a date a millisecond off',
    `update date_value set high = high + 1 where n = (select max(n) from date_value)`,
    /^resource\//,
  ],
  [
    'a subject of another record',
    `update reference_value set id = 'x' where n = (select max(n) from reference_value)`,
    /^resource\//,
  ],
  [
    'a value of a resource that is gone',
    `insert into uri_value (parameter, value, n) select 1, 'urn:x', n from resource where deleted limit 1`,
    /^resource\/Observation/,
  ],
  [
    'a value of nothing',
    `insert into uri_value (parameter, value, n) values (1, 'urn:nothing', 9999999)`,
    /^uri_value$/,
  ],
];

// R10: after a change of what is extracted, as a migration or an edited definition brings it.
test.each(TAMPERING)('%s is found by verifying, and made anew', async (_what, statement, where) => {
  await populate();
  const folder = mkdtempSync(join(tmpdir(), 'cryopath-values-'));
  const found = async () => {
    const { found: all } = await verifyTrail(opened.pool, { folder, searchValuesIn: 'Europe/Warsaw' });
    return all.filter(({ what }) => what.startsWith('values-'));
  };
  try {
    await reindex(opened.pool, { zone: 'Europe/Warsaw' });
    expect(await found()).toEqual([]);
    await opened.pool.query(statement);
    expect((await found()).map((each) => each.where)).toContainEqual(expect.stringMatching(where));
    await reindex(opened.pool, { zone: 'Europe/Warsaw' });
    expect(await found()).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('values that were extracted for another zone are found', async () => {
  await populate();
  await reindex(opened.pool, { zone: 'Europe/Warsaw' });
  const folder = mkdtempSync(join(tmpdir(), 'cryopath-values-'));
  const { found } = await verifyTrail(opened.pool, { folder, searchValuesIn: 'Asia/Tokyo' });
  rmSync(folder, { recursive: true });
  expect(found.map(({ what }) => what)).toContain('values-changed');
});
