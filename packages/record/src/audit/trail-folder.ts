import fs from 'node:fs';
import path from 'node:path';
import { type AuditRoot, parseRoot } from './roots.ts';
import type { Seal } from './seal-hash.ts';

/**
 * What of the trail is kept beside the database, in the data folder: whoever can change the database cannot change these with it.
 *
 * - `audit-roots.ndjson`: every day's signed root, one a line. To be copied away each day.
 * - `audit-head.json`: the last seal. It shows when the newest seals were cut off, which the chain alone cannot.
 */
export interface TrailFolder {
  keepHead(seal: Pick<Seal, 'n' | 'hash'>): void;
  head(): { readonly n: number; readonly hash: string } | undefined;
  /** Appends those that the file does not have. */
  keepRoots(roots: readonly AuditRoot[]): void;
  /** Lines that are no roots are given as their text. */
  roots(): readonly (AuditRoot | string)[];
}

const HEAD = 'audit-head.json';
const ROOTS = 'audit-roots.ndjson';

export function trailFolder(folder: string): TrailFolder {
  const headFile = path.join(folder, HEAD);
  const rootsFile = path.join(folder, ROOTS);
  const roots = () => {
    if (!fs.existsSync(rootsFile)) return [];
    const lines = fs
      .readFileSync(rootsFile, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((line) => parseRoot(line) ?? line);
  };
  return {
    keepHead({ n, hash }) {
      // Under another name first: a reader, or a crash, never meets half of it.
      const draft = `${headFile}.${process.pid}`;
      fs.writeFileSync(draft, JSON.stringify({ n, hash }));
      fs.renameSync(draft, headFile);
    },
    head() {
      if (!fs.existsSync(headFile)) return undefined;
      const { n, hash } = JSON.parse(fs.readFileSync(headFile, 'utf8')) as { n: number; hash: string };
      return { n, hash };
    },
    keepRoots(all) {
      const kept = new Set(roots().map((root) => (typeof root === 'string' ? root : root.day)));
      const missing = all.filter((root) => !kept.has(root.day));
      if (missing.length === 0) return;
      const handle = fs.openSync(rootsFile, 'a', 0o644);
      fs.writeSync(handle, missing.map((root) => `${JSON.stringify(root)}\n`).join(''));
      fs.fsyncSync(handle);
      fs.closeSync(handle);
    },
    roots,
  };
}

/** Whether a data folder has a trail already. */
export const hasTrail = (folder: string): boolean =>
  [HEAD, ROOTS].some((name) => fs.existsSync(path.join(folder, name)));

/** What a backup takes along, by its name in the data folder: the roots and the public keys. */
export function trailFiles(folder: string): Readonly<Record<string, string>> {
  const keys = path.join(folder, 'keys');
  const known = fs.existsSync(keys)
    ? fs
        .readdirSync(keys)
        .filter(isPublicKey)
        .map((name) => `keys/${name}`)
    : [];
  const names = [ROOTS, ...known].filter((name) => fs.existsSync(path.join(folder, name)));
  return Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

const isPublicKey = (name: string): boolean => /^audit-root-[0-9a-f]{16}\.pub\.pem$/.test(name);

/** Puts them into another data folder. Names that are none of these are left out: a backup decides about no other file. */
export function keepTrailFiles(folder: string, files: Readonly<Record<string, string>>): void {
  fs.mkdirSync(path.join(folder, 'keys'), { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(files)) {
    if (name === ROOTS || (name.startsWith('keys/') && isPublicKey(name.slice('keys/'.length)))) {
      fs.writeFileSync(path.join(folder, name), text);
    }
  }
}
