import type pg from 'pg';
import { storedResource } from '../../write/head.ts';
import { searchRows } from '../../write/search-rows.ts';
import { cursorRows } from './cursor-rows.ts';
import type { Findings } from './difference.ts';

interface CurrentText {
  readonly n: number;
  readonly type: string;
  readonly id: string;
  readonly content: string;
}

/** The tables of search values as `put_values` fills them: its letter, and each column as it stands in the rows of `searchRows`. */
const TABLES: readonly (readonly [letter: string, table: string, columns: Readonly<Record<string, string>>])[] = [
  ['t', 'token_value', { system: 'text', code: 'text', label: 'text' }],
  [
    'r',
    'reference_value',
    { type: 'text', id: 'text', url: 'text', version: 'text', identifier_system: 'text', identifier_code: 'text' },
  ],
  ['d', 'date_value', { low: 'bigint', high: 'bigint' }],
  ['s', 'string_value', { folded: 'text', exact: 'text' }],
  [
    'q',
    'quantity_value',
    { low: 'double precision', high: 'double precision', system: 'text', code: 'text', unit: 'text' },
  ],
  ['u', 'uri_value', { value: 'text' }],
];

/** The resources of $1 whose stored values are not those of $2: each value counts once on either side, and both sides must weigh the same. */
const DIFFERING = TABLES.map(([letter, table, columns]) => {
  const names = ['parameter', ...Object.keys(columns)].join(', ');
  const expected = Object.values(columns).map((type, index) => `(e->>${index + 1})::${type}`);
  return `select n from (
      select 1 as weight, x.n, (e->>0)::smallint as parameter, ${expected.map((value, index) => `${value} as ${Object.keys(columns)[index]}`).join(', ')}
        from unnest($1::bigint[], $2::jsonb[]) x(n, v), jsonb_array_elements(x.v->'${letter}') e
      union all
      select -1, n, ${names} from ${table} where n = any ($1)
    ) both_sides group by n, ${names} having sum(weight) <> 0`;
}).join('\nunion\n');

const BATCH = 200;

/**
 * Holds the search values against what extraction gives from the current texts (R10). What is not found by a search is missed by whoever relies on it: a value that was
 * changed or removed hides a resource as well as a changed text would. After an update of the program that extracts more, it says what `reindex` is to make.
 */
export async function verifySearchValues(
  client: pg.ClientBase,
  zone: string,
  findings: Findings,
  progress: (resources: number) => void,
): Promise<void> {
  const texts = cursorRows<CurrentText>(
    client,
    'current_texts',
    `select r.n, r.type, r.id, v.content from resource r join version v on v.type = r.type and v.id = r.id and v.version = r.version order by r.n`,
  );
  let batch: CurrentText[] = [];
  let done = 0;
  const check = async () => {
    const values = batch.map(({ content }) => searchRows(readable(content), zone));
    const { rows } = await client.query<{ n: number }>(DIFFERING, [batch.map(({ n }) => n), values]);
    const differing = new Set(rows.map(({ n }) => n));
    for (const { n, type, id } of batch)
      if (differing.has(n)) findings.found(`resource/${type}/${id}`, 'values-changed');
    done += batch.length;
    batch = [];
    progress(done);
  };
  for await (const text of texts) {
    batch.push(text);
    if (batch.length === BATCH) await check();
  }
  if (batch.length > 0) await check();
  const orphans = TABLES.map(
    ([, table]) =>
      `select distinct '${table}' as table from ${table} x where not exists (select from resource r where r.n = x.n)`,
  );
  const { rows } = await client.query<{ table: string }>(orphans.join(' union '));
  for (const { table } of rows) findings.found(table, 'values-of-nothing');
}

/** A text that is damaged was told of already, as changed. */
function readable(content: string) {
  if (content === '') return undefined;
  try {
    return storedResource(content);
  } catch {
    return undefined;
  }
}
