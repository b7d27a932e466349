import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { textOf } from '@cryopath/fhir';
import type { TestProject } from 'vitest/node';
import { embeddedAddress, startEmbedded } from '../src/postgres/embedded.ts';
import { migrate, recordMigrations } from '../src/postgres/migrate.ts';
import type { DatabaseAddress } from '../src/postgres/pool.ts';
import { administer, externalAddress, inDatabase, TEMPLATE } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the socket on which this run's PostgreSQL listens; '' when an external server is used. */
    pgHost: string;
  }
}

/** One PostgreSQL for a whole run of tests, with the migrated database from which each test's own is copied. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const external = externalAddress();
  if (external) {
    project.provide('pgHost', '');
    await makeTemplate(external);
    return async () => {};
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-test-'));
  fs.chmodSync(folder, 0o711); // so that root's PostgreSQL, which runs as another user, reaches it
  const started = await startEmbedded(folder, { durable: false });
  if (!started.ok) throw new Error(started.outcome.issues.map((issue) => textOf(issue, 'en')).join(' '));
  const { place, stop } = started.value;
  project.provide('pgHost', place.socket);
  await makeTemplate(embeddedAddress(place, 'postgres'));
  return async () => {
    await stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
}

async function makeTemplate(server: DatabaseAddress): Promise<void> {
  await administer(server, `drop database if exists ${TEMPLATE} with (force)`);
  await administer(server, `create database ${TEMPLATE} template template0 encoding 'UTF8'`);
  const migrated = await migrate(inDatabase(server, TEMPLATE), [recordMigrations]);
  if (!migrated.ok) throw new Error(migrated.outcome.issues.map((issue) => textOf(issue, 'en')).join(' '));
}
