import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../src/cli/cryopath.ts', import.meta.url));

/** A real server process, started as people start it, that a test may kill. */
export interface ServerProcess {
  readonly url: string;
  readonly milliseconds: number;
  /** Everything that it logged. */
  readonly logged: () => string;
  /** SIGKILL: nothing in the process gets a chance to tidy up. */
  kill(): Promise<void>;
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null>;
}

/** Starts `cryopath demo` on a data folder, on any free port. */
export async function startProcess(dataDir: string, environment: Record<string, string> = {}): Promise<ServerProcess> {
  const begun = performance.now();
  const child = spawn(process.execPath, [PROGRAM, 'demo', '--patients', '1', '--port', '0', '--data', dataDir], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const url = await announced(child);
  const ended = once(child, 'exit');
  return {
    url,
    milliseconds: performance.now() - begun,
    logged: () => log,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

/** The address that the process says on stderr. */
function announced(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const url = /people: (http:\S+)\n/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it listened: ${said}`)));
  });
}

/** Runs one command of the command line to its end. */
export async function runProgram(...words: string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
  }
  await once(child, 'close');
  return { code: child.exitCode, out };
}

/** Process id of the PostgreSQL that serves a data folder. */
export const postgresPid = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);
