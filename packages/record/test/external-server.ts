import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { probe } from '../src/postgres/probe.ts';

/** A PostgreSQL of the machine's own, as a clinic would run it: another version, other settings. */
export interface ExternalServer {
  /** `15.18` */
  readonly version: string;
  /** The address of one of its databases, for DATABASE_URL. */
  url(database: string): string;
  stop(): Promise<void>;
}

/** Folders of a PostgreSQL that the machine has installed, the newest first. */
function installed(): readonly string[] {
  const debian = '/usr/lib/postgresql';
  const versions = fs.existsSync(debian) ? fs.readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const onPath = (process.env.PATH ?? '').split(path.delimiter);
  return [...versions.map((version) => path.join(debian, version, 'bin')), ...onPath].filter((folder) =>
    ['postgres', 'initdb'].every((name) => fs.existsSync(path.join(folder, name))),
  );
}

/** Starts it on a folder of its own; undefined when the machine has none. */
export async function startExternalServer(): Promise<ExternalServer | undefined> {
  const [bin] = installed();
  if (!bin) return undefined;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-external-'));
  const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
  if (identity) fs.chownSync(folder, identity.uid, identity.gid);
  const data = path.join(folder, 'data');
  const run = { ...identity, cwd: '/', env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } };
  const wishes = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(path.join(bin, 'initdb'), ['-D', data, ...wishes], { ...run, stdio: 'pipe' });
  const settings = [
    '-c',
    'listen_addresses=',
    '-c',
    'fsync=off',
    '-c',
    'synchronous_commit=off',
    '-c',
    'TimeZone=America/Lima',
  ];
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, '-k', folder, ...settings], {
    ...run,
    stdio: 'ignore',
  });
  while ((await probe({ host: folder, user: 'postgres', database: 'postgres' })) !== 'ready') {
    if (server.exitCode !== null) throw new Error(`PostgreSQL in ${bin} ended with ${server.exitCode}`);
    await pause(20);
  }
  return {
    version: execFileSync(path.join(bin, 'postgres'), ['--version']).toString().split(' ')[2]?.trim() ?? '',
    url: (database) => `postgres://postgres@/${database}?host=${encodeURIComponent(folder)}`,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
