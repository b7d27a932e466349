import type pg from 'pg';

/**
 * What an import has to remember, in tables of its own session: PostgreSQL keeps them on disk when they grow, and drops them when the session ends, however it
 * ends. They are never part of the record.
 */
export interface ImportTables {
  /** Notes what entries of a file are called. */
  addLinks(file: string, links: readonly { readonly url: string; readonly reference: string }[]): Promise<void>;
  /** What these names mean in their files: `file name` -> `Type/id`. */
  linksFor(asked: readonly FileLink[]): Promise<ReadonlyMap<string, string>>;
  /** Takes these `Type/id` for this import. @returns those that it had not taken before. */
  claim(references: readonly string[]): Promise<ReadonlySet<string>>;
  /** Gives back what was refused. */
  release(references: readonly string[]): Promise<void>;
  /** Those of these `Type/id` that this import has taken. */
  claimed(references: readonly string[]): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

export interface FileLink {
  readonly file: string;
  readonly url: string;
}

export const linkKey = ({ file, url }: FileLink): string => `${file} ${url}`;

const CREATE = `
  create temp table import_link (file text collate "C", url text collate "C", reference text collate "C" not null, primary key (file, url));
  create temp table import_claim (reference text collate "C" primary key)`;

/** Opens the tables in a session that nobody else uses meanwhile. */
export async function openImportTables(pool: pg.Pool): Promise<ImportTables> {
  const client = await pool.connect();
  // A temporary table of a session that was given back to the pool half-way.
  await client.query('drop table if exists pg_temp.import_link, pg_temp.import_claim');
  await client.query(CREATE);
  // Batches that are stored at once share the session: one statement after another.
  let last: Promise<unknown> = Promise.resolve();
  const query = <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> => {
    const next = last.then(async () => (await client.query<Row>({ name, text, values })).rows);
    last = next.catch(() => {});
    return next;
  };
  const references = async (name: string, text: string, asked: readonly string[]) => {
    const rows = await query<{ reference: string }>(name, text, [asked]);
    return new Set(rows.map(({ reference }) => reference));
  };
  return {
    async addLinks(file, links) {
      await query(
        'import-add-links',
        `insert into import_link (file, url, reference) select $1, url, reference from unnest($2::text[], $3::text[]) x(url, reference)
          on conflict do nothing`,
        [file, links.map(({ url }) => url), links.map(({ reference }) => reference)],
      );
    },
    async linksFor(asked) {
      if (asked.length === 0) return new Map();
      const rows = await query<FileLink & { reference: string }>(
        'import-links',
        `select l.file, l.url, l.reference from unnest($1::text[], $2::text[]) x(file, url) join import_link l on l.file = x.file and l.url = x.url`,
        [asked.map(({ file }) => file), asked.map(({ url }) => url)],
      );
      return new Map(rows.map((row) => [linkKey(row), row.reference]));
    },
    claim: (asked) =>
      references(
        'import-claim',
        'insert into import_claim select distinct unnest($1::text[]) on conflict do nothing returning reference',
        asked,
      ),
    async release(asked) {
      await references('import-release', 'delete from import_claim where reference = any($1)', asked);
    },
    claimed: (asked) =>
      references('import-claimed', 'select reference from import_claim where reference = any($1)', asked),
    async close() {
      // Ends the session, and with it the tables.
      client.release(true);
    },
  };
}
