import type pg from 'pg';
import { storedResource } from './head.ts';
import { searchRows } from './search-rows.ts';

export interface ReindexOptions {
  /** IANA zone in which a date without an offset is a day; the clinic's. */
  readonly zone: string;
  /** Called after each batch with the number of resources done so far. */
  readonly onProgress?: (done: number) => void;
}

interface CurrentRow {
  readonly n: number;
  readonly content: string;
}

/** Resources done in one transaction: long enough to be quick, short enough not to hold their writers up. */
const BATCH = 200;

/**
 * Rebuilds the search values of every current resource from its text (R10): after a change of what is extracted, or when the tables are in doubt. The record
 * may be in use: each batch holds its heads, so that nobody writes a resource while its values are replaced.
 *
 * @returns how many resources have values now.
 */
export async function reindex(pool: pg.Pool, { zone, onProgress }: ReindexOptions): Promise<number> {
  const client = await pool.connect();
  try {
    let done = 0;
    for (let after = 0; ; ) {
      const rows = await reindexBatch(client, zone, after);
      const last = rows.at(-1);
      if (!last) {
        await removeValuesOfNothing(client);
        return done;
      }
      after = last.n;
      done += rows.length;
      onProgress?.(done);
    }
  } finally {
    client.release();
  }
}

const TABLES = ['token_value', 'reference_value', 'date_value', 'string_value', 'quantity_value', 'uri_value'];

/** A head and its values are written by one transaction: what has no head in the same snapshot has none at all. */
async function removeValuesOfNothing(client: pg.PoolClient): Promise<void> {
  for (const table of TABLES) {
    await client.query(`delete from ${table} x where not exists (select from resource r where r.n = x.n)`);
  }
}

async function reindexBatch(client: pg.PoolClient, zone: string, after: number): Promise<readonly CurrentRow[]> {
  await client.query('begin');
  try {
    const heads = await client.query<{ n: number }>(
      `select n from resource where n > $1 order by n limit ${BATCH} for update`,
      [after],
    );
    // A second statement: one that waited for a lock would still see the texts as they were when it began.
    const { rows } = await client.query<CurrentRow>(
      `select r.n, v.content from resource r join version v on v.type = r.type and v.id = r.id and v.version = r.version
       where r.n = any ($1::bigint[]) order by r.n`,
      [heads.rows.map(({ n }) => n)],
    );
    for (const { n, content } of rows) {
      await client.query({ name: 'reindex-remove', text: 'select remove_values($1)', values: [n] });
      const values = searchRows(content === '' ? undefined : storedResource(content), zone);
      await client.query({ name: 'reindex-put', text: 'select put_values($1, $2)', values: [n, values] });
    }
    await client.query('commit');
    return rows;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
