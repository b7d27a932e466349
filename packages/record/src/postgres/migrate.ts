import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import pg from 'pg';
import { alignAuditOrder } from './audit-order.ts';
import { connectionConfig, type DatabaseAddress } from './pool.ts';

/** One package's migrations: files `0001-record.sql`, `0002-write.sql` and so on in a folder. */
export interface MigrationSet {
  readonly name: string;
  /** With a trailing slash. */
  readonly folder: URL;
}

/** The record's own tables. */
export const recordMigrations: MigrationSet = { name: 'record', folder: new URL('../migrations/', import.meta.url) };

export interface Migration {
  readonly set: string;
  readonly n: number;
  readonly name: string;
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
  readonly text: string;
}

/** The migrations of one set in order. @throws Error when a file's name or number is not as it must be: that is a bug of ours. */
export function migrationsOf({ name: set, folder }: MigrationSet): readonly Migration[] {
  const files = fs.readdirSync(fileURLToPath(folder)).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file, index) => {
    const n = index + 1;
    if (!file.startsWith(`${String(n).padStart(4, '0')}-`))
      throw new Error(`Migration ${set} ${n} is missing, found ${file}`);
    // A checkout on Windows may have other line ends.
    const text = fs.readFileSync(new URL(file, folder), 'utf8').replaceAll('\r\n', '\n');
    return { set, n, name: file.slice(0, -'.sql'.length), hash: createHash('sha256').update(text).digest('hex'), text };
  });
}

/** How far a database is, as its own table tells. */
interface Applied {
  readonly n: number;
  readonly name: string;
  readonly hash: string;
}

/**
 * Brings a database to what this program knows: every set's migrations that it does not have yet, in order, each in a transaction of its own.
 * Forward only. Two processes that start together do it once: the second waits and finds it done.
 *
 * Refused, with nothing changed: CRYO-709 the database is newer than the program; CRYO-710 a migration was edited after it had been applied;
 * CRYO-711 one is missing in between.
 *
 * @returns how many were applied.
 */
export async function migrate(address: DatabaseAddress, sets: readonly MigrationSet[]): Promise<Result<number>> {
  const client = new pg.Client(connectionConfig(address, { statementMilliseconds: 0, lockMilliseconds: 0 }));
  client.on('error', () => {});
  await client.connect();
  try {
    // Held until this session ends.
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(MIGRATION_TABLE);
    const plans: (readonly Migration[])[] = [];
    for (const set of sets) {
      const known = migrationsOf(set);
      const applied = await appliedOf(client, set.name);
      const refusal = disagreement(known, applied);
      if (refusal) return refused(refusal);
      plans.push(known.slice(applied.length));
    }
    const pending = plans.flat();
    for (const migration of pending) await apply(client, migration);
    // The record may have been moved here from another server.
    if (sets.includes(recordMigrations)) await alignAuditOrder(client);
    return ok(pending.length);
  } finally {
    await client.end();
  }
}

/** Any number that nothing else of ours locks: "CRYO" and 1. */
const MIGRATION_LOCK = 0x4352_594f_01;

/** Where a database keeps how far it is. */
export const MIGRATION_TABLE = `
  create table if not exists migration (
    set  text        not null,
    n    integer     not null,
    name text        not null,
    hash text        not null,
    at   timestamptz not null default now(),
    primary key (set, n)
  )`;

async function appliedOf(client: pg.Client, set: string): Promise<readonly Applied[]> {
  const { rows } = await client.query<Applied>('select n, name, hash from migration where set = $1 order by n', [set]);
  return rows;
}

/** Why the applied migrations cannot be the beginning of the known ones; undefined when they are. */
export function disagreement(known: readonly Migration[], applied: readonly Applied[]): Outcome | undefined {
  const newest = applied.at(-1);
  if (newest && newest.n > known.length) {
    return outcome('CRYO-709', { found: `${newest.n} (${newest.name})`, known: known.length });
  }
  for (const [index, migration] of known.slice(0, newest?.n ?? 0).entries()) {
    const found = applied[index];
    if (found?.n !== migration.n) return outcome('CRYO-711', { migration: `${migration.set} ${migration.name}` });
    if (found.hash !== migration.hash) return outcome('CRYO-710', { migration: `${migration.set} ${migration.name}` });
  }
  return undefined;
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await applyMigration(client, migration);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${migration.set} ${migration.name} failed`, { cause: error });
  }
}

/** Inside the caller's transaction. */
export async function applyMigration(client: pg.ClientBase, { set, n, name, hash, text }: Migration): Promise<void> {
  await client.query(text);
  await client.query('insert into migration (set, n, name, hash) values ($1, $2, $3, $4)', [set, n, name, hash]);
}
