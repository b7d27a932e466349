import { expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { createPool } from './pool.ts';

test('a fresh database has the record', async () => {
  const t0 = performance.now();
  const database = await freshDatabase();
  const pool = createPool(database.config);
  const { rows } = await pool.query('select n, name, at from migration order by n');
  console.log(rows, performance.now() - t0);
  expect(rows.length).toBeGreaterThan(0);
  await pool.end();
  await database.drop();
});
