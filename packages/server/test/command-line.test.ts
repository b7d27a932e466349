import { chmodSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram, type ServerProcess, startProcess } from './faults/server-process.ts';

let folder: string;
let server: ServerProcess;
const data = () => join(folder, 'data');
const file = () => join(folder, 'clinic.backup');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cryopath-cli-'));
  chmodSync(folder, 0o711);
  server = await startProcess(data());
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a backup is taken while the service runs, and is never written over another', async () => {
  const made = await runProgram('backup', file(), '--data', data());
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining(file()) });
  expect(await runProgram('backup', file(), '--data', data())).toMatchObject({
    code: 3,
    out: expect.stringContaining('CRYO-704'),
  });
});

test('the trail is verified while the service runs', async () => {
  expect(await runProgram('audit', 'verify', '--data', data())).toMatchObject({
    code: 0,
    out: expect.stringContaining('The trail verifies.'),
  });
});

test('what searches look at is made anew while the service runs, and said to be asked for', async () => {
  expect(await runProgram('reindex', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--data') });
  expect(await runProgram('reindex', '--data', data())).toMatchObject({
    code: 0,
    out: expect.stringMatching(/\d+ resources\.\n(?:.|\n)*The search values are those of the texts\./),
  });
});

test('a backup comes back into an empty folder, once, and verifies', async () => {
  const into = join(folder, 'restored');
  const restored = await runProgram('restore', file(), '--data', into);
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('Restored; the trail verifies.') });
  expect(await runProgram('restore', file(), '--data', into)).toMatchObject({
    code: 3,
    out: expect.stringContaining('CRYO-706'),
  });
});

test('a backup that was cut off is refused, and nothing is written', async () => {
  const size = readFileSync(file()).length;
  truncateSync(file(), size - 100);
  const into = join(folder, 'cut');
  expect(await runProgram('restore', file(), '--data', into)).toMatchObject({
    code: 3,
    out: expect.stringContaining('CRYO-705'),
  });
});

test('told to stop, the service says so and ends well', async () => {
  expect(await server.stop()).toBe(0);
  const events = server
    .logged()
    .split('\n')
    .filter((line) => line.includes('"event"'))
    .map((line) => (JSON.parse(line) as { event: string }).event);
  expect(events).toEqual(['starting', 'demo-seeded', 'listening', 'stopping', 'stopped']);
});
