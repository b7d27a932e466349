import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { DatabaseAddress } from '../src/postgres/pool.ts';

/** The migrated database of a run, from which {@link freshDatabase} copies. */
export const TEMPLATE = 'cryopath_template';

/** The server that CRYOPATH_TEST_DATABASE_URL names: the tests then run on it instead of on the embedded one. */
export function externalAddress(): DatabaseAddress | undefined {
  const url = process.env.CRYOPATH_TEST_DATABASE_URL;
  return url ? { connectionString: url } : undefined;
}

export interface TestDatabase {
  /** For `createPool`, `new pg.Client`, or whatever a test opens. */
  readonly config: DatabaseAddress;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/**
 * A database of a test's own, with all of the record's migrations, in some 30 ms.
 *
 * @example
 * const database = await freshDatabase();
 * const pool = createPool(database.config);
 * // …
 * await pool.end();
 * await database.drop();
 */
export async function freshDatabase(): Promise<TestDatabase> {
  return newDatabase(`template ${TEMPLATE}`);
}

/** A database without any table, for tests of migrations and of restoring. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return newDatabase(`template template0 encoding 'UTF8'`);
}

async function newDatabase(origin: string): Promise<TestDatabase> {
  const server = serverAddress();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, `create database ${name} ${origin}`);
  return {
    config: inDatabase(server, name),
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  };
}

/** The server of this run of tests, at its maintenance database. */
export function serverAddress(): DatabaseAddress {
  return externalAddress() ?? { host: inject('pgHost'), user: 'postgres', database: 'postgres' };
}

/** The same server at another database. */
export function inDatabase(address: DatabaseAddress, database: string): DatabaseAddress {
  if (!address.connectionString) return { ...address, database };
  const [, server, rest] = /^(\w+:\/\/[^/?]*)(?:\/[^?]*)?(.*)$/.exec(address.connectionString) ?? [];
  return { connectionString: `${server}/${database}${rest}` };
}

/** One statement outside any transaction, as CREATE DATABASE wants it. */
export async function administer(server: DatabaseAddress, statement: string): Promise<void> {
  const client = new pg.Client(server);
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
