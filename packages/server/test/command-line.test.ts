import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

test('a protocol is checked, compared and replayed, and published under a name of the record alone', async () => {
  for (const command of ['check', 'diff', 'publish', 'replay'])
    expect(await runProgram('protocol', command, '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Usage:'),
    });
  const own = fileURLToPath(new URL('../../../protocols/cryoablation', import.meta.url));
  expect(await runProgram('protocol', 'check', join(folder, 'nothing'))).toMatchObject({ code: 2 });
  const broken = join(folder, 'broken');
  cpSync(own, broken, { recursive: true });
  writeFileSync(
    join(broken, 'texts', 'pl.yaml'),
    readFileSync(join(broken, 'texts', 'pl.yaml'), 'utf8').replace(/^protocol:\n {2}title: .*\n/m, 'protocol:\n'),
  );
  expect(await runProgram('protocol', 'check', broken)).toMatchObject({
    code: 3,
    out: expect.stringMatching(/texts\/en\.yaml:\d+: /),
  });
  expect(
    await runProgram('protocol', 'publish', broken, '--by', 'Practitioner/nobody', '--data', data()),
  ).toMatchObject({ code: 3 });
  expect(await runProgram('protocol', 'publish', own, '--data', data())).toMatchObject({ code: 2 });
  const stricter = join(folder, 'stricter');
  cpSync(own, stricter, { recursive: true });
  const policy = readFileSync(join(own, 'policy.yaml'), 'utf8');
  writeFileSync(join(stricter, 'policy.yaml'), policy.replace('id: observation, low: 20', 'id: observation, low: 25'));
  expect(await runProgram('protocol', 'diff', own, stricter)).toMatchObject({
    code: 0,
    out: expect.stringContaining('25'),
  });
  expect(await runProgram('protocol', 'replay', stricter, '--data', data())).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 pathways by version'),
  });
  const next = join(folder, 'next');
  cpSync(own, next, { recursive: true });
  const plan = readFileSync(join(own, 'plan.yaml'), 'utf8');
  writeFileSync(join(next, 'plan.yaml'), plan.replace(/^version: .*$/m, 'version: 9.0.0'));
  const publish = (by: string) => runProgram('protocol', 'publish', next, '--by', by, '--data', data());
  expect(await publish('Practitioner/nobody')).toMatchObject({ code: 3, out: expect.stringContaining('CRYO-201') });
  expect(await publish('Practitioner/demo-lead')).toMatchObject({
    code: 0,
    out: expect.stringContaining('9.0.0 is published'),
  });
  expect(await publish('Practitioner/demo-lead')).toMatchObject({
    code: 0,
    out: expect.stringContaining('was published before'),
  });
  writeFileSync(join(next, 'policy.yaml'), `${policy}# changed afterwards\n`);
  expect(await publish('Practitioner/demo-lead')).toMatchObject({ code: 3, out: expect.stringContaining('CRYO-632') });
}, 180_000);

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
