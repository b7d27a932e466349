import { isoOf } from '@cryopath/pathway';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { instantText, wholeNumber } from './column-types.ts';
import { connectionConfig, createPool } from './pool.ts';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = createPool(database.config, { statementMilliseconds: 5_000, lockMilliseconds: 1_000 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('a column arrives', () => {
  test('as the instant that was written, for every millisecond that FHIR can name', async () => {
    const instants = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(instants, { minLength: 1, maxLength: 50 }), async (dates) => {
        const texts = dates.map((date) => isoOf(date.getTime() as Parameters<typeof isoOf>[0]));
        const { rows } = await pool.query(
          'select t from unnest($1::timestamptz[]) with ordinality x(t, n) order by n',
          [texts],
        );
        expect(rows.map((row) => row.t)).toEqual(texts);
      }),
      { seed: 20_260_302, numRuns: 20 },
    );
  });

  test('as a number, a day as its text, and what no instant can be as it is', async () => {
    const { rows } = await pool.query(
      `select 9007199254740991::bigint as n, date '2026-03-02' as day, timestamptz 'infinity' as never`,
    );
    expect(rows).toEqual([{ n: 9_007_199_254_740_991, day: '2026-03-02', never: 'infinity' }]);
    expect(instantText('2026-03-02 09:00:00.123456+00')).toBe('2026-03-02T09:00:00.123Z');
  });

  test('not at all when a number is too large to be one', () => {
    expect(() => wholeNumber('9007199254740993')).toThrow(RangeError);
  });
});

describe('a connection', () => {
  const settings = `select current_setting('TimeZone') as zone, current_setting('synchronous_commit') as commit,
    current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`;

  test('waits for the disk, keeps time in UTC, and does not wait for ever', async () => {
    const { rows } = await pool.query(settings);
    expect(rows).toEqual([{ zone: 'UTC', commit: 'on', statement: '5s', lock: '1s' }]);
  });

  test('does so also when the database’s own settings say otherwise', async () => {
    const { rows } = await pool.query('select current_database() as name');
    await pool.query(`alter database ${rows[0].name} set synchronous_commit = off`);
    const other = createPool(database.config);
    expect((await other.query(settings)).rows[0]).toMatchObject({ commit: 'on' });
    await other.end();
  });

  test('that a URL names keeps the URL’s options, and ours win', () => {
    const { connectionString = '' } = connectionConfig({
      connectionString: 'postgres://u@/d?host=/socket&options=-c%20work_mem%3D8MB',
    });
    const [place, query] = connectionString.split('?');
    expect(place).toBe('postgres://u@/d');
    expect(new URLSearchParams(query).get('options')).toMatch(
      /^-c work_mem=8MB -c TimeZone=UTC .*synchronous_commit=on/,
    );
  });

  test('that is lost while idle is told of, and another takes its place', async () => {
    const lost: Error[] = [];
    const watched = createPool(database.config, { connections: 1, onLost: (error) => lost.push(error) });
    const { rows } = await watched.query('select pg_backend_pid() as pid');
    const told = new Promise((resolve) => watched.once('error', resolve));
    await pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
    await told;
    expect(lost).toHaveLength(1);
    expect((await watched.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await watched.end();
  });
});
