import { createHash, type Hash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { hasTrail, keepTrailFiles, trailFolder } from '../audit/trail-folder.ts';
import { type Verification, verifyTrail } from '../audit/verify.ts';
import { alignAuditOrder } from '../postgres/audit-order.ts';
import {
  applyMigration,
  disagreement,
  MIGRATION_TABLE,
  type MigrationSet,
  migrate,
  migrationsOf,
} from '../postgres/migrate.ts';
import { connectionConfig, createPool, type DatabaseAddress } from '../postgres/pool.ts';
import { type ArchivedTable, DamagedArchive, type Heading, type Manifest, readArchive } from './archive.ts';
import { copyOf } from './tables.ts';

export interface RestoreOptions {
  /** The data folder of the restored record: it must have no trail of its own. */
  readonly folder: string;
  /** The migrations that this program knows: the record's, and those of whatever else keeps tables beside it. */
  readonly sets: readonly MigrationSet[];
  readonly progress?: (step: 'checking' | 'loading' | 'verifying', detail: string) => void;
}

export interface Restored {
  /** FHIR instant at which the backup was begun. */
  readonly at: string;
  readonly tables: readonly ArchivedTable[];
  /** What `audit verify` says of the restored record: a backup faithfully holds what was wrong before it, too. */
  readonly verification: Verification;
}

/**
 * Brings a backup back, into an empty database: checks the whole file first; then, in one transaction, makes the tables as they were and loads
 * them; then migrates forward to this program; then verifies.
 *
 * Refused, with nothing written: CRYO-705 the file is damaged, cut off or of an unknown kind; CRYO-706 the database or the data folder is not
 * empty; CRYO-709 to 711 the backup's migrations are not the beginning of this program's.
 */
export async function restore(
  address: DatabaseAddress,
  file: string,
  options: RestoreOptions,
): Promise<Result<Restored>> {
  const { folder, sets, progress } = options;
  try {
    const { heading, manifest } = await checked(file, (table) => progress?.('checking', table));
    const refusal = migrationRefusal(heading, sets) ?? (await targetRefusal(address, folder));
    if (refusal) return refused(refusal);
    await load(address, file, heading, manifest, options);
    keepTrailFiles(folder, manifest.files);
    const migrated = await migrate(address, sets);
    if (!migrated.ok) return migrated;
    const verification = await verified(address, folder, (detail) => progress?.('verifying', detail));
    return ok({ at: heading.at, tables: manifest.tables, verification });
  } catch (error) {
    if (error instanceof DamagedArchive || isAbsent(error)) {
      return refused(outcome('CRYO-705', { source: file, reason: error.message }));
    }
    throw error;
  }
}

const isAbsent = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Reads the file to its end before anything is written. @throws DamagedArchive */
function checked(file: string, progress: (table: string) => void): Promise<{ heading: Heading; manifest: Manifest }> {
  return readArchive(file, async (archive) => {
    const sums = new Map<string, Hash>();
    for await (const { table, bytes } of archive.pieces()) {
      if (!sums.has(table)) progress(table);
      const sum = sums.get(table) ?? createHash('sha256');
      sums.set(table, sum.update(bytes));
    }
    const manifest = await archive.manifest();
    for (const { name, sha256 } of manifest.tables) {
      const sum = sums.get(name) ?? createHash('sha256');
      if (sum.digest('hex') !== sha256) throw new DamagedArchive(`table ${name} is not what the manifest says`);
    }
    return { heading: archive.heading, manifest };
  });
}

function migrationRefusal({ migrations }: Heading, sets: readonly MigrationSet[]): Outcome | undefined {
  for (const name of new Set(migrations.map(({ set }) => set))) {
    const known = sets.find((set) => set.name === name);
    const applied = migrations.filter(({ set }) => set === name);
    const refusal = disagreement(known ? migrationsOf(known) : [], applied);
    if (refusal) return refusal;
  }
  return undefined;
}

async function targetRefusal(address: DatabaseAddress, folder: string): Promise<Outcome | undefined> {
  if (hasTrail(folder)) return outcome('CRYO-706', { target: folder });
  const client = new pg.Client(connectionConfig(address));
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = current_schema()::regnamespace limit 1`,
    );
    return rows[0] && outcome('CRYO-706', { target: `the database holds "${rows[0].name}"` });
  } finally {
    await client.end();
  }
}

/** All in one transaction: whatever happens, the database is whole or still empty. */
async function load(
  address: DatabaseAddress,
  file: string,
  heading: Heading,
  manifest: Manifest,
  { sets, progress }: RestoreOptions,
): Promise<void> {
  const client = new pg.Client(connectionConfig(address, { statementMilliseconds: 0, lockMilliseconds: 0 }));
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin');
    await client.query(MIGRATION_TABLE);
    for (const set of sets) {
      const applied = heading.migrations.filter(({ set: name }) => name === set.name).length;
      for (const migration of migrationsOf(set).slice(0, applied)) await applyMigration(client, migration);
    }
    // What was current when a gate was asked need not be so any more: what the backup holds was held against it when it was written.
    const held = await constraintTriggers(client);
    for (const { table, name } of held) await client.query(`alter table "${table}" disable trigger "${name}"`);
    await loadTables(client, file, manifest, (table) => progress?.('loading', table));
    for (const { table, name } of held) await client.query(`alter table "${table}" enable trigger "${name}"`);
    await continueNumbers(client);
    await alignAuditOrder(client);
    await client.query('commit');
  } finally {
    // Without a commit, the end of the session takes everything back.
    await client.end().catch(() => {});
  }
}

async function constraintTriggers(
  client: pg.Client,
): Promise<readonly { readonly table: string; readonly name: string }[]> {
  const { rows } = await client.query<{ table: string; name: string }>(`
    select c.relname as table, t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = current_schema()::regnamespace and t.tgconstraint <> 0 and not t.tgisinternal order by 1, 2`);
  return rows;
}

function loadTables(
  client: pg.Client,
  file: string,
  manifest: Manifest,
  progress: (table: string) => void,
): Promise<void> {
  return readArchive(file, async (archive) => {
    const pieces = archive.pieces();
    let next = await pieces.next();
    for (const table of manifest.tables) {
      progress(table.name);
      // What a migration put there (the names of a cryoablation) is in the backup, too.
      await client.query(`delete from "${table.name}"`);
      const into = client.query(from(`${copyOf(table)} from stdin`));
      await pipeline(async function* () {
        for (; !next.done && next.value.table === table.name; next = await pieces.next()) yield next.value.bytes;
      }, into);
      if (into.rowCount !== table.rows)
        throw new DamagedArchive(`table ${table.name} has not as many rows as it should`);
    }
    // The file could have been exchanged between the two readings.
    if (!next.done) throw new DamagedArchive(`table ${next.value.table} is not in its place`);
    await archive.manifest();
  });
}

/** Identity columns go on after the highest number that was loaded. */
async function continueNumbers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(`
    select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attidentity <> ''`);
  for (const { table, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence('"${table}"', '${column}'), max("${column}")) from "${table}" having max("${column}") is not null`,
    );
  }
}

async function verified(
  address: DatabaseAddress,
  folder: string,
  progress: (detail: string) => void,
): Promise<Verification> {
  const pool = createPool(address, { connections: 1 });
  try {
    const verification = await verifyTrail(pool, { folder, progress: (step, done) => progress(`${step} ${done}`) });
    // The head of the restored trail, so that from now on its newest seals cannot be cut off unseen.
    const { rows } = await pool.query(`select n, encode(hash, 'hex') as hash from seal order by n desc limit 1`);
    if (rows[0]) trailFolder(folder).keepHead(rows[0]);
    return verification;
  } finally {
    await pool.end();
  }
}
