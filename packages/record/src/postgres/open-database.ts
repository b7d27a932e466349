import { type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import pg from 'pg';
import type { Connection } from './connection.ts';
import { type DiskWatch, UNWATCHED, watchDisk } from './disk.ts';
import { joinInstance } from './instance.ts';
import { type MigrationSet, migrate, recordMigrations } from './migrate.ts';
import { connectionConfig, type DatabaseAddress, type PoolOptions } from './pool.ts';
import { waysTo } from './ways.ts';

/** Where the record is kept: in a folder, by a PostgreSQL of ours, or in a server of the clinic's own. */
export type Where = { readonly folder: string } | { readonly url: string };

export interface OpenOptions extends PoolOptions {
  /** Migrations beside the record's own: the server's. */
  readonly migrations?: readonly MigrationSet[];
  /** See `disk.ts`; for a folder alone. */
  readonly reserveBytes?: number;
  /** False only in tests. */
  readonly durable?: boolean;
}

/** The database, migrated and ready. */
export interface Database {
  readonly address: DatabaseAddress;
  readonly pool: pg.Pool;
  /** One connection, for the log of reads: readers do not wait behind writers. */
  readonly logPool: pg.Pool;
  /** For statements that touch few rows whatever is stored. */
  readonly lane: Connection;
  readonly disk: DiskWatch;
  /** Ends the connections; PostgreSQL too, when it is ours and nobody else uses it. */
  close(): Promise<void>;
}

/** The name of our database in a PostgreSQL of ours. */
const OURS = 'cryopath';

/**
 * Opens the database and brings it to this program's migrations.
 *
 * Refused: CRYO-520 to 523 as `startEmbedded`; CRYO-524 the server cannot be reached or does not let us in; CRYO-525 it is too old; CRYO-526 the
 * database is not in UTF-8; CRYO-709 to 711 as `migrate`.
 */
export async function openDatabase(where: Where, options: OpenOptions = {}): Promise<Result<Database>> {
  const reached = await reachDatabase(where, options);
  if (!reached.ok) return reached;
  const { address, disk, leave } = reached.value;
  const migrated = await migrate(address, [recordMigrations, ...(options.migrations ?? [])]);
  if (!migrated.ok) {
    await leave();
    return migrated;
  }
  const { pool, logPool, lane, end } = waysTo(address, options);
  return ok({
    address,
    pool,
    logPool,
    lane,
    disk,
    async close() {
      await end();
      await leave();
    },
  });
}

/** A database that can be connected to, migrated or not. */
export interface ReachedDatabase {
  readonly address: DatabaseAddress;
  readonly disk: DiskWatch;
  /** Stops PostgreSQL, when it is ours and nobody else uses it. */
  leave(): Promise<void>;
}

/** Starts or finds the server and leaves the database as it is: for `restore`, which wants it empty. Refused as {@link openDatabase}. */
export async function reachDatabase(where: Where, options: OpenOptions = {}): Promise<Result<ReachedDatabase>> {
  if ('url' in where)
    return suitable({ address: { connectionString: where.url }, disk: UNWATCHED, leave: async () => {} });
  const instance = await joinInstance(where.folder, options.durable === undefined ? {} : { durable: options.durable });
  if (!instance.ok) return instance;
  const { place, address } = instance.value;
  const disk = await watchDisk(place.cluster, options);
  const leave = async () => {
    disk.close();
    await instance.value.leave();
  };
  try {
    await createOurs(address('postgres'));
    return await suitable({ address: address(OURS), disk, leave });
  } catch (error) {
    await leave();
    throw error;
  }
}

async function suitable(reached: ReachedDatabase): Promise<Result<ReachedDatabase>> {
  const refusal = await unsuitable(reached.address);
  if (!refusal) return ok(reached);
  await reached.leave();
  return refused(refusal);
}

/** Two processes may do this at once: the second then finds it done, under one of two errors. */
async function createOurs(server: DatabaseAddress): Promise<void> {
  const client = new pg.Client(server);
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [OURS]);
    if (rowCount === 0) await client.query(`create database ${OURS}`);
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (code !== DUPLICATE_DATABASE && code !== UNIQUE_VIOLATION) throw error;
  } finally {
    await client.end();
  }
}

const DUPLICATE_DATABASE = '42P04';
const UNIQUE_VIOLATION = '23505';

/** 15 is what Debian 12 has, and the oldest that our tests run on. */
const OLDEST = 15;

async function unsuitable(address: DatabaseAddress): Promise<Outcome | undefined> {
  const client = new pg.Client(connectionConfig(address));
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; encoding: string }>(
      `select current_setting('server_version') as version, current_setting('server_encoding') as encoding`,
    );
    const { version = '', encoding = '' } = rows[0] ?? {};
    if (!(Number.parseInt(version, 10) >= OLDEST)) return outcome('CRYO-525', { found: version, oldest: OLDEST });
    return encoding === 'UTF8' ? undefined : outcome('CRYO-526', { encoding });
  } catch (error) {
    const { message, code = '' } = error as { message: string; code?: string };
    // A name with several addresses fails with an error that has no message of its own.
    return outcome('CRYO-524', { reason: message || code });
  } finally {
    await client.end().catch(() => {});
  }
}
