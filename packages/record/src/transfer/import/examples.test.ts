import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type Issue,
  isStoredType,
  type Json,
  type JsonObject,
  type JsonResource,
  parseJson,
  stringifyJson,
  textOf,
} from '@cryopath/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importer } from '../../../test/import-folder.ts';
import { accepted, freshRecord, people, type TestRecord } from '../../../test/record.ts';
import { foundUnder } from './found-under.ts';
import type { ImportRefusal, ImportSummary } from './import-request.ts';

const EXAMPLES = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
/** Around the table in the document. */
const MARK = '<!-- examples -->';
const DOCUMENT = new URL('../../../../../docs/import-export.md', import.meta.url);

let opened: TestRecord;
let folder: string;
let files: readonly string[];
let summary: ImportSummary;
const refusals: ImportRefusal[] = [];

beforeAll(async () => {
  opened = await freshRecord();
  folder = await mkdtemp(join(tmpdir(), 'cryopath-examples-'));
  const all = await readdir(EXAMPLES);
  files = all.filter((name) => name.endsWith('.json') && isStoredType(name.split('-')[0] ?? ''));
  await Promise.all(files.map((name) => cp(join(EXAMPLES, name), join(folder, name))));
  const onRefused = (refusal: ImportRefusal) => {
    refusals.push(refusal);
  };
  summary = accepted(await opened.record.import(importer, foundUnder([folder]), { source: 'hl7', onRefused }));
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

const nameOf = ({ place }: ImportRefusal): string => place.file.slice(folder.length + 1);

/** A text as the value it means, with every number as it is written; versionId, lastUpdated and our tags left out. */
function meaning(resource: JsonResource): unknown {
  const { versionId: _v, lastUpdated: _l, ...meta } = resource.meta ?? {};
  const tags = ((meta.tag ?? []) as readonly JsonObject[]).filter(
    (tag) => !String(tag.system).startsWith('urn:cryopath:'),
  );
  const { tag: _t, ...rest } = meta;
  const kept = tags.length > 0 ? { ...rest, tag: tags } : rest;
  const { meta: _m, ...body } = resource;
  const whole = Object.keys(kept).length > 0 ? { ...body, meta: kept } : body;
  // Numbers become texts, so that 1.0 and 1.00 differ.
  const numbers = stringifyJson(whole).replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (piece) =>
    piece.startsWith('"') ? piece : `{"number":"${piece}"}`,
  );
  return JSON.parse(numbers);
}

/** What an example became: for an event, under the id that the trail gave it. */
async function givenBack({ resourceType: type, id = '' }: JsonResource): Promise<JsonResource> {
  if (type !== 'AuditEvent') return read(type, id);
  const query = `select content from audit where content like $1`;
  const { rows } = await opened.pool.query<{ content: string }>(query, [`%"code":"AuditEvent/${id}"%`]);
  expect(rows).toHaveLength(1);
  const event = accepted(parseJson(rows[0]?.content ?? '')) as JsonResource;
  const shown = await read(type, String(event.id));
  // The last agent is the one who posted it, and no word of the example.
  return { ...shown, agent: (shown.agent as readonly Json[]).slice(0, -1), id };
}

async function read(type: string, id: string): Promise<JsonResource> {
  const { text } = accepted(
    await opened.record.read(type === 'AuditEvent' ? people.auditor : people.service, type, id),
  );
  return accepted(parseJson(text)) as JsonResource;
}

describe('the published examples of the types that are kept', () => {
  test('are stored and given back without loss, or told', async () => {
    const refused = new Set(refusals.map(nameOf));
    const stored = files.filter((name) => !refused.has(name));
    expect(summary).toMatchObject({
      created: stored.length,
      refused: refused.size,
      updated: 0,
      unchanged: 0,
      waiting: 0,
    });
    expect(stored.length).toBeGreaterThan(250);
    for (const name of stored) {
      const original = accepted(parseJson(await readFile(join(folder, name), 'utf8'))) as JsonResource;
      expect(meaning(await givenBack(original)), name).toEqual(meaning(original));
    }
  });

  test('that are refused are those that docs/import-export.md explains', async () => {
    const [before = '', , after = ''] = (await readFile(DOCUMENT, 'utf8')).split(MARK);
    if (process.env.CRYOPATH_WRITE) await writeFile(DOCUMENT, `${before}${MARK}\n${refusalTable()}\n${MARK}${after}`);
    const [, table = ''] = (await readFile(DOCUMENT, 'utf8')).split(MARK);
    expect(table.trim(), 'CRYOPATH_WRITE=1 writes the table').toBe(refusalTable());
  });

  test('write nothing when they are imported again', async () => {
    opened.clock.advance(60_000);
    const before = await opened.pool.query('select count(*) as n from version');
    const again = accepted(await opened.record.import(importer, foundUnder([folder]), { source: 'hl7' }));
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: summary.created, refused: summary.refused });
    const after = await opened.pool.query('select count(*) as n from version');
    expect(after.rows).toEqual(before.rows);
  });
});

/** By reason: how many, and which. */
function refusalTable(): string {
  const byReason = new Map<string, string[]>();
  for (const refusal of refusals) {
    const name = nameOf(refusal).replace(/\.json$/, '');
    for (const reason of new Set(refusal.issues.map(reasonOf))) {
      byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
    }
  }
  const rows = [...byReason]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, names]) => `| ${reason} | ${names.toSorted().join(', ')} |`);
  const { created, refused } = summary;
  const counts = `Of ${files.length} examples ${created} are stored and ${refused} are not.`;
  return [counts, '', '| Code | Reason | Examples |', '|---|---|---|', ...rows].join('\n');
}

const reasonOf = (issue: Issue): string => {
  const place = issue.expression?.replace(/\[\d+\]/g, '');
  const text = textOf({ ...issue, ...(place === undefined ? {} : { expression: place }) }, 'en');
  return `${issue.code} | ${text.replaceAll('|', '\\|')}`;
};
