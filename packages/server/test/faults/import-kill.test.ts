import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '@cryopath/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomFrom } from './malformed-requests.ts';
import { runProgram } from './server-process.ts';

const KILLS = Number(process.env.CRYOPATH_KILLS ?? 10);
const SEED = Number(process.env.CRYOPATH_SEED ?? 20_260_302);
const PROGRAM = fileURLToPath(new URL('../../src/cli/cryopath.ts', import.meta.url));

const PATIENTS = 40;
const SCORES = 8_000;
const EVENTS = 200;
const NOTES = 400;

let folder: string;
let files: string;
let database: Database;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cryopath-import-kill-'));
  chmodSync(folder, 0o711);
  files = join(folder, 'files');
  mkdirSync(files);
  writeFiles();
  // Keeps PostgreSQL up between the imports, and sees how far they are.
  const opened = await openDatabase({ folder: join(folder, 'data') });
  if (!opened.ok) throw new Error(JSON.stringify(opened.outcome));
  database = opened.value;
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An export in the worst order: most of it comes before the patients whom it is about. */
function writeFiles(): void {
  const subject = (n: number) => ({ reference: `Patient/p${n % PATIENTS}` });
  const lines = (count: number, of: (n: number) => object) =>
    Array.from({ length: count }, (_, n) => `${JSON.stringify(of(n))}\n`).join('');
  const score = (n: number) => ({
    resourceType: 'Observation',
    id: `s${n}`,
    status: 'final',
    code: { text: 'pain' },
    subject: subject(n),
    valueInteger: n % 11,
  });
  const event = (n: number) => ({
    resourceType: 'AuditEvent',
    id: `e${n}`,
    type: { code: 'rest' },
    recorded: '2026-01-01T10:00:00Z',
    agent: [{ requestor: true }],
    source: { observer: { display: 'his' } },
  });
  const note = (n: number) => ({
    fullUrl: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    resource: {
      resourceType: 'Communication',
      status: 'completed',
      subject: subject(n),
      payload: [{ contentString: `${n}` }],
    },
  });
  writeFileSync(join(files, '1-scores.ndjson'), lines(SCORES / 2, score));
  writeFileSync(join(files, '2-events.ndjson'), lines(EVENTS, event));
  writeFileSync(
    join(files, '3-patients.ndjson'),
    lines(PATIENTS, (n) => ({ resourceType: 'Patient', id: `p${n}` })),
  );
  const entry = Array.from({ length: NOTES }, (_, n) => note(n));
  writeFileSync(join(files, '4-notes.json'), JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
  writeFileSync(
    join(files, '5-scores.ndjson'),
    lines(SCORES / 2, (n) => score(n + SCORES / 2)),
  );
}

const ALL = PATIENTS + SCORES + NOTES;

async function counted(sql: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(`select count(*) as n from ${sql}`);
  return rows[0]?.n ?? 0;
}

/** Imports until so many versions are there, then ends the process with SIGKILL. @returns whether the import had ended before. */
async function importUntil(versions: number): Promise<boolean> {
  const args = [PROGRAM, 'import', files, '--data', join(folder, 'data'), '--clinic', 'c1'];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  // Each look takes a moment of the database's: nothing else is waited for.
  let there = 0;
  while (child.exitCode === null && there < versions) there = await counted('version');
  const isOver = child.exitCode !== null;
  child.kill('SIGKILL');
  await ended;
  return isOver;
}

test(`${KILLS} times SIGKILL in the middle of an import, and importing again: complete, and nothing twice (seed ${SEED})`, {
  timeout: 60_000 + KILLS * 15_000,
}, async () => {
  const random = randomFrom(SEED);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    // Somewhere in its share of the first eight tenths; a batch that is being written may go on to be.
    const goal = Math.floor((ALL * 0.8 * (kill - 1 + random.next())) / KILLS);
    const there = await counted('version');
    expect(await importUntil(Math.max(goal, there + 1))).toBe(false);
  }
  const between = await counted('version');
  expect(between).toBeLessThan(ALL);

  const whole = await runProgram('import', files, '--data', join(folder, 'data'), '--clinic', 'c1');
  expect(whole).toMatchObject({ code: 0 });
  expect([await counted('version'), await counted('resource')]).toEqual([ALL, ALL]);
  expect(await counted('version where version > 1')).toBe(0);
  expect(await counted(`resource where patient = '' and type <> 'AuditEvent'`)).toBe(0);
  expect(await counted(`audit where content <> ''`)).toBe(EVENTS);

  const again = await runProgram('import', files, '--data', join(folder, 'data'), '--clinic', 'c1');
  expect(again.out).toContain(`0 new, 0 changed, ${ALL + EVENTS} as they were, 0 refused`);
  expect(await counted('version')).toBe(ALL);
  expect(await runProgram('audit', 'verify', '--data', join(folder, 'data'))).toMatchObject({ code: 0 });
});
