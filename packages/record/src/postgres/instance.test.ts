import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { embeddedAddress, serverPid, startEmbedded } from './embedded.ts';
import { joinInstance } from './instance.ts';
import { placeIn } from './place.ts';
import { probe } from './probe.ts';

const SCRIPT = fileURLToPath(new URL('../../test/sharing-process.ts', import.meta.url));

/** The data folder of the test that runs: a new one, or one that was begun by tests before it, which is quicker. */
let folder: string;
const used = new Set<string>();
function onNewFolder(): void {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-share-'));
  fs.chmodSync(folder, 0o711);
  used.add(folder);
}
afterAll(async () => {
  for (const each of used) {
    folder = each;
    if (clusterPid()) {
      const left = await startEmbedded(folder, { durable: false });
      if (left.ok) await left.value.stop();
    }
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

interface Sharer {
  readonly process: ChildProcess;
  /** The next line that it says. */
  heard(): Promise<string>;
  tell(line: 'write' | 'leave'): Promise<string>;
}

function sharer(name: string): Sharer {
  const child = spawn(process.execPath, [SCRIPT, folder, name], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const heard = async () => String((await lines.next()).value);
  return {
    process: child,
    heard,
    tell(line) {
      child.stdin.write(`${line}\n`);
      return heard();
    },
  };
}

const clusterPid = () => serverPid(path.join(folder, 'pg'));

/** How many rows each of these wrote; -1 for one that wrote a row twice. */
async function rowsWritten(...names: string[]): Promise<Record<string, number>> {
  const instance = await joinInstance(folder, { durable: false });
  if (!instance.ok) throw new Error('not joined');
  const client = new pg.Client(instance.value.address('postgres'));
  await client.connect();
  const { rows } = await client.query(
    'select name, count(*)::int as count, count(distinct n)::int as different from shared where name = any($1) group by name',
    [names],
  );
  await client.end();
  await instance.value.leave();
  return Object.fromEntries(rows.map(({ name, count, different }) => [name, count === different ? count : -1]));
}

describe('processes on one data folder (R11)', () => {
  beforeAll(onNewFolder);

  test('may all start on a new folder at once', async () => {
    const sharers = ['a', 'b', 'c'].map(sharer);
    expect(await Promise.all(sharers.map((each) => each.heard()))).toEqual(['joined', 'joined', 'joined']);
    await Promise.all(sharers.map((each) => each.tell('write')));
    await Promise.all(sharers.map((each) => each.tell('leave')));
    expect(await rowsWritten('a', 'b', 'c')).toEqual({ a: 1, b: 1, c: 1 });
    expect(fs.readdirSync(folder).filter((name) => name.startsWith('pg.new'))).toEqual([]);
  });

  test('share one PostgreSQL, and the last to leave stops it', async () => {
    const [first, second] = [sharer('first'), sharer('second')];
    expect(await Promise.all([first.heard(), second.heard()])).toEqual(['joined', 'joined']);
    const pid = clusterPid();
    await first.tell('write');
    await second.tell('write');
    expect(await first.tell('leave')).toBe('left');
    expect(await second.tell('write')).toBe('written');
    expect(clusterPid()).toBe(pid);
    expect(await second.tell('leave')).toBe('left');
    expect(clusterPid()).toBeUndefined();
    expect(await rowsWritten('first', 'second')).toEqual({ first: 1, second: 2 });
  });

  test('may come at the moment in which the last one leaves', async () => {
    let leaving = sharer('0');
    expect(await leaving.heard()).toBe('joined');
    for (let round = 1; round <= 4; round++) {
      const coming = sharer(String(round));
      await leaving.tell('write');
      const [left, joined] = await Promise.all([leaving.tell('leave'), coming.heard()]);
      expect([left, joined]).toEqual(['left', 'joined']);
      leaving = coming;
    }
    expect(await leaving.tell('write')).toBe('written');
    await leaving.tell('leave');
    expect(await rowsWritten('0', '1', '2', '3', '4')).toEqual({ 0: 1, 1: 1, 2: 1, 3: 1, 4: 1 });
  }, 120_000);

  test('find PostgreSQL that a killed one left running', async () => {
    const killed = sharer('killed');
    expect(await killed.heard()).toBe('joined');
    await killed.tell('write');
    const pid = clusterPid();
    killed.process.kill('SIGKILL');
    await once(killed.process, 'exit');
    const next = sharer('next');
    expect(await next.heard()).toBe('joined');
    expect(clusterPid()).toBe(pid);
    await next.tell('leave');
    expect(clusterPid()).toBeUndefined();
  });

  test('start PostgreSQL again when it is killed under them', async () => {
    const [first, second] = [sharer('third'), sharer('fourth')];
    expect(await Promise.all([first.heard(), second.heard()])).toEqual(['joined', 'joined']);
    const pid = clusterPid() ?? 0;
    process.kill(pid, 'SIGKILL');
    // A session that has not noticed yet may still write: what is held here is the next PostgreSQL, not the last words of this one.
    await expect.poll(clusterPid, { timeout: 30_000 }).not.toBe(pid);
    expect(await Promise.all([first.tell('write'), second.tell('write')])).toEqual(['written', 'written']);
    expect(clusterPid()).toBeDefined();
    await first.tell('leave');
    expect(await second.tell('write')).toBe('written');
    await second.tell('leave');
    expect(clusterPid()).toBeUndefined();
    expect(await rowsWritten('third', 'fourth')).toEqual({ third: 1, fourth: 2 });
  });
});

describe('a data folder', () => {
  beforeEach(onNewFolder);

  test('of another major version of PostgreSQL is refused', async () => {
    fs.mkdirSync(path.join(folder, 'pg'));
    fs.writeFileSync(path.join(folder, 'pg', 'PG_VERSION'), '17\n');
    const refusal = await joinInstance(folder);
    fs.rmSync(path.join(folder, 'pg'), { recursive: true });
    expect(refusal).toMatchObject({
      ok: false,
      outcome: { issues: [{ code: 'CRYO-520', params: { found: '17', known: '18' } }] },
    });
  });

  test('that is none is refused with the reason', async () => {
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    expect(await joinInstance(file)).toMatchObject({ ok: false, outcome: { issues: [{ code: 'CRYO-522' }] } });
  });

  test('whose cluster is damaged is refused with what PostgreSQL says', async () => {
    const started = await startEmbedded(folder, { durable: false });
    if (started.ok) await started.value.stop();
    const control = path.join(folder, 'pg', 'global', 'pg_control');
    const saved = fs.readFileSync(control);
    fs.writeFileSync(control, Buffer.alloc(8192));
    const refusal = await joinInstance(folder, { durable: false });
    fs.writeFileSync(control, saved);
    expect(refusal).toMatchObject({ ok: false, outcome: { issues: [{ code: 'CRYO-521' }] } });
  });

  test('is nobody else’s to enter: the socket lies in a folder that only PostgreSQL’s user may open', async () => {
    const started = await startEmbedded(folder, { durable: false });
    if (!started.ok) throw new Error('not started');
    const { place, stop } = started.value;
    expect(fs.statSync(place.socket).mode & 0o077).toBe(0);
    expect(fs.statSync(place.cluster).mode & 0o077).toBe(0);
    expect(await probe(embeddedAddress(place, 'postgres'))).toBe('ready');
    await stop();
    expect(await probe(embeddedAddress(place, 'postgres'))).toBe('absent');
  });

  test('with a long name has its socket where the system allows it', () => {
    const long = path.join(folder, 'x'.repeat(120));
    const { socket } = placeIn(long);
    onTestFinished(() => fs.rmSync(socket, { recursive: true, force: true }));
    expect(Buffer.byteLength(path.join(socket, '.s.PGSQL.5432'))).toBeLessThan(104);
    expect(placeIn(long).socket).toBe(socket);
  });

  test.runIf(process.getuid?.() === 0)(
    'that is root’s alone is opened to PostgreSQL’s group, for passing through',
    async () => {
      fs.chmodSync(folder, 0o700);
      const started = await startEmbedded(folder, { durable: false });
      if (!started.ok) throw new Error('not started');
      expect(started.value.place.cluster).toBe(path.join(fs.realpathSync(folder), 'pg'));
      expect(fs.statSync(folder).mode & 0o777).toBe(0o710);
      await started.value.stop();
    },
  );

  test.runIf(process.getuid?.() === 0)(
    'below one that only root may enter is served from where PostgreSQL can be',
    async () => {
      fs.chmodSync(folder, 0o700);
      const below = path.join(folder, 'data');
      const started = await startEmbedded(below, { durable: false });
      if (!started.ok) throw new Error('not started');
      const { place, stop } = started.value;
      onTestFinished(() => fs.rmSync(path.dirname(place.cluster), { recursive: true, force: true }));
      expect(fs.realpathSync(path.join(below, 'pg'))).toBe(place.cluster);
      expect(place.cluster.startsWith(fs.realpathSync(folder))).toBe(false);
      expect(placeIn(below)).toEqual(place);
      await stop();
    },
  );
});
