import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';
import { keepTrail } from './keep-trail.ts';
import { bytea, rowHash } from './row-hash.ts';
import { NO_SEAL, type Seal, sealHash } from './seal-hash.ts';
import type { Sealer } from './sealer.ts';
import { AUDIT_COLUMNS, type StoredAuditRow } from './stored-row.ts';
import { type Verification, verifyTrail } from './verify.ts';

const SEED = 20_260_302;
const never = () => () => {};

let opened: TestRecord;
let folder: string;
let sealer: Sealer;
let patientId: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-trail-'));
  opened = await freshRecord();
  sealer = await keepTrail(opened.pool, { clock: opened.clock, zone: 'Europe/Warsaw', folder, repeat: never });
  await aDay();
  opened.clock.advance(24 * 3_600_000);
  await aDay();
  opened.clock.advance(24 * 3_600_000);
  await aDay();
});
afterAll(async () => {
  await opened.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function aDay(): Promise<void> {
  const { record } = opened;
  const { id } = accepted(await record.create(people.doctor, patient({ managingOrganization: { display: 'ą' } })));
  patientId = id;
  await sealAll();
  const made = accepted(await record.create(people.nurse, score(id)));
  accepted(
    await record.update(people.nurse, 'Observation', made.id, score(id, { id: made.id, valueInteger: 2 }), {
      ifMatch: 1,
    }),
  );
  await sealAll();
  accepted(await record.read(people.doctor, 'Observation', made.id));
  await record.read(people.southDoctor, 'Observation', made.id);
  accepted(await record.breakGlass({ ...people.southDoctor, session: 'ward' }, id, 'unconscious, no one else on duty'));
  accepted(await record.delete(people.lead, 'Observation', made.id, { ifMatch: 2 }));
  accepted(await record.create(people.lead, { resourceType: 'Organization', name: 'Ward' }));
  const label = { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' };
  const moved = patient({ id, meta: { security: [label] }, managingOrganization: { reference: 'Organization/north' } });
  accepted(await record.update(people.lead, 'Patient', id, moved, { ifMatch: 1 }));
  const { id: gone } = accepted(await record.create(people.lead, patient({ meta: { security: [label] } })));
  accepted(await record.delete(people.lead, 'Patient', gone, { ifMatch: 1 }));
  await sealAll();
}

/** Until no row is left; other tests' transactions on the same server may hold the horizon back for a moment. */
async function sealAll(): Promise<void> {
  for (;;) {
    await sealer.seal();
    const { rows } = await opened.pool.query('select 1 from audit where xid >= (select max(to_xid) from seal)');
    const none = await opened.pool.query('select 1 from seal limit 1');
    if (rows.length === 0 && none.rows.length === 1) return;
  }
}

const verified = () => verifyTrail(opened.pool, { folder });

/**
 * Does something to the database as somebody with its password and without scruples, verifies, and takes it back.
 * Triggers and rules do not run in such a session; what is in the files stays.
 */
async function after(tampering: (client: pg.PoolClient) => Promise<unknown>): Promise<Verification> {
  const client = await opened.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query('create schema kept');
    for (const table of TABLES) await client.query(`create table kept.${table} as table public.${table}`);
    await tampering(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    client.release();
    throw error;
  }
  try {
    return await verified();
  } finally {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const table of TABLES) {
      await client.query(`delete from public.${table}`);
      await client.query(
        `insert into public.${table} ${table === 'resource' ? 'overriding system value' : ''} table kept.${table}`,
      );
    }
    await client.query('drop schema kept cascade');
    await client.query('commit');
    client.release();
  }
}

const TABLES = ['version', 'resource', 'compartment', 'audit', 'seal', 'audit_root', 'break_glass'];

/** Columns that verification covers, by table: all but the number `n` of a head, and the id of an opening. */
const COVERED: Readonly<Record<string, readonly string[]>> = {
  version: ['type', 'id', 'version', 'patient', 'at', 'who', 'interaction', 'content', 'hash'],
  audit: [
    'id',
    'xid',
    'at',
    'who',
    'role',
    'clinic',
    'purpose',
    'action',
    'interaction',
    'outcome',
    'type',
    'resource',
    'version',
    'patient',
    'address',
    'request',
    'detail',
    'content',
    'text_hash',
    'hash',
  ],
  seal: ['n', 'at', 'from_xid', 'to_xid', 'rows', 'hash'],
  audit_root: ['day', 'seal', 'hash', 'key_id', 'signature'],
  resource: ['type', 'id', 'version', 'patient', 'clinic', 'at', 'deleted'],
  compartment: ['patient', 'clinic', 'restricted', 'deleted'],
  break_glass: ['who', 'session', 'patient', 'reason', 'since', 'until'],
};

/** An expression that gives the column with one bit of it different, wherever `at` (0..1) says. */
function flipped(column: string, type: string, at: number): string {
  switch (type) {
    case 'text':
      // A bit of the last character's code, which stays a character that PostgreSQL keeps; of an empty text, one more character.
      return `case when ${column} = '' then 'x' else overlay(${column} placing
        chr(ascii(substr(${column}, p.at, 1)) # 1) from p.at for 1) end`;
    case 'bytea':
      return `set_bit(coalesce(${column}, '\\x00'), (${at} * (8 * coalesce(length(${column}), 1) - 1))::integer::bigint,
        1 - get_bit(coalesce(${column}, '\\x00'), (${at} * (8 * coalesce(length(${column}), 1) - 1))::integer::bigint))`;
    case 'timestamptz':
      return `${column} - interval '1 microsecond'`;
    case 'date':
      return `${column} - 64`;
    case 'uuid':
      return `overlay(${column}::text placing case when substr(${column}::text, 36, 1) = '0' then '1' else '0' end from 36 for 1)::uuid`;
    case 'bool':
      return `not ${column}`;
    default:
      // A high bit: with a low one the number may be another row's, which the primary key does not allow.
      return `${column} # 1024`;
  }
}

async function flip(client: pg.PoolClient, table: string, column: string, row: number, at: number): Promise<void> {
  const { rows } = await client.query(
    `select t.typname as type, (select count(*)::int from ${table}) as count from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = $1::regclass and a.attname = $2`,
    [table, column],
  );
  const [{ type, count }] = rows;
  const place = `(select x.ctid, greatest(1, ceil(${at} * length(x.${column}::text)))::integer as at from ${table} x order by x.ctid offset ${Math.floor(row * count)} limit 1)`;
  const checks = await client.query(
    `select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
    [table],
  );
  for (const { name } of checks.rows) await client.query(`alter table ${table} drop constraint "${name}"`);
  const { rowCount } = await client.query(
    `update ${table} t set ${column} = ${flipped(`t.${column}`, type, at)} from ${place} p where t.ctid = p.ctid`,
  );
  if (rowCount !== 1) throw new Error(`nothing flipped in ${table}.${column}`);
}

describe('a record that nobody tampered with', () => {
  test('verifies, and says how much it looked at', async () => {
    const result = await verified();
    expect(result).toMatchObject({ differences: 0, found: [], unsealed: { rows: 0 } });
    expect(result.versions).toBe(24);
    expect(result.seals).toBeGreaterThanOrEqual(9);
    expect(result.roots).toBe(2);
    const { rows } = await opened.pool.query('select count(*) as count from audit');
    expect(result.rows).toBe(rows[0].count);
  });

  test('verifies while rows of the last second are not sealed yet, and says so', async () => {
    accepted(await opened.record.read(people.lead, 'Patient', patientId));
    expect(await verified()).toMatchObject({ differences: 0, unsealed: { rows: 1 } });
    await sealAll();
  });
});

describe('one changed bit (R7, H17)', () => {
  const columns = Object.entries(COVERED).flatMap(([table, names]) => names.map((column) => [table, column] as const));

  test.each(columns)('of %s.%s is found and named', async (table, column) => {
    const result = await after((client) => flip(client, table, column, 0.5, 0.5));
    expect(result.differences).toBeGreaterThan(0);
    expect(result.found[0]?.where).toMatch(/^(?:audit|seal|root|version|resource|compartment|break-glass)\//);
  });

  test('anywhere in any row is found', async () => {
    const unit = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...columns), unit, unit, async ([table, column], row, at) => {
        const result = await after((client) => flip(client, table, column, row, at));
        expect(result.differences).toBeGreaterThan(0);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});

describe('tampering with whole rows', () => {
  const MIDDLE = 'select ctid from audit order by xid, id offset 5 limit 1';

  test('a removed act breaks its seal', async () => {
    const result = await after((client) => client.query(`delete from audit where ctid = (${MIDDLE})`));
    expect(result.found.map(({ what }) => what)).toContain('seal-broken');
  });

  test('an act changed together with its hash breaks its seal', async () => {
    const result = await after((client) =>
      client.query(`update audit set hash = sha256('x'), detail = 'y' where ctid = (${MIDDLE})`),
    );
    expect(result.found.map(({ what }) => what)).toContain('seal-broken');
  });

  test('an act slipped in between breaks the seal it would belong to', async () => {
    const result = await after((client) =>
      client.query(`insert into audit select gen_random_uuid(), xid, at, who, role, clinic, purpose, action, interaction, outcome, type, resource, version,
        patient, address, request, detail, content, null, hash from audit where ctid = (${MIDDLE})`),
    );
    expect(result.found.map(({ what }) => what)).toContain('seal-broken');
  });

  test('two acts that changed places break their seals', async () => {
    const result = await after((client) =>
      client.query(`with two as (select id, xid, lead(xid) over (order by xid, id) as next, lag(xid) over (order by xid, id) as before,
          row_number() over (order by xid, id) as place from (select distinct on (xid) id, xid from audit order by xid, id) d)
        update audit a set xid = case two.place when 4 then two.next else two.before end from two where a.xid = two.xid and two.place in (4, 5)`),
    );
    expect(result.found.map(({ what }) => what)).toContain('seal-broken');
  });

  test('an act moved to another transaction of its seal breaks it, though the order stays', async () => {
    const result = await after((client) =>
      client.query(`update audit a set xid = s.from_xid from seal s where s.n = 2
        and (a.xid, a.id) = (select xid, id from audit where xid >= s.from_xid and xid < s.to_xid order by xid, id limit 1) and a.xid > s.from_xid`),
    );
    expect(result.found).toEqual([{ where: 'seal/2', what: 'seal-broken' }]);
  });

  test('a missing seal is named', async () => {
    const result = await after((client) => client.query('delete from seal where n = 3'));
    expect(result.found).toContainEqual({ where: 'seal/3', what: 'seal-missing' });
  });

  test('cut-off newest seals are known from the head in the data folder', async () => {
    const result = await after((client) => client.query('delete from seal where n > (select max(n) - 2 from seal)'));
    expect(result.found.map(({ what }) => what)).toContain('seals-cut-off');
    expect(result.unsealed.rows).toBeGreaterThan(0);
  });

  test('cut-off newest seals, with their acts and versions, are known from the head too', async () => {
    const result = await after(async (client) => {
      const { rows } = await client.query('select from_xid from seal order by n desc limit 1');
      await client.query(
        `delete from version v using audit a where a.xid >= $1 and a.text_hash is not null and (a.type, a.resource, a.version) = (v.type, v.id, v.version)`,
        [rows[0].from_xid],
      );
      await client.query('delete from audit where xid >= $1', [rows[0].from_xid]);
      await client.query('delete from seal where n = (select max(n) from seal)');
    });
    expect(result.found.map(({ what }) => what)).toContain('seals-cut-off');
  });

  test('a version without an act, an act without its version, and a lost head are named', async () => {
    const added = await after((client) =>
      client.query(
        `insert into version select type, id, version + 100, patient, at, who, interaction, content, hash from version limit 1`,
      ),
    );
    expect(added.found.map(({ what }) => what)).toContain('version-added');
    const lost = await after((client) => client.query(`delete from version where type = 'Patient'`));
    expect(lost.found.map(({ what }) => what)).toContain('version-missing');
    const headless = await after((client) => client.query(`delete from resource where type = 'Patient'`));
    expect(headless.found.map(({ what }) => what)).toContain('head-missing');
  });

  test('a text replaced together with its hash is not what the trail says', async () => {
    const result = await after((client) =>
      client.query(
        `update version set content = replace(content, 'final', 'amended'), hash = sha256(convert_to(replace(content, 'final', 'amended'), 'UTF8')) where content like '%final%'`,
      ),
    );
    expect(result.found.map(({ what }) => what)).toContain('version-changed');
  });

  /** Computes rows and seals anew, up to a seal, as somebody would who knows all of this code. */
  async function forge(client: pg.PoolClient, upTo: number): Promise<void> {
    const rows = await client.query<StoredAuditRow>(`select ${AUDIT_COLUMNS} from audit a`);
    for (const row of rows.rows) {
      await client.query('update audit set hash = $2 where id = $1', [row.id, bytea(rowHash(row))]);
    }
    const seals = await client.query<Seal>(
      `select n, at, from_xid as "fromXid", to_xid as "toXid" from seal where n <= $1 order by n`,
      [upTo],
    );
    let previous: { hash: string } = NO_SEAL;
    for (const seal of seals.rows) {
      const computed = sealHash(seal, previous.hash);
      const covered = await client.query(
        `select xid, encode(hash, 'hex') as hash from audit where xid >= $1 and xid < $2 order by xid, id`,
        [seal.fromXid, seal.toXid],
      );
      for (const row of covered.rows) computed.add(row);
      previous = computed.finished();
      await client.query('update seal set hash = $2 where n = $1', [seal.n, bytea(previous.hash)]);
    }
  }
  const OLD_READ = `update audit set who = 'Practitioner/somebody-else' where ctid = (select ctid from audit order by xid, id limit 1)`;

  test('a seal that was computed anew does not carry the one after it', async () => {
    const result = await after(async (client) => {
      await client.query(OLD_READ);
      await forge(client, 1);
    });
    expect(result.found[0]).toEqual({ where: 'seal/2', what: 'seal-broken' });
  });

  test('a chain that was computed anew does not give the signed roots', async () => {
    const result = await after(async (client) => {
      await client.query(OLD_READ);
      await forge(client, 1_000);
    });
    const faults = result.found.filter(({ where }) => !where.startsWith('version/'));
    expect(faults.map(({ what }) => what)).toEqual(['root-changed', 'root-changed', 'seal-broken']);
  });
});

describe('what is kept beside the database', () => {
  test('a root that was removed from the database is missing against the file', async () => {
    const result = await after((client) => client.query('delete from audit_root'));
    expect(result.found).toEqual([
      { where: 'root/2026-03-02', what: 'root-missing' },
      { where: 'root/2026-03-03', what: 'root-missing' },
    ]);
  });

  test('a root signed by another key is not accepted', async () => {
    const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-keys-'));
    const result = await verifyTrail(opened.pool, { folder: elsewhere });
    fs.rmSync(elsewhere, { recursive: true });
    expect(result.found.map(({ what }) => what)).toEqual(['root-unsigned', 'root-unsigned']);
  });

  test('the private key is its owner’s alone', () => {
    expect(fs.statSync(path.join(folder, 'keys', 'audit-root.pem')).mode & 0o077).toBe(0);
    expect(fs.statSync(path.join(folder, 'keys')).mode & 0o077).toBe(0);
  });

  test('every day that ended has its line, in the clinic’s calendar', () => {
    const lines = fs.readFileSync(path.join(folder, 'audit-roots.ndjson'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).day)).toEqual(['2026-03-02', '2026-03-03']);
  });
});
