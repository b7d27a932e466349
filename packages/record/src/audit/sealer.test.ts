import { simulatedClock } from '@cryopath/pathway';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { createPool } from '../postgres/pool.ts';
import type { Requester } from '../requester.ts';
import { insertAudit } from './insert.ts';
import { auditRow } from './row.ts';
import { createSealer, type Sealer } from './sealer.ts';

const clock = simulatedClock('2026-03-02T10:00:00+01:00');
const never = () => () => {};
const nurse: Requester = { who: 'Practitioner/n', role: 'nurse', purpose: 'TREAT', clinic: 'c', patients: [] };
const anAct = () => insertAudit([auditRow(nurse, { interaction: 'read', type: 'Flag', resource: 'f' }, clock.now())]);

let database: TestDatabase;
let pool: pg.Pool;
let sealer: Sealer;
beforeEach(async () => {
  database = await freshDatabase();
  pool = createPool(database.config);
  sealer = createSealer(pool, { clock, repeat: never });
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

const seals = async () => {
  const { rows } = await pool.query<{ n: number; rows: number; from: number; to: number }>(
    'select n, rows, from_xid as from, to_xid as to from seal order by n',
  );
  return rows;
};

/** Seals until this many rows are sealed; other tests' transactions on the same server may hold the horizon back for a moment. */
async function sealAll(rows: number, by: readonly Sealer[] = [sealer]): Promise<void> {
  let sealed = 0;
  while (sealed < rows) {
    const counts = await Promise.all(by.map((each) => each.seal()));
    sealed += counts.reduce((sum, count) => sum + count, 0);
  }
}

describe('the sealer', () => {
  test('seals each row once, in one chain', async () => {
    await pool.query(anAct());
    await pool.query(anAct());
    await sealAll(2);
    await pool.query(anAct());
    await sealAll(1);
    const all = await seals();
    expect(all.reduce((sum, seal) => sum + seal.rows, 0)).toBe(3);
    expect(all.map((seal) => seal.n)).toEqual(all.map((_, index) => index + 1));
    expect(all.slice(1).map((seal) => seal.from)).toEqual(all.slice(0, -1).map((seal) => seal.to));
  });

  test('writes no seal when there is nothing to seal', async () => {
    expect(await sealer.seal()).toBe(0);
    expect(await seals()).toEqual([]);
  });

  test('leaves out what a running transaction may still come before, and seals it later', async () => {
    const slow = new pg.Client(database.config);
    await slow.connect();
    await slow.query('begin');
    await slow.query(anAct());
    await pool.query(anAct());
    expect(await sealer.seal()).toBe(0);
    await slow.query('commit');
    await slow.end();
    await sealAll(2);
    const { rows } = await pool.query(
      'select count(*) as count from audit a where exists (select from seal s where a.xid >= s.from_xid and a.xid < s.to_xid)',
    );
    expect(rows[0].count).toBe(2);
  });

  test('is not held up by a reader', async () => {
    await pool.query(anAct());
    const reader = new pg.Client(database.config);
    await reader.connect();
    await reader.query('begin transaction isolation level repeatable read read only');
    await reader.query('select count(*) from audit');
    await pool.query(anAct());
    await sealAll(2);
    await reader.end();
    expect((await seals()).reduce((sum, seal) => sum + seal.rows, 0)).toBe(2);
  });

  test('makes one chain with another process that seals at the same time', async () => {
    const otherPool = createPool(database.config);
    const other = createSealer(otherPool, { clock, repeat: never });
    const writes = Array.from({ length: 200 }, () => pool.query(anAct()));
    await Promise.all([...writes, sealAll(200, [sealer, other])]);
    await otherPool.end();
    const all = await seals();
    expect(all.reduce((sum, seal) => sum + seal.rows, 0)).toBe(200);
    expect(all.map((seal) => seal.n)).toEqual(all.map((_, index) => index + 1));
    expect(all.slice(1).map((seal) => seal.from)).toEqual(all.slice(0, -1).map((seal) => seal.to));
  });

  test('does it by itself, once a second, and once more at the end', async () => {
    let act = () => {};
    let stopped = false;
    const byTimer = createSealer(pool, {
      clock,
      repeat: (milliseconds, given) => {
        expect(milliseconds).toBe(1000);
        act = given;
        return () => {
          stopped = true;
        };
      },
    });
    await pool.query(anAct());
    while ((await seals()).length === 0) act();
    await pool.query(anAct());
    while ((await seals()).length === 1) await byTimer.close();
    expect(stopped).toBe(true);
  });

  test('tells of a failure and goes on', async () => {
    const failures: unknown[] = [];
    const nowhere = createPool({ host: '/nonexistent', user: 'postgres', database: 'x' });
    const failing = createSealer(nowhere, { clock, repeat: never, onFailure: (error) => failures.push(error) });
    await failing.close();
    expect(failures).toHaveLength(1);
    await nowhere.end();
  });
});
