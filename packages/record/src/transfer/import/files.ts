import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { type Outcome, outcome, parseJson } from '@cryopath/fhir';
import { rankOf } from '../../write/bundle/entry-order.ts';

/** A file to import. */
export interface ImportFile {
  readonly path: string;
  /** As messages and the report name it. */
  readonly name: string;
  /** Whether each of its lines is a resource (NDJSON), or the whole of it is one. */
  readonly lines: boolean;
  /** Whether it is packed (gzip). */
  readonly packed: boolean;
}

/** A file that is left aside, and why. */
export interface FileLeftOut {
  readonly name: string;
  readonly outcome: Outcome;
}

/**
 * The files that a path means: itself, or all in a folder and its folders, in the order of their names. Hidden ones are left out, and so is the list that
 * an export has beside its files; anything else that cannot be read is told.
 */
export async function filesUnder(path: string): Promise<readonly (ImportFile | FileLeftOut)[]> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) return [leftOut(path, `${found.code ?? ''} ${found.message}`)];
  if (!found.isDirectory()) return [importFile(path, path)];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files: (ImportFile | FileLeftOut)[] = [];
  for (const entry of entries) {
    const whole = join(entry.parentPath, entry.name);
    const name = join(path, relative(path, whole));
    if (entry.isDirectory() || isHidden(relative(path, whole))) continue;
    if (await isManifest(whole)) continue;
    files.push(entry.isFile() ? importFile(whole, name) : leftOut(name, 'not a file'));
  }
  return files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Of tools and of the system: `.DS_Store`, `.git/…`. */
const isHidden = (path: string): boolean => path.split(/[\\/]/).some((part) => part.startsWith('.'));

const leftOut = (name: string, reason: string): FileLeftOut => ({
  name,
  outcome: outcome('CRYO-717', { source: name, reason: reason.slice(0, 200) }),
});

function importFile(path: string, name: string): ImportFile | FileLeftOut {
  const packed = extname(path) === '.gz';
  const plainName = packed ? basename(path, '.gz') : basename(path);
  if (/\.history\.\d+\.ndjson$/.test(plainName)) return { name, outcome: outcome('CRYO-715', { type: 'history' }) };
  switch (extname(plainName)) {
    case '.json':
      return { path, name, packed, lines: false };
    case '.ndjson':
    case '.jsonl':
      return { path, name, packed, lines: true };
    default:
      return leftOut(name, 'neither .json nor .ndjson, nor one of these with .gz');
  }
}

/** The list that an export of FHIR Bulk Data, ours among them, puts beside its files. */
async function isManifest(path: string): Promise<boolean> {
  if (basename(path) !== 'manifest.json') return false;
  const read = parseJson(await readFile(path, 'utf8').catch(() => ''));
  return read.ok && typeof read.value === 'object' && read.value !== null && 'transactionTime' in read.value;
}

/** Those whom the others name come first. */
const HOUSE: readonly string[] = ['Organization', 'Location', 'Practitioner', 'PractitionerRole', 'Device'];

/**
 * The order in which files are read: as their resources depend on one another, as far as their names tell (`Patient.000.ndjson` before
 * `Observation.000.ndjson`). What comes too early anyway waits, which only costs time.
 */
export function rankOfFile(name: string): number {
  const type = /^[A-Z][A-Za-z]+/.exec(basename(name))?.[0] ?? '';
  const house = HOUSE.indexOf(type);
  return house < 0 ? HOUSE.length + rankOf({ interaction: 'create', type }) : house;
}
