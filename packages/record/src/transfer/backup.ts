import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import { type Clock, isoOf } from '@cryopath/pathway';
import pg from 'pg';
import { to } from 'pg-copy-streams';
import { trailFiles } from '../audit/trail-folder.ts';
import { connectionConfig, type DatabaseAddress } from '../postgres/pool.ts';
import { type ArchivedTable, type Heading, type Piece, writeArchive } from './archive.ts';
import { copiedTables, copyOf } from './tables.ts';

export interface BackupOptions {
  readonly clock: Clock;
  /** The data folder: the roots' file and the public keys go with the backup. The signing key does not. */
  readonly folder: string;
  readonly progress?: (table: string, bytes: number) => void;
}

export interface Backup {
  readonly file: string;
  readonly tables: readonly ArchivedTable[];
}

/**
 * Writes everything into one file, as it is at one moment, while it is being used: writers are not held up, and what they write after that moment
 * is not in it.
 *
 * Refused: CRYO-704 the file is there already, or the disk is full, or the database went away; then no file is left.
 */
export async function backUp(address: DatabaseAddress, file: string, options: BackupOptions): Promise<Result<Backup>> {
  if (fs.existsSync(file)) return refused(outcome('CRYO-704', { reason: `${file} exists` }));
  const client = new pg.Client({
    ...connectionConfig(address, { statementMilliseconds: 0, lockMilliseconds: 0 }),
    application_name: 'cryopath backup',
  });
  client.on('error', () => {});
  try {
    // Before the snapshot, so that no file tells of a root that the snapshot does not have.
    const files = trailFiles(options.folder);
    await client.connect();
    await client.query('set idle_in_transaction_session_timeout = 0');
    await client.query('begin transaction isolation level repeatable read read only');
    const tables: ArchivedTable[] = [];
    const heading = await headingOf(client, options.clock);
    await writeArchive(file, heading, allPieces(client, tables, options.progress), () => ({ tables, files }));
    return ok({ file, tables });
  } catch (error) {
    return refused(outcome('CRYO-704', { reason: (error as Error).message }));
  } finally {
    await client.end().catch(() => {});
  }
}

async function headingOf(client: pg.Client, clock: Clock): Promise<Heading> {
  const { rows } = await client.query<Heading['migrations'][number]>(
    'select set, n, name, hash from migration order by set, n',
  );
  return { at: isoOf(clock.now()), migrations: rows };
}

/** The rows of every table, one table after another; what is to be said of each is put into `tables`. */
async function* allPieces(
  client: pg.Client,
  tables: ArchivedTable[],
  progress: BackupOptions['progress'],
): AsyncGenerator<Piece> {
  for (const table of await copiedTables(client)) {
    const rows = client.query(to(`${copyOf(table)} to stdout`));
    const sum = createHash('sha256');
    let total = 0;
    for await (const bytes of rows as AsyncIterable<Buffer>) {
      sum.update(bytes);
      total += bytes.length;
      yield { table: table.name, bytes };
      progress?.(table.name, total);
    }
    tables.push({ ...table, rows: rows.rowCount, bytes: total, sha256: sum.digest('hex') });
  }
}
