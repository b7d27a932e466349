import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { createInterface } from 'node:readline';

/** A server under measurement: a process of its own, that says its port in one line of JSON. */
export interface Child {
  readonly pid: number;
  readonly port: number;
  /** What the process said beside its port. */
  readonly said: Readonly<Record<string, unknown>>;
  /** Milliseconds from spawn to the line that says the port. */
  readonly startMilliseconds: number;
  /** Resident memory of the process (not of PostgreSQL), in MB. */
  memory(): number;
  stop(): Promise<void>;
}

export async function startChild(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Child> {
  const began = performance.now();
  const child = spawn(process.execPath, [...servedWith(), script, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGTERM')); // a run that fails leaves no server behind
  const said = await firstJson(child);
  return {
    pid: child.pid ?? 0,
    port: Number(said.port),
    said,
    startMilliseconds: performance.now() - began,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** The options of Node that `npm run cryopath` serves with: what is measured is what is started. */
function servedWith(): readonly string[] {
  const { scripts } = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  return (scripts.cryopath ?? '').split(' ').filter((word) => word.startsWith('--'));
}

function firstJson(child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it listened`)));
    if (child.stdout === null) return reject(new Error('the server has no output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"port"')) resolve(JSON.parse(line) as Record<string, unknown>);
    });
  });
}
