import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import type { Exported, ExportedText } from './export-request.ts';

/** A file of an export, as its manifest tells. */
export interface ExportFile {
  readonly type: string;
  /** Its name, beside the manifest. */
  readonly url: string;
  /** Lines. */
  readonly count: number;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** Where an export goes. */
export interface ExportFiles {
  take(texts: readonly ExportedText[]): Promise<void>;
  /** Writes the list of what there is (`manifest.json`, FHIR Bulk Data Access 2.0). Until it is there, the export is not complete. */
  finish(exported: Exported, request: string): Promise<readonly ExportFile[]>;
  /** Leaves what is written without its list. */
  abandon(): Promise<void>;
}

/** So that a file can be looked at, sent and taken in by what is not made for more. */
const MOST_BYTES = 1_073_741_824;

/**
 * Files of an export: NDJSON, one for each type (`Observation.000.ndjson`), a further one for every gigabyte; of a history
 * `Observation.history.000.ndjson`; deletions as Bundles in `deleted.000.ndjson`. Only their owner may read them.
 *
 * Refused: CRYO-717 the folder cannot be made, or holds something.
 */
export async function exportFiles(folder: string, history: boolean): Promise<Result<ExportFiles>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const [there] = await readdir(folder);
    if (there !== undefined) {
      return refused(outcome('CRYO-717', { source: folder, reason: `it is not empty: ${there}` }));
    }
  } catch (error) {
    return refused(outcome('CRYO-717', { source: folder, reason: (error as Error).message.slice(0, 200) }));
  }
  const output: ExportFile[] = [];
  const deleted: ExportFile[] = [];
  const current = createSeries((type, n) => `${type}${history ? '.history' : ''}.${n}.ndjson`, folder, output);
  const deletions = createSeries((_type, n) => `deleted.${n}.ndjson`, folder, deleted);
  return ok({
    async take(texts) {
      for (const { type, id, text } of texts) {
        if (text === '') await deletions.line('Bundle', deletion(type, id));
        else await current.line(type, text);
      }
    },
    async finish({ at }, request) {
      await Promise.all([current.close(), deletions.close()]);
      const manifest = { transactionTime: at, request, requiresAccessToken: false, output, deleted, error: [] };
      await written(folder, 'manifest.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
      return [...output, ...deleted];
    },
    async abandon() {
      await Promise.all([current.close(), deletions.close()]);
    },
  });
}

/** As Bulk Data tells of a deletion: a transaction that would make it. */
const deletion = (type: string, id: string): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ request: { method: 'DELETE', url: `${type}/${id}` } }],
  });

interface OpenFile {
  readonly type: string;
  readonly url: string;
  readonly stream: WriteStream;
  readonly hash: Hash;
  count: number;
  bytes: number;
}

/** Lines of one type after another, each type in files of its own. */
function createSeries(nameOf: (type: string, n: string) => string, folder: string, files: ExportFile[]) {
  let file: OpenFile | undefined;
  const numbers = new Map<string, number>();
  const begin = (type: string): OpenFile => {
    const n = numbers.get(type) ?? 0;
    numbers.set(type, n + 1);
    const url = nameOf(type, String(n).padStart(3, '0'));
    const stream = createWriteStream(join(folder, url), { flags: 'wx', mode: 0o600 });
    // An error is thrown where the next line, or the end, is awaited.
    stream.on('error', () => {});
    return { type, url, stream, hash: createHash('sha256'), count: 0, bytes: 0 };
  };
  const close = async () => {
    if (!file) return;
    const { type, url, stream, hash, count, bytes } = file;
    file = undefined;
    const ended = finished(stream);
    stream.end();
    await ended;
    files.push({ type, url, count, bytes, sha256: hash.digest('hex') });
  };
  return {
    close,
    async line(type: string, text: string) {
      if (file && (file.type !== type || file.bytes >= MOST_BYTES)) await close();
      file ??= begin(type);
      const bytes = Buffer.from(`${text}\n`);
      file.hash.update(bytes);
      file.count += 1;
      file.bytes += bytes.length;
      await accepted(file.stream, bytes);
    },
  };
}

/** Writes, and waits when the disk is slower than the database. @throws the stream's error. */
async function accepted(stream: WriteStream, bytes: Buffer): Promise<void> {
  if (stream.errored) throw stream.errored;
  if (!stream.write(bytes)) await once(stream, 'drain');
}

/** The list appears as a whole, or not at all. */
async function written(folder: string, name: string, text: string): Promise<void> {
  const part = join(folder, `.${name}.part`);
  const file = await open(part, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, join(folder, name));
}
