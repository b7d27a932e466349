import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type Json, outcome, parseJson } from '@cryopath/fhir';
import { bundleRefusal, foundEntry, foundIn, linkOf, notAResource } from './bundle-found.ts';
import { bundlePieces, NotABundle } from './bundle-pieces.ts';
import type { ImportFile } from './files.ts';
import type { Found, FoundLink, Place } from './found.ts';
import { linesOf } from './lines.ts';

/** A JSON file up to this size is read as a whole; a larger Bundle entry by entry. */
const WHOLE_BYTES = 16 * 1_048_576;
/** More than any resource that the write path takes over HTTP; the rest of the file is read on. */
const MOST_RESOURCE_BYTES = 64 * 1_048_576;
/** Levels of nesting: the 64 of a resource, inside of a Bundle. */
const DEPTH = 68;
/** Names of entries that are handed on together. */
const LINKS_AT_ONCE = 1_000;

/** Everything that a file holds, in its order, in little memory. What cannot be read is a fault among the rest. */
export async function* readImportFile(file: ImportFile): AsyncGenerator<Found> {
  try {
    yield* file.lines ? foundInLines(file) : foundInJson(file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    // Of the file system and of unpacking: ENOENT, EACCES, Z_DATA_ERROR, Z_BUF_ERROR.
    const reason = `${error.code} ${error.message}`.slice(0, 200);
    yield {
      kind: 'fault',
      place: { file: file.name },
      outcome: outcome('CRYO-717', { source: file.name, reason }),
    };
  }
}

async function* chunksOf({ path, packed }: ImportFile): AsyncGenerator<Buffer> {
  const bytes = createReadStream(path, { highWaterMark: 262_144 });
  if (!packed) {
    yield* bytes as AsyncIterable<Buffer>;
    return;
  }
  const unpacked = createGunzip();
  bytes.on('error', (error) => unpacked.destroy(error));
  yield* bytes.pipe(unpacked) as AsyncIterable<Buffer>;
}

async function* foundInLines(file: ImportFile): AsyncGenerator<Found> {
  for await (const { number, bytes } of linesOf(chunksOf(file), MOST_RESOURCE_BYTES)) {
    const place = { file: file.name, line: number };
    if (bytes === undefined) yield tooLong(place);
    else if (!isBlank(bytes)) yield* foundInBytes(bytes, place);
  }
}

/** Only the first of them, for a line is mostly not blank. */
const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);

async function* foundInJson(file: ImportFile): AsyncGenerator<Found> {
  const place = { file: file.name };
  const whole = await wholeUpTo(file, WHOLE_BYTES);
  if (whole) {
    yield* foundInBytes(whole, place);
    return;
  }
  try {
    const { type, isBundle } = yield* surveyed(file);
    if (!isBundle) {
      const large = await wholeUpTo(file, MOST_RESOURCE_BYTES);
      yield* large ? foundInBytes(large, place) : [tooLong(place)];
      return;
    }
    const refusal = bundleRefusal(type);
    if (refusal) {
      yield { kind: 'fault', place, outcome: refusal };
      return;
    }
    for await (const piece of bundlePieces(chunksOf(file), MOST_RESOURCE_BYTES)) {
      if (piece.kind === 'entry') yield entryIn(piece.bytes, { ...place, entry: piece.index + 1 });
    }
  } catch (error) {
    if (!(error instanceof NotABundle)) throw error;
    yield { kind: 'fault', place, outcome: notAResource(place) };
  }
}

/** What must be known of a large file before its entries are read: what it is, and, given on the way, what they are called. */
async function* surveyed(file: ImportFile): AsyncGenerator<Found, { type: Json | undefined; isBundle: boolean }> {
  let [type, isBundle]: [Json | undefined, boolean] = [undefined, false];
  let links: FoundLink[] = [];
  for await (const piece of bundlePieces(chunksOf(file), MOST_RESOURCE_BYTES)) {
    const read = piece.bytes && jsonIn(piece.bytes);
    if (!read?.ok) continue;
    if (piece.kind === 'entry') links.push(...[linkOf(read.value) ?? []].flat());
    else if (piece.name === 'type') type = read.value;
    else if (piece.name === 'resourceType') isBundle = read.value === 'Bundle';
    if (links.length < LINKS_AT_ONCE) continue;
    yield { kind: 'links', file: file.name, links };
    links = [];
  }
  yield { kind: 'links', file: file.name, links };
  return { type, isBundle };
}

function entryIn(bytes: Buffer | undefined, place: Place): Found {
  if (bytes === undefined) return tooLong(place);
  const read = jsonIn(bytes);
  return read.ok ? foundEntry(read.value, place, bytes.length) : { kind: 'fault', place, outcome: read.outcome };
}

function* foundInBytes(bytes: Buffer, place: Place): Generator<Found> {
  const read = jsonIn(bytes);
  if (read.ok) yield* foundIn(read.value, place, bytes.length);
  else yield { kind: 'fault', place, outcome: read.outcome };
}

/** Bytes that are not UTF-8 are refused: put right silently, they would be somebody’s name with a letter lost. */
function jsonIn(bytes: Buffer): ReturnType<typeof parseJson> {
  const text = utf8(bytes);
  if (text === undefined) return { ok: false, outcome: outcome('CRYO-115') };
  return parseJson(text, { maxDepth: DEPTH });
}

const decoder = new TextDecoder('utf-8', { fatal: true });
function utf8(bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

async function wholeUpTo(file: ImportFile, most: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunksOf(file)) {
    length += chunk.length;
    if (length > most) return undefined;
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

const tooLong = (place: Place): Found => ({
  kind: 'fault',
  place,
  outcome: outcome('CRYO-718', { megabytes: MOST_RESOURCE_BYTES / 1_048_576 }),
});
