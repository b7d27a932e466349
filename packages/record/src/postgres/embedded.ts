import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { type Binaries, findBinaries, prepareBinaries } from './binaries.ts';
import { initialise } from './initialise.ts';
import { isRoot, othersCanReach, type Place, placeIn, ROOT_PLACE } from './place.ts';
import type { DatabaseAddress } from './pool.ts';
import { probe } from './probe.ts';

export interface EmbeddedOptions {
  /** False only in tests: PostgreSQL then never waits for the disk, and a power cut loses everything. */
  readonly durable?: boolean;
  /** For how long to wait until it answers. Generous, because recovery after a crash reads the whole log since the last checkpoint. */
  readonly patienceMilliseconds?: number;
}

/** A PostgreSQL server of ours, running, on a data folder. */
export interface EmbeddedPostgres {
  readonly place: Place;
  /** Ends every session, writes a checkpoint, and ends PostgreSQL. Whoever else uses the folder loses it: see `instance.ts`. */
  stop(): Promise<void>;
}

/** The address of one database in it. */
export const embeddedAddress = (place: Place, database: string): DatabaseAddress => ({
  host: place.socket,
  user: 'postgres',
  database,
});

/**
 * Starts PostgreSQL on a data folder, or finds it running there: started by another process, or left over from one that was killed.
 *
 * It listens on a Unix socket in a folder that only its user may enter, never on the network. It is its own process group and outlives us, so
 * that neither Ctrl-C nor our death interrupts another process's work.
 *
 * Refused: CRYO-520 the folder belongs to another major version; CRYO-521 PostgreSQL does not start; CRYO-522 the folder cannot be used;
 * CRYO-523 there is no PostgreSQL for this platform in the package registry.
 */
export async function startEmbedded(folder: string, options: EmbeddedOptions = {}): Promise<Result<EmbeddedPostgres>> {
  const found = findBinaries();
  // Node speaks to local sockets on Windows through named pipes only, which PostgreSQL does not have.
  if (!found || process.platform === 'win32') {
    return refused(outcome('CRYO-523', { platform: `${process.platform}-${process.arch}` }));
  }
  let place: Place;
  let binaries: Binaries;
  try {
    place = placeIn(folder);
    const reachable = !isRoot() || othersCanReach(found.folder);
    binaries = prepareBinaries(found, reachable, reachable ? folder : ROOT_PLACE);
    const refusal = await prepareCluster(place, binaries, options);
    if (refusal) return refused(refusal);
  } catch (error) {
    return refused(outcome('CRYO-522', { folder, reason: (error as Error).message }));
  }
  const refusal = await startUntilReady(place, binaries, options);
  return refusal ? refused(refusal) : ok({ place, stop: () => stop(place) });
}

async function prepareCluster(
  place: Place,
  binaries: Binaries,
  options: EmbeddedOptions,
): Promise<Outcome | undefined> {
  const found = versionOf(place);
  if (!found) return initialise(place, binaries, options.durable ?? true);
  if (found === binaries.major) return undefined;
  return outcome('CRYO-520', { folder: place.cluster, found, known: binaries.major });
}

function versionOf({ cluster }: Place): string | undefined {
  const file = path.join(cluster, 'PG_VERSION');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : undefined;
}

/** Other processes may be starting or stopping PostgreSQL here at the same moment: whoever is too early or too late tries again. */
async function startUntilReady(
  place: Place,
  binaries: Binaries,
  options: EmbeddedOptions,
): Promise<Outcome | undefined> {
  const address = embeddedAddress(place, 'postgres');
  const rounds = (options.patienceMilliseconds ?? 300_000) / ROUND_MILLISECONDS;
  let started: Started | undefined;
  for (let round = 0; round < rounds; round++) {
    const state = await probe(address);
    if (state === 'ready') return undefined;
    if (state === 'absent' && !started) started = start(place, binaries, options.durable ?? true);
    else if (started?.ended()) {
      const said = started.said();
      if (!OTHERS_TURN.test(said)) return outcome('CRYO-521', { folder: place.cluster, reason: lastLines(said) });
      started = undefined;
    }
    await pause(ROUND_MILLISECONDS);
  }
  return outcome('CRYO-521', { folder: place.cluster, reason: lastLines(started?.said() ?? '') || 'no answer' });
}

const ROUND_MILLISECONDS = 20;

/** PostgreSQL's words for: another one is running on this folder, or has just ended and its last sessions are not gone yet. */
const OTHERS_TURN = /lock file ".*" already exists|shared memory block .* is still in use/;

const lastLines = (said: string) => said.trim().split('\n').slice(-3).join(' ');

interface Started {
  ended(): boolean;
  /** What the log got since the start. */
  said(): string;
}

function start({ cluster, socket, log, identity }: Place, binaries: Binaries, durable: boolean): Started {
  const { file, from } = openLog(log);
  const child = spawn(path.join(binaries.folder, 'bin', 'postgres'), serverArguments(cluster, socket, durable), {
    ...identity,
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    detached: true,
    stdio: ['ignore', file, file],
  });
  fs.closeSync(file);
  let failure = '';
  child.on('error', (error) => {
    failure = error.message;
  });
  child.unref();
  return {
    ended: () => failure !== '' || child.exitCode !== null || child.signalCode !== null,
    said: () => failure || fs.readFileSync(log).subarray(from).toString(),
  };
}

/** The log starts anew when it has grown past a megabyte: it is for whoever asks why PostgreSQL did not start. */
function openLog(log: string): { file: number; from: number } {
  const size = fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  const anew = size > 1_000_000;
  return { file: fs.openSync(log, anew ? 'w' : 'a', 0o600), from: anew ? 0 : size };
}

const serverArguments = (cluster: string, socket: string, durable: boolean): string[] => [
  '-D',
  cluster,
  ...Object.entries({
    listen_addresses: '',
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
    // No statement, parameter or value of a row reaches the log: they are health data.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    log_checkpoints: 'off',
    // One server without replicas needs no more in its log than recovery does.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '512MB',
    // Compiling a query costs more than any of ours takes; and the folder is on a disk that seeks for nothing.
    jit: 'off',
    random_page_cost: '1.1',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

/** PostgreSQL's "fast" shutdown. Its last act is to remove its file; another server may have written its own by then. */
async function stop({ cluster }: Place): Promise<void> {
  const pid = serverPid(cluster);
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw error;
  }
  while (serverPid(cluster) === pid) await pause(ROUND_MILLISECONDS);
}

/** The process number of the server that runs on a cluster, or did when it was killed; undefined when none does. */
export function serverPid(cluster: string): number | undefined {
  try {
    return Number.parseInt(fs.readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}
