import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type JsonResource, stringifyJson } from '@cryopath/fhir';
import type { Requester } from '../src/requester.ts';
import { foundUnder } from '../src/transfer/import/found-under.ts';
import type { ImportOptions, ImportRefusal, ImportSummary } from '../src/transfer/import/import-request.ts';
import { accepted, people, type TestRecord } from './record.ts';

/** What a test imports: by file name, resources (one a line), a resource, or the file’s text, packed when the name ends in `.gz`; bytes as they are. */
export type Files = Readonly<Record<string, readonly JsonResource[] | JsonResource | string | Buffer>>;

export interface ImportResult {
  readonly summary: ImportSummary;
  readonly refusals: readonly ImportRefusal[];
  /** `file:line:entry code reference-or-type/id`, in order. */
  readonly told: readonly string[];
}

/** A folder with these files, while `use` needs it. */
async function withFolder<T>(files: Files, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cryopath-files-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(folder, name), bytesOf(name, content));
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function bytesOf(name: string, content: Files[string]): Buffer | string {
  if (Buffer.isBuffer(content)) return content;
  const text = typeof content === 'string' ? content : resourcesText(content as JsonResource | readonly JsonResource[]);
  return name.endsWith('.gz') ? gzipSync(text) : text;
}

const resourcesText = (content: JsonResource | readonly JsonResource[]): string =>
  Array.isArray(content)
    ? content.map((resource) => `${stringifyJson(resource)}\n`).join('')
    : stringifyJson(content as JsonResource);

/** Imports files into a record, a second after whatever was before. */
export async function imported(
  { record, clock }: Pick<TestRecord, 'record' | 'clock'>,
  files: Files,
  options: Partial<ImportOptions> = {},
  requester: Requester = importer,
): Promise<ImportResult> {
  clock.advance(1_000);
  return withFolder(files, async (folder) => {
    const refusals: ImportRefusal[] = [];
    const summary = accepted(
      await record.import(requester, foundUnder([folder]), {
        source: 'his',
        ...options,
        onRefused: (refusal) => {
          refusals.push(refusal);
        },
      }),
    );
    const told = refusals.flatMap(({ place: { file, line, entry }, type, id, issues }) =>
      issues.map(({ code }) =>
        [file.slice(folder.length + 1), line, entry, code, `${type}/${id}`]
          .filter((part) => part !== undefined)
          .join(' '),
      ),
    );
    return { summary, refusals, told };
  });
}

export const importer: Requester = { ...people.service, who: 'Device/cryopath-import', clinic: 'north' };
