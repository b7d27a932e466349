import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/database.ts';
import { seededRandom } from '../../test/seeded-random.ts';
import { databaseFailure } from '../write/database-failure.ts';
import { createPool } from './pool.ts';
import { createShortLane, type ShortLane } from './short-lane.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

let lane: ShortLane;
beforeEach(() => {
  lane = createShortLane(database.config);
});
afterEach(() => lane.end());

const SEED = 20_261_126;

test('every statement gets its own answer, however many are under way, and one that fails fails alone', async () => {
  const random = seededRandom(SEED);
  const asked = Array.from({ length: 500 }, (_, n) => ({ n, divisor: random.onceIn(5) ? 0 : 1 }));
  const answers = await Promise.allSettled(
    asked.map(({ n, divisor }) =>
      lane.query<{ n: number }>({ name: 'echo', text: 'select $1::int / $2::int as n', values: [n, divisor] }),
    ),
  );
  const told = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.rows[0]?.n : 'failed'));
  expect(told, `seed ${SEED}`).toEqual(asked.map(({ n, divisor }) => (divisor === 0 ? 'failed' : n)));
});

test('statements share two connections', async () => {
  const pids = await Promise.all(
    Array.from({ length: 40 }, () => lane.query<{ pid: number }>({ text: 'select pg_backend_pid() as pid' })),
  );
  expect(new Set(pids.map(({ rows }) => rows[0]?.pid)).size).toBe(2);
});

test('a lost connection fails what is under way as lost, and the next statement opens another', async () => {
  const first = await lane.query<{ pid: number }>({ text: 'select pg_backend_pid() as pid' });
  const waiting = lane.query({ text: 'select pg_sleep(600)' }).catch((error: unknown) => error);
  const pool = createPool(database.config);
  const { rows } = await pool.query<{ ended: boolean }>('select pg_terminate_backend($1, 10000) as ended', [
    first.rows[0]?.pid,
  ]);
  await pool.end();
  expect(rows).toEqual([{ ended: true }]);
  expect(databaseFailure(await waiting)?.kind).toBe('lost');
  const again = await lane.query<{ one: number }>({ text: 'select 1 as one' });
  expect(again.rows).toEqual([{ one: 1 }]);
});

test('a database that is not there is said to be away, and found when it is back', async () => {
  const nowhere = createShortLane({ ...database.config, host: '/nowhere', port: 1 });
  const failure = await nowhere.query({ text: 'select 1' }).catch((error: unknown) => error);
  expect(databaseFailure(failure)?.kind).toBe('refused');
  await nowhere.end();
});

test('after its end nothing is asked any more', async () => {
  const ended = createShortLane(database.config);
  await ended.query({ text: 'select 1' });
  await ended.end();
  const failure = await ended.query({ text: 'select 1' }).catch((error: unknown) => error);
  expect(databaseFailure(failure)?.kind).toBe('lost');
});
