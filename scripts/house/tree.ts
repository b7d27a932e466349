import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a repository, so that a check can be tried on a tree that exists only in its test. */
export interface Tree {
  /** Every file, from the root, with forward slashes, sorted. */
  readonly paths: readonly string[];
  /** Is there such a file or folder? */
  has(path: string): boolean;
  /** The text of a file that is in `paths`. Throws for one that is not: a check asked for what it did not look up. */
  text(path: string): string;
}

/** What others wrote, what was built, what runs: not the house. */
const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.data', 'coverage']);

export function treeOnDisk(root: string): Tree {
  const read = new Map<string, string>();
  return treeFrom(walk(root, ''), (path) => {
    const known = read.get(path);
    if (known !== undefined) return known;
    const text = readFileSync(join(root, path), 'utf8');
    read.set(path, text);
    return text;
  });
}

/** A tree in memory: path to text. */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  return treeFrom(Object.keys(files), (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`no file ${path}`);
    return text;
  });
}

function treeFrom(unsorted: readonly string[], text: (path: string) => string): Tree {
  const paths = unsorted.toSorted();
  const known = new Set(paths);
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) known.add(path.slice(0, end));
  }
  return { paths, text, has: (path) => known.has(path) };
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (NOT_OURS.has(entry.name)) return [];
    if (entry.isDirectory()) return walk(root, path);
    return entry.isFile() ? [path] : [];
  });
}

export const isCode = (path: string): boolean => /\.tsx?$/.test(path);

/** A file that runs only as a test or for one. */
export const isTest = (path: string): boolean => /\.(?:test|e2e)\.tsx?$|^e2e\/|^packages\/[^/]+\/test\//.test(path);
