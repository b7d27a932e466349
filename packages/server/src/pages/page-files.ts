import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** One built file, as it was when the server started. */
export interface PageFile {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Of the content: the same file has the same tag on every server. */
  readonly etag: string;
  /** Its name holds a hash of its content: what is under that name never changes. */
  readonly isImmutable: boolean;
  /** The content in an encoding that a browser accepts; undefined where that gains nothing. Computed once, when first asked for. */
  encoded(encoding: Encoding): Promise<Buffer> | undefined;
}

export type Encoding = 'br' | 'gzip';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const COMPRESSIBLE = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.wasm', '.webmanifest']);
const HASHED = /-[\w-]{8,}\.\w+$/;

/**
 * All built files by their address: `/pl/index.html`. They are kept in memory (a megabyte or two), so that no address can lead anywhere else on the disk, a
 * build while the server runs cannot mix two versions, and nothing is read twice. Files of a type that is not in the table, and hidden ones, are not served.
 *
 * @param folder may be missing in a checkout that was not built yet
 */
export function pageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const contentType = TYPES[extname(entry.name)];
    const path = join(entry.parentPath, entry.name);
    const address = path.slice(folder.replace(/[\\/]$/, '').length).replaceAll('\\', '/');
    if (!entry.isFile() || contentType === undefined || /\/\./.test(address)) continue;
    files.set(address, pageFile(readFileSync(path), contentType, address));
  }
  return files;
}

function pageFile(bytes: Buffer, contentType: string, address: string): PageFile {
  const isCompressible = COMPRESSIBLE.has(extname(address)) && bytes.length > 1_000;
  const encodings = new Map<Encoding, Promise<Buffer>>();
  return {
    bytes,
    contentType,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    isImmutable: HASHED.test(address),
    encoded(encoding) {
      if (!isCompressible) return undefined;
      const known = encodings.get(encoding);
      if (known !== undefined) return known;
      const compressed = encoding === 'br' ? brotli(bytes, BROTLI) : zip(bytes, { level: 9 });
      encodings.set(encoding, compressed);
      return compressed;
    },
  };
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
