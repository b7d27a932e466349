import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyDatabase, type TestDatabase } from '../../test/database.ts';
import { accepted, BASE, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';
import { keepTrail } from '../audit/keep-trail.ts';
import { verifyTrail } from '../audit/verify.ts';
import { openRecord } from '../open-record.ts';
import { recordMigrations } from '../postgres/migrate.ts';
import { createPool, type DatabaseAddress } from '../postgres/pool.ts';
import { backUp } from './backup.ts';
import { restore } from './restore.ts';

const never = () => () => {};
const sets = [recordMigrations];

let opened: TestRecord;
let folder: string;
let file: string;
/** The address of the record's database: the pool was made of it. */
let address: DatabaseAddress;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-backup-'));
  file = path.join(folder, 'first.cryopath');
  opened = await freshRecord();
  address = opened.address;
  const sealer = await keepTrail(opened.pool, { clock: opened.clock, zone: 'Europe/Warsaw', folder, repeat: never });
  const { record } = opened;
  for (let n = 0; n < 30; n++) {
    const { id } = accepted(await record.create(people.doctor, patient({ name: [{ family: `Żółć\t\\${n}\n` }] })));
    const { id: observation } = accepted(await record.create(people.nurse, score(id)));
    accepted(await record.read(people.nurse, 'Observation', observation));
    if (n % 10 === 0) opened.clock.advance(24 * 3_600_000);
    while ((await sealer.seal()) === 0);
  }
  accepted(await record.create(people.doctor, patient(), { idempotencyKey: 'once' }));
  accepted(await backUp(address, file, { clock: opened.clock, folder }));
});
afterAll(async () => {
  await opened.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A target for a restore, removed when the test's work is done. */
async function inTarget<T>(work: (target: { database: TestDatabase; folder: string }) => Promise<T>): Promise<T> {
  const database = await emptyDatabase();
  const target = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-restored-'));
  try {
    return await work({ database, folder: target });
  } finally {
    await database.drop();
    fs.rmSync(target, { recursive: true, force: true });
  }
}

async function query<Row extends pg.QueryResultRow>(address: DatabaseAddress, text: string): Promise<Row[]> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const TABLES = [
  'version',
  'resource',
  'compartment',
  'audit',
  'seal',
  'audit_root',
  'token_value',
  'string_value',
  'reference_value',
  'idempotency',
];

/** Every row of every table as text. */
async function everyRow(
  address: DatabaseAddress,
  tables: readonly string[] = TABLES,
): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const table of tables) {
    const rows = await query<{ row: string }>(address, `select t::text as row from ${table} t order by 1`);
    all[table] = rows.map(({ row }) => row);
  }
  return all;
}

