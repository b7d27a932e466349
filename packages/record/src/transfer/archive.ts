import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';

/*
 * A backup is one file, compressed with Zstandard (RFC 8878). Inside, one after another:
 *
 *   cryopath-backup 1\n
 *   a line of JSON: the heading
 *   for each piece of a table: a line `<table> <bytes>\n`, and that many bytes
 *   a line of JSON: the manifest
 *   a line: SHA-256, in hexadecimal, of everything before it
 *
 * The manifest comes last because only then it is known; that it is there, and that the last line fits, shows that the file is whole.
 */

const FIRST_LINE = 'cryopath-backup 1';

/** What a backup was made from. */
export interface Heading {
  /** FHIR instant at which it was begun. */
  readonly at: string;
  readonly migrations: readonly {
    readonly set: string;
    readonly n: number;
    readonly name: string;
    readonly hash: string;
  }[];
}

export interface ArchivedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  /** Of the table's rows in PostgreSQL's text form for COPY, hexadecimal. */
  readonly sha256: string;
}

export interface Manifest {
  /** In an order in which they can be loaded: what is referred to comes first. */
  readonly tables: readonly ArchivedTable[];
  /** What of the audit trail is kept beside the database: the roots' file and the public keys, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** A piece of a table's rows. */
export interface Piece {
  readonly table: string;
  readonly bytes: Buffer;
}

/**
 * Writes an archive under another name, and gives it its own when it is whole and on the disk. Only its owner may read it. When it fails, nothing
 * is left.
 *
 * @param manifest asked for after the last piece.
 */
export async function writeArchive(
  file: string,
  heading: Heading,
  pieces: AsyncIterable<Piece>,
  manifest: () => Manifest,
): Promise<void> {
  const draft = `${file}.part`;
  try {
    const out = fs.createWriteStream(draft, { mode: 0o600, flush: true });
    await pipeline(archived(heading, pieces, manifest), createZstdCompress(), out);
    await fs.promises.rename(draft, file);
  } catch (error) {
    await fs.promises.rm(draft, { force: true });
    throw error;
  }
}

async function* archived(heading: Heading, pieces: AsyncIterable<Piece>, manifest: () => Manifest) {
  const whole = createHash('sha256');
  const summed = (bytes: Buffer): Buffer => {
    whole.update(bytes);
    return bytes;
  };
  const line = (text: string): Buffer => summed(Buffer.from(`${text}\n`));
  yield line(FIRST_LINE);
  yield line(JSON.stringify(heading));
  for await (const { table, bytes } of pieces) {
    yield line(`${table} ${bytes.length}`);
    yield summed(bytes);
  }
  yield line(JSON.stringify(manifest()));
  yield `${whole.digest('hex')}\n`;
}

/** The archive is none, is not whole, or was changed. */
export class DamagedArchive extends Error {}

export interface ArchiveReader {
  readonly heading: Heading;
  /** The pieces in order. Must be read to the end before {@link manifest}. */
  pieces(): AsyncGenerator<Piece, void, void>;
  /** Checks the whole file against its last line. @throws DamagedArchive */
  manifest(): Promise<Manifest>;
}

/**
 * Reads an archive from its beginning, as far as the caller goes.
 *
 * @throws DamagedArchive at whatever place it is seen.
 */
export async function readArchive<T>(file: string, read: (archive: ArchiveReader) => Promise<T>): Promise<T> {
  const source = fs.createReadStream(file);
  const stream = createZstdDecompress();
  // Its failure is the stream's, which whoever reads it is told of.
  const fed = pipeline(source, stream).catch(() => {});
  try {
    return await read(await archiveIn(stream));
  } finally {
    source.destroy();
    stream.destroy();
    await fed;
  }
}

async function archiveIn(stream: AsyncIterable<Buffer>): Promise<ArchiveReader> {
  const bytes = byteReader(stream);
  if ((await bytes.line()) !== FIRST_LINE) throw new DamagedArchive('it does not begin as a backup does');
  const heading = parsed<Heading>(await bytes.line());
  let manifestLine: string | undefined;
  return {
    heading,
    async *pieces() {
      for (;;) {
        const line = await bytes.line();
        const [, table, length] = /^([a-z_][a-z0-9_]*) (\d{1,9})$/.exec(line) ?? [];
        if (!table || !length) {
          manifestLine = line;
          return;
        }
        yield { table, bytes: await bytes.take(Number(length)) };
      }
    },
    async manifest() {
      if (manifestLine === undefined) throw new DamagedArchive('its manifest is missing');
      const sum = bytes.sum();
      if ((await bytes.line()) !== sum) throw new DamagedArchive('its checksum does not agree');
      return parsed<Manifest>(manifestLine);
    },
  };
}

function parsed<T>(line: string): T {
  try {
    return JSON.parse(line) as T;
  } catch {
    throw new DamagedArchive('a line of it cannot be read');
  }
}

/** Lines and bytes of a stream, and the SHA-256 of all that was taken so far. */
function byteReader(stream: AsyncIterable<Buffer>) {
  const chunks = stream[Symbol.asyncIterator]();
  const hash = createHash('sha256');
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const { value, done } = await chunks.next().catch((error: Error) => {
      throw new DamagedArchive(`it cannot be read: ${error.message}`);
    });
    if (done) throw new DamagedArchive('it ends too early');
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
  };
  const take = async (length: number): Promise<Buffer> => {
    while (rest.length < length) await more();
    const taken = rest.subarray(0, length);
    rest = rest.subarray(length);
    hash.update(taken);
    return taken;
  };
  return {
    take,
    async line(): Promise<string> {
      let from = 0;
      for (;;) {
        const end = rest.indexOf(0x0a, from);
        if (end >= 0) return (await take(end + 1)).toString('utf8').slice(0, -1);
        if (rest.length > LONGEST_LINE) throw new DamagedArchive('a line of it is too long');
        from = rest.length;
        await more();
      }
    },
    sum: () => hash.copy().digest('hex'),
  };
}

/** The manifest holds one short line for each day. */
const LONGEST_LINE = 64 * 1024 * 1024;
