import { mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, parseJson, stringifyJson } from '@cryopath/fhir';
import type { FoundResource } from './found.ts';
import { linesOf } from './lines.ts';

/** A resource that could not be stored yet, because something that it needs was not there. */
export interface Waiting {
  readonly found: FoundResource;
  /** Whether another one with its id came earlier. */
  readonly isRepeat: boolean;
  /** Why it was not stored, should it stay so. */
  readonly outcome: Outcome;
}

/** Resources that wait for others, first in, first out; on disk, because it may be all of a file. */
export interface WaitingQueue {
  readonly length: number;
  put(waiting: Waiting): Promise<void>;
  /** Everything in it, once, from its beginning. Nothing more is put in meanwhile. */
  all(): AsyncGenerator<Waiting>;
  close(): Promise<void>;
}

const BUFFER_BYTES = 1_048_576;

/**
 * A queue in a file that has no name: what is in it is somebody's health, and must not lie about when this program is killed. Where the system does not take
 * the name from an open file (Windows), it is taken when the queue is closed.
 */
export async function openQueue(): Promise<WaitingQueue> {
  const folder = await mkdtemp(join(tmpdir(), 'cryopath-import-'));
  const path = join(folder, 'waiting.ndjson');
  const file = await open(path, 'wx+', 0o600);
  const removed = await remove(path, folder);
  let length = 0;
  let buffered: string[] = [];
  let bufferedLength = 0;
  let written = Promise.resolve();
  // One after another: several batches put at once, and two writes of long texts to one file would lie within each other.
  const flush = (): Promise<void> => {
    if (buffered.length > 0) {
      const text = buffered.join('');
      buffered = [];
      bufferedLength = 0;
      written = written.then(() => file.appendFile(text));
    }
    return written;
  };
  return {
    get length() {
      return length;
    },
    async put({ found, isRepeat, outcome }) {
      const { place, fullUrl, resource, size } = found;
      const head = JSON.stringify({ place, fullUrl, size, isRepeat, outcome });
      const line = `${head.slice(0, -1)},"resource":${stringifyJson(resource)}}\n`;
      length += 1;
      buffered.push(line);
      bufferedLength += line.length;
      if (bufferedLength > BUFFER_BYTES) await flush();
    },
    async *all() {
      await flush();
      const chunks = file.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Buffer>;
      for await (const { bytes } of linesOf(chunks, Number.MAX_SAFE_INTEGER)) {
        if (bytes) yield waitingIn(bytes.toString('utf8'));
      }
    },
    async close() {
      await file.close();
      if (!removed) await remove(path, folder);
    },
  };
}

async function remove(path: string, folder: string): Promise<boolean> {
  try {
    await rm(path);
    await rmdir(folder);
    return true;
  } catch {
    return false;
  }
}

/** @throws Error when the file was changed by somebody else. */
function waitingIn(line: string): Waiting {
  const read = parseJson(line, { maxDepth: 100 });
  if (!read.ok) throw new Error('The queue of an import was changed');
  const { place, fullUrl, size, isRepeat, outcome, resource } = read.value as unknown as FoundResource & Waiting;
  return { found: { kind: 'resource', place, fullUrl, resource, size }, isRepeat, outcome };
}
