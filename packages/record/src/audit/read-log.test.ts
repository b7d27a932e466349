import { ok, outcome } from '@cryopath/fhir';
import { simulatedClock } from '@cryopath/pathway';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { createPool } from '../postgres/pool.ts';
import type { Requester } from '../requester.ts';
import { MOST_ROWS } from './insert.ts';
import { createReadLog } from './read-log.ts';
import { auditRow } from './row.ts';
import { rowHash } from './row-hash.ts';

const clock = simulatedClock('2026-03-02T10:00:00+01:00');
const nurse: Requester = {
  who: 'Practitioner/n',
  role: 'nurse',
  purpose: 'TREAT',
  clinic: 'c',
  patients: [],
  address: '::1',
  request: 'q',
};
const readOf = (resource: string, detail = '') =>
  auditRow(
    nurse,
    { interaction: 'read', type: 'Observation', resource, version: 2, patient: 'p', detail },
    clock.now(),
  );

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = createPool(database.config);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const kept = async (): Promise<Map<string, { hash: string }>> => {
  const { rows } = await pool.query<{ id: string; hash: string }>(`select id, encode(hash, 'hex') as hash from audit`);
  return new Map(rows.map((row) => [row.id, row]));
};

describe('a read (R6)', () => {
  test('is on the trail, with its hash, when its reader is answered', async () => {
    const log = createReadLog(pool);
    const row = readOf('a');
    expect(await log.logged([row])).toEqual(ok(undefined));
    expect((await kept()).get(row.id)).toEqual({ id: row.id, hash: rowHash(row) });
  });

  test('of many at once shares a few commits, and every one is on the trail', async () => {
    const statements: unknown[] = [];
    const counting = {
      query: (query: pg.QueryConfig) => {
        statements.push(query);
        return pool.query(query);
      },
    };
    const log = createReadLog(counting as unknown as pg.Pool);
    const rows = Array.from({ length: 200 }, (_, index) => readOf(`many-${index}`));
    const results = await Promise.all(rows.map((row) => log.logged([row])));
    expect(results.every((result) => result.ok)).toBe(true);
    const ids = await kept();
    expect(rows.filter((row) => !ids.has(row.id))).toEqual([]);
    // The first goes alone, the others fill their statements.
    expect(statements.length).toBe(1 + Math.ceil(199 / MOST_ROWS));
  });

  test('of more rows than one statement takes is whole on the trail', async () => {
    const log = createReadLog(pool);
    const rows = Array.from({ length: 3 * MOST_ROWS + 5 }, (_, index) => readOf(`page-${index}`));
    expect(await log.logged(rows)).toEqual(ok(undefined));
    const ids = await kept();
    expect(rows.filter((row) => !ids.has(row.id))).toEqual([]);
  });

  test('is logged whatever its query holds', async () => {
    const log = createReadLog(pool);
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.constantFrom('\0', "'; drop table audit; --", '\ud800', '{"}\\', 'x'.repeat(100_000)),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (detail) => {
        const row = readOf('hostile', detail);
        expect(await log.logged([row])).toEqual(ok(undefined));
        const { rows } = await pool.query(`select detail from audit where id = $1`, [row.id]);
        expect(rows[0].detail).toBe(row.detail.toWellFormed());
      }),
      { seed: 20_260_302, numRuns: 200 },
    );
  });

  test('is refused when no space is left, and nothing is written', async () => {
    let full = true;
    const log = createReadLog(pool, { refusing: () => (full ? outcome('CRYO-501') : undefined) });
    const row = readOf('full');
    expect(await log.logged([row])).toEqual({ ok: false, outcome: outcome('CRYO-501') });
    expect((await kept()).has(row.id)).toBe(false);
    full = false;
    expect(await log.logged([row])).toEqual(ok(undefined));
  });

  test('is refused when the database is away', async () => {
    const nowhere = createPool({ host: '/nonexistent', user: 'postgres', database: 'x' });
    const result = await createReadLog(nowhere).logged([readOf('away')]);
    expect(result).toEqual({ ok: false, outcome: outcome('CRYO-502', { seconds: 5 }) });
    await nowhere.end();
  });

  test('fails, and is not answered, when its row cannot be kept', async () => {
    const log = createReadLog(pool);
    const row = readOf('twice');
    expect(await log.logged([row])).toEqual(ok(undefined));
    await expect(log.logged([row])).rejects.toThrow(/audit_pkey/);
    expect(await log.logged([readOf('after')])).toEqual(ok(undefined));
  });

  test('is refused when too many wait already', async () => {
    const log = createReadLog(pool, { longestQueue: 20 });
    const results = await Promise.all(Array.from({ length: 30 }, (_, index) => log.logged([readOf(`queue-${index}`)])));
    expect(results.slice(0, 20).every((result) => result.ok)).toBe(true);
    expect(results.at(-1)).toEqual({ ok: false, outcome: outcome('CRYO-509', { seconds: 1 }) });
    expect(await log.logged([readOf('later')])).toEqual(ok(undefined));
  });
});
