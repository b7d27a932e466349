import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type Outcome, outcome } from '@cryopath/fhir';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';

/**
 * Makes an empty cluster under another name and then gives it its right one, in one step: a start that is killed here leaves no half-made
 * cluster behind, and of two that run at the same time one wins and both go on with its cluster.
 */
export async function initialise(place: Place, binaries: Binaries, durable: boolean): Promise<Outcome | undefined> {
  const home = path.dirname(place.cluster);
  removeAbandoned(home);
  const draft = fs.mkdtempSync(path.join(home, `${DRAFT}${process.pid}-`));
  ours.add(draft);
  if (place.identity) fs.chownSync(draft, place.identity.uid, place.identity.gid);
  try {
    const { code, said } = await initdb(draft, place, binaries, durable);
    if (code !== 0) return outcome('CRYO-521', { folder: place.cluster, reason: said.trim() });
    moveInto(draft, place.cluster);
    if (durable) syncFolder(home);
    return undefined;
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
    ours.delete(draft);
  }
}

const DRAFT = 'pg.new-';

/** Drafts that this process is working on. */
const ours = new Set<string>();

function initdb(folder: string, { identity }: Place, binaries: Binaries, durable: boolean) {
  const wishes = ['--username=postgres', '--auth=trust', '--encoding=UTF8'];
  // Polish order for what people read (ą after a); the C locale for the rest, which needs nothing from the machine.
  const locale = ['--locale=C', '--locale-provider=icu', '--icu-locale=pl-PL'];
  const child = spawn(
    path.join(binaries.folder, 'bin', 'initdb'),
    ['-D', folder, ...wishes, ...locale, ...(durable ? [] : ['--no-sync'])],
    { ...identity, cwd: '/', env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  return new Promise<{ code: number | null; said: string }>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, said }));
  });
}

/** A rename onto a folder that holds something fails: then another process's cluster is there already. */
function moveInto(draft: string, cluster: string): void {
  try {
    fs.renameSync(draft, cluster);
  } catch (error) {
    if (!fs.existsSync(path.join(cluster, 'PG_VERSION'))) throw error;
  }
}

function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}

/** Drafts of processes that are gone. */
function removeAbandoned(home: string): void {
  for (const name of fs.readdirSync(home)) {
    if (!name.startsWith(DRAFT)) continue;
    const draft = path.join(home, name);
    const owner = Number.parseInt(name.slice(DRAFT.length), 10);
    const inUse = owner === process.pid ? ours.has(draft) : isAlive(owner);
    if (!inUse) fs.rmSync(draft, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
