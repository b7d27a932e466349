import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Where one PostgreSQL of ours lives, and as whom it runs. */
export interface Place {
  /** PostgreSQL's data folder. */
  readonly cluster: string;
  /** Folder of its socket: the `host` of a connection. Nobody else may enter it, which is what guards the database. */
  readonly socket: string;
  readonly log: string;
  /** Given when we are root: PostgreSQL refuses to run as root. */
  readonly identity: Identity | undefined;
}

export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

const NOBODY: Identity = { uid: 65_534, gid: 65_534 };

/** Where root keeps what another user must be able to reach, when the data folder lies where only root may go. */
export const ROOT_PLACE = '/var/lib/cryopath';

/** A socket's whole path must fit in `sun_path`: 104 bytes on macOS, 108 on Linux. */
const LONGEST_SOCKET_FOLDER = 103 - '/.s.PGSQL.5432'.length;

export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * The place for PostgreSQL in a data folder, made when it is not there. Every process that is given the same folder finds the same place.
 *
 * As root, below a folder that only root may enter, PostgreSQL could not run (it refuses root): its part then lies in {@link ROOT_PLACE}, and
 * `pg` in the data folder is a link to it.
 */
export function placeIn(folder: string): Place {
  fs.mkdirSync(folder, { recursive: true, mode: 0o711 });
  const home = homeOf(fs.realpathSync(folder));
  const cluster = path.join(home, 'pg');
  const identity = isRoot() ? ownerOf(cluster) : undefined;
  const socket = socketFolder(home, identity);
  const log = path.join(home, 'postgres.log');
  return { cluster, socket, log, identity };
}

function homeOf(folder: string): string {
  const cluster = path.join(folder, 'pg');
  const link = linkTarget(cluster);
  if (link) return path.dirname(link);
  if (!isRoot() || fs.existsSync(cluster) || letIn(folder)) return folder;
  const elsewhere = path.join(ROOT_PLACE, randomUUID());
  fs.mkdirSync(elsewhere, { recursive: true, mode: 0o711 });
  try {
    fs.symlinkSync(path.join(elsewhere, 'pg'), cluster);
    return elsewhere;
  } catch (error) {
    // Another process was quicker: its link is the one that counts.
    fs.rmdirSync(elsewhere);
    const other = linkTarget(cluster);
    if (!other) throw error;
    return path.dirname(other);
  }
}

/**
 * Whether PostgreSQL's user may pass through the folder. One that is root's alone, at a place that everybody can reach, is opened to that user's
 * group for passing through, and to nobody else.
 */
function letIn(folder: string): boolean {
  if (othersCanReach(folder)) return true;
  const { uid, mode } = fs.statSync(folder);
  if (uid !== 0 || (mode & 0o070) !== 0 || !othersCanReach(path.dirname(folder))) return false;
  fs.chownSync(folder, 0, NOBODY.gid);
  fs.chmodSync(folder, (mode & 0o707) | 0o010);
  return true;
}

function linkTarget(link: string): string | undefined {
  return fs.lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ? fs.readlinkSync(link) : undefined;
}

/** Whether every user may pass through the folder and all above it. */
export function othersCanReach(folder: string): boolean {
  const parent = path.dirname(folder);
  return (fs.statSync(folder).mode & 0o001) !== 0 && (parent === folder || othersCanReach(parent));
}

/** A data folder that somebody else's start made keeps its owner; a new one gets a user without any rights. */
function ownerOf(cluster: string): Identity {
  const found = fs.statSync(cluster, { throwIfNoEntry: false });
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : NOBODY;
}

function socketFolder(home: string, identity: Identity | undefined): string {
  const beside = path.join(home, 'run');
  const fits = Buffer.byteLength(beside) <= LONGEST_SOCKET_FOLDER;
  const folder = fits ? beside : shortSocketFolder(home, identity);
  makePrivate(folder, identity);
  return folder;
}

/** A name that every process of this user computes from the same data folder: its device and inode, which another path to it does not change. */
function shortSocketFolder(home: string, identity: Identity | undefined): string {
  const { dev, ino } = fs.statSync(home, { bigint: true });
  return path.join(
    os.tmpdir(),
    `cryopath-${identity?.uid ?? process.getuid?.() ?? 0}-${dev.toString(36)}${ino.toString(36)}`,
  );
}

/** @throws Error when the folder is there and is another user's: in a shared temporary folder somebody may have laid a trap. */
function makePrivate(folder: string, identity: Identity | undefined): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner = fs.lstatSync(folder);
  const expected = identity?.uid ?? process.getuid?.() ?? owner.uid;
  if (!owner.isDirectory()) throw new Error(`not a folder: ${folder}`);
  if (owner.uid !== expected && isRoot() && owner.uid === 0 && identity)
    fs.chownSync(folder, identity.uid, identity.gid);
  else if (owner.uid !== expected) throw new Error(`owned by user ${owner.uid}, not ${expected}: ${folder}`);
  if ((owner.mode & 0o077) !== 0) fs.chmodSync(folder, 0o700);
}
