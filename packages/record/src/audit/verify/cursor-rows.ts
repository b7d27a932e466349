import type pg from 'pg';

const BATCH = 2_000;

/** The rows of a query of any size, by a cursor of the transaction, so that memory stays flat. One at a time for each name. */
export async function* cursorRows<Row extends pg.QueryResultRow>(client: pg.ClientBase, name: string, query: string) {
  await client.query(`declare ${name} no scroll cursor for ${query}`);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${BATCH} from ${name}`);
    yield* rows;
    if (rows.length < BATCH) break;
  }
  await client.query(`close ${name}`);
}

/** A column's instant with all of its digits: the type parser of the pool cuts them, and a changed one would not be seen. */
export const exactly = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** `…123000Z` as the instant that we wrote; undefined when it is finer than a millisecond, or none that can be read. */
export const inMilliseconds = (text: string | null): string | undefined =>
  text?.endsWith('000Z') ? `${text.slice(0, -4)}Z` : undefined;