describe('a backup (R13)', () => {
  test('brings back every row, and the restored record verifies with the roots it came with', async () => {
    await inTarget(async ({ database, folder: target }) => {
      const restored = accepted(await restore(database.config, file, { folder: target, sets }));
      expect(await everyRow(database.config)).toEqual(await everyRow(address));
      expect(restored.verification).toMatchObject({ differences: 0, found: [] });
      expect(restored.verification.roots).toBeGreaterThanOrEqual(2);
      expect(fs.existsSync(path.join(target, 'keys', 'audit-root.pem'))).toBe(false);
    });
  });

  test('is a record that goes on: new versions, new numbers, a trail in order', async () => {
    await inTarget(async ({ database, folder: target }) => {
      accepted(await restore(database.config, file, { folder: target, sets }));
      const { clock } = opened;
      const record = accepted(await openRecord(database.config, { clock, base: BASE }));
      const pool = createPool(database.config, { connections: 2 });
      const sealer = await keepTrail(pool, { clock, zone: 'Europe/Warsaw', folder: target, repeat: never });
      const [first] = await query<{ id: string }>(
        database.config,
        `select id from resource where type = 'Patient' order by n limit 1`,
      );
      accepted(await record.create(people.nurse, score(first?.id ?? '')));
      while ((await sealer.seal()) === 0);
      const verification = await verifyTrail(pool, { folder: target });
      const [numbers] = await query<{ highest: string; count: string }>(
        database.config,
        'select max(n) as highest, count(distinct n) as count from resource',
      );
      await Promise.all([record.close(), pool.end()]);
      expect(verification).toMatchObject({ differences: 0, unsealed: { rows: 0 } });
      expect(Number(numbers?.highest)).toBeGreaterThan(61);
      expect(numbers?.count).toBe('62');
    });
  });

  test('goes on in order also on a server whose transactions have lower numbers', async () => {
    const moved = path.join(folder, 'moved.cryopath');
    await inTarget(async ({ database, folder: target }) => {
      accepted(await restore(database.config, file, { folder: target, sets }));
      // As if it had been written on a server that had seen a billion transactions more.
      await query(
        database.config,
        `set session_replication_role = replica; delete from seal; delete from audit_root;
        update audit set xid = xid + 1000000000`,
      );
      fs.rmSync(path.join(target, 'audit-head.json'));
      fs.rmSync(path.join(target, 'audit-roots.ndjson'));
      accepted(await backUp(database.config, moved, { clock: opened.clock, folder: target }));
    });
    await inTarget(async ({ database, folder: target }) => {
      accepted(await restore(database.config, moved, { folder: target, sets }));
      const [before] = await query<{ highest: string }>(database.config, 'select max(xid) as highest from audit');
      const record = accepted(await openRecord(database.config, { clock: opened.clock, base: BASE }));
      accepted(await record.create(people.doctor, patient()));
      const [after] = await query<{ highest: string }>(database.config, 'select max(xid) as highest from audit');
      const pool = createPool(database.config, { connections: 2 });
      const sealer = await keepTrail(pool, {
        clock: opened.clock,
        zone: 'Europe/Warsaw',
        folder: target,
        repeat: never,
      });
      let sealed = 0;
      while (sealed < 92) sealed += await sealer.seal();
      const verification = await verifyTrail(pool, { folder: target });
      await Promise.all([record.close(), pool.end()]);
      expect(Number(before?.highest)).toBeGreaterThan(1_000_000_000);
      expect(Number(after?.highest)).toBeGreaterThan(Number(before?.highest));
      expect(verification).toMatchObject({ differences: 0, unsealed: { rows: 0 } });
    });
  });

  test('made while others write holds one moment: a prefix of what was written, whole', async () => {
    const during = path.join(folder, 'during.cryopath');
    let writing = true;
    const writer = (async () => {
      while (writing) {
        const { id } = accepted(await opened.record.create(people.doctor, patient()));
        accepted(await opened.record.create(people.nurse, score(id)));
      }
    })();
    const backup = accepted(await backUp(address, during, { clock: opened.clock, folder }));
    writing = false;
    await writer;
    await inTarget(async ({ database, folder: target }) => {
      const { verification } = accepted(await restore(database.config, during, { folder: target, sets }));
      expect(verification.differences).toBe(0);
      const restored = await everyRow(database.config, ['version', 'audit']);
      const all = await everyRow(address, ['version', 'audit']);
      for (const table of ['version', 'audit']) {
        const known = new Set(all[table]);
        expect(restored[table]?.filter((row) => !known.has(row))).toEqual([]);
        expect(restored[table]?.length).toBe(backup.tables.find(({ name }) => name === table)?.rows);
      }
    });
  });

  test('does not take the place of another file', async () => {
    const again = await backUp(address, file, { clock: opened.clock, folder });
    expect(again).toMatchObject({ ok: false, outcome: { issues: [{ code: 'CRYO-704' }] } });
  });

  test('that cannot be written leaves no file', async () => {
    const nowhere = path.join(folder, 'none', 'x.cryopath');
    const failed = await backUp(address, nowhere, { clock: opened.clock, folder });
    expect(failed).toMatchObject({ ok: false, outcome: { issues: [{ code: 'CRYO-704' }] } });
    expect(fs.existsSync(path.dirname(nowhere))).toBe(false);
  });

  test('is its owner’s alone to read', () => {
    expect(fs.statSync(file).mode & 0o077).toBe(0);
  });
});

describe('a restore is refused, and nothing is written,', () => {
  /** What a restore from a file says, and what it left behind. */
  async function tried(source: string) {
    return inTarget(async ({ database, folder: target }) => {
      const result = await restore(database.config, source, { folder: target, sets });
      const tables = await query(
        database.config,
        `select relname from pg_class where relnamespace = current_schema()::regnamespace`,
      );
      return { code: result.ok ? 'restored' : result.outcome.issues[0]?.code, tables, files: fs.readdirSync(target) };
    });
  }
  const NOTHING_WRITTEN = { code: 'CRYO-705', tables: [], files: [] };

  test.each([0.02, 0.3, 0.6, 0.9, 0.999])('when a byte at %d of the file is another', async (place) => {
    const bytes = fs.readFileSync(file);
    const at = Math.floor(bytes.length * place);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    const damaged = path.join(folder, 'damaged.cryopath');
    fs.writeFileSync(damaged, bytes);
    expect(await tried(damaged)).toEqual(NOTHING_WRITTEN);
  });

  test.each([0, 10, 0.5, 0.99])('when the file is cut off at %d', async (length) => {
    const bytes = fs.readFileSync(file);
    const cut = path.join(folder, 'cut.cryopath');
    fs.writeFileSync(cut, bytes.subarray(0, length < 1 ? Math.floor(bytes.length * length) : length));
    expect(await tried(cut)).toEqual(NOTHING_WRITTEN);
  });

  test('when there is no file', async () => {
    expect(await tried(path.join(folder, 'none'))).toEqual(NOTHING_WRITTEN);
  });

  test('when the database is not empty', async () => {
    await inTarget(async ({ folder: target }) => {
      const result = await restore(address, file, { folder: target, sets });
      expect(result).toMatchObject({ ok: false, outcome: { issues: [{ code: 'CRYO-706' }] } });
    });
  });

  test('when the data folder has a trail of its own', async () => {
    await inTarget(async ({ database }) => {
      const result = await restore(database.config, file, { folder, sets });
      expect(result).toMatchObject({ ok: false, outcome: { issues: [{ code: 'CRYO-706' }] } });
    });
  });

  test('when the backup knows migrations that the program does not', async () => {
    await inTarget(async ({ database, folder: target }) => {
      const result = await restore(database.config, file, { folder: target, sets: [] });
      expect(result).toMatchObject({ ok: false, outcome: { issues: [{ code: 'CRYO-709' }] } });
    });
  });
});
