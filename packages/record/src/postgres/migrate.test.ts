import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ok } from '@cryopath/fhir';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase, freshDatabase, type TestDatabase } from '../../test/database.ts';
import { type MigrationSet, migrate, migrationsOf, recordMigrations } from './migrate.ts';

let database: TestDatabase;
let folder: string;
let set: MigrationSet;
beforeEach(async () => {
  database = await emptyDatabase();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-migrations-'));
  set = { name: 'ward', folder: pathToFileURL(`${folder}/`) };
  write('0001-bed.sql', 'create table bed (n integer primary key); insert into bed values (1);');
  write('0002-bed-name.sql', `alter table bed add name text not null default '';`);
});
afterEach(async () => {
  await database.drop();
  fs.rmSync(folder, { recursive: true });
});

const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text);

async function rowsOf(statement: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client(database.config);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('migrating', () => {
  test('applies what is missing, in order, once', async () => {
    expect(await migrate(database.config, [set])).toEqual(ok(2));
    expect(await migrate(database.config, [set])).toEqual(ok(0));
    write('0003-bed-floor.sql', 'alter table bed add floor integer;');
    expect(await migrate(database.config, [set])).toEqual(ok(1));
    expect(await rowsOf('select * from bed')).toEqual([{ n: 1, name: '', floor: null }]);
  });

  test('keeps the sets of several packages apart', async () => {
    expect(await migrate(database.config, [recordMigrations, set])).toEqual(
      ok(migrationsOf(recordMigrations).length + 2),
    );
    expect(await migrate(database.config, [recordMigrations, set])).toEqual(ok(0));
  });

  test('is done once when two processes begin together', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => migrate(database.config, [set])));
    expect(results.map((result) => result.ok && result.value).sort()).toEqual([0, 0, 0, 2]);
    expect(await rowsOf('select count(*)::int as count from bed')).toEqual([{ count: 1 }]);
  });

  test('takes back all of a migration that fails, and keeps those before it', async () => {
    write('0003-broken.sql', 'create table half (n integer); select nonsense;');
    await expect(migrate(database.config, [set])).rejects.toThrow('Migration ward 0003-broken failed');
    expect(await rowsOf(`select to_regclass('half') as half`)).toEqual([{ half: null }]);
    expect(await rowsOf('select max(n) as n from migration')).toEqual([{ n: 2 }]);
  });

  test('has every version of the record begin from nothing', async () => {
    const fresh = await freshDatabase();
    expect(await migrate(fresh.config, [recordMigrations])).toEqual(ok(0));
    await fresh.drop();
  });
});

describe('a database is refused', () => {
  test('that a newer program migrated', async () => {
    await migrate(database.config, [set]);
    fs.rmSync(path.join(folder, '0002-bed-name.sql'));
    expect(await migrate(database.config, [set])).toMatchObject({
      ok: false,
      outcome: { issues: [{ code: 'CRYO-709', params: { found: '2 (0002-bed-name)', known: 1 } }] },
    });
  });

  test('to which a migration was applied that has been edited since', async () => {
    await migrate(database.config, [set]);
    write('0001-bed.sql', 'create table bed (n bigint primary key);');
    write('0003-bed-floor.sql', 'alter table bed add floor integer;');
    expect(await migrate(database.config, [set])).toMatchObject({
      ok: false,
      outcome: { issues: [{ code: 'CRYO-710', params: { migration: 'ward 0001-bed' } }] },
    });
    expect(await rowsOf('select * from bed')).toEqual([{ n: 1, name: '' }]);
  });

  test('to which an older one was not applied', async () => {
    await migrate(database.config, [set]);
    await rowsOf('delete from migration where n = 1');
    expect(await migrate(database.config, [set])).toMatchObject({
      ok: false,
      outcome: { issues: [{ code: 'CRYO-711', params: { migration: 'ward 0001-bed' } }] },
    });
  });
});

test('a checkout with other line ends is the same migration', () => {
  const [unix] = migrationsOf(set);
  write('0001-bed.sql', fs.readFileSync(path.join(folder, '0001-bed.sql'), 'utf8').replaceAll('\n', '\r\n'));
  expect(migrationsOf(set)[0]?.hash).toBe(unix?.hash);
});

test('a gap between the files is a mistake of ours', () => {
  write('0004-late.sql', 'select 1;');
  expect(() => migrationsOf(set)).toThrow('Migration ward 3 is missing');
});
