import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomFrom } from './malformed-requests.ts';
import { postgresPid, runProgram, type ServerProcess, startProcess } from './server-process.ts';

// R1 of packages/record/SPEC.md, and with it I3: what was acknowledged is on disk, whoever is killed.
const KILLS = Number(process.env.CRYOPATH_KILLS ?? 50);
const SEED = Number(process.env.CRYOPATH_SEED ?? 20_260_302);
const WRITERS = 6;

let folder: string;
let server: ServerProcess;
let cookie = '';
let stopping = false;
/** Key of a write -> id of what it created, as the server acknowledged it. */
const acknowledged = new Map<string, string>();
let attempts = 0;
const surprises = new Set<string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cryopath-kill-'));
  chmodSync(folder, 0o711);
  await start();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const started = await startProcess(folder);
  const response = await fetch(`${started.url}/demo/sign-in`, {
    method: 'POST',
    body: '{"person":"doctor"}',
    headers: { 'content-type': 'application/json' },
  });
  cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  server = started;
}

const observation = (key: string) =>
  JSON.stringify({
    resourceType: 'Observation',
    status: 'final',
    identifier: [{ system: 'urn:kill', value: key }],
    code: { text: 'pain' },
    subject: { reference: 'Patient/demo-anna' },
    valueInteger: 5,
  });

/** Asks until there is an answer, under one key, as our own screens do. */
async function writeUntilAcknowledged(key: string): Promise<void> {
  while (!stopping) {
    attempts++;
    const response = await fetch(`${server.url}/fhir/Observation`, {
      method: 'POST',
      body: observation(key),
      headers: { 'content-type': 'application/fhir+json', 'idempotency-key': key, 'x-cryopath': '1', cookie },
    }).catch(() => undefined);
    const body = await response?.json().catch(() => undefined);
    if (response?.status === 201 && body !== undefined) {
      acknowledged.set(key, (body as { id: string }).id);
      return;
    }
    // 503: the database is away; 401: the process is a new one, and knows its own sessions only.
    if (response !== undefined && ![201, 401, 503].includes(response.status)) {
      surprises.add(
        `${response.status} ${
          server
            .logged()
            .split('\n')
            .findLast((line) => line.includes('"failure"')) ?? JSON.stringify(body)
        }`.replaceAll(/"(?:at|request)":"[^"]+",/g, ''),
      );
    }
    await pause(20);
  }
}

async function writer(name: number): Promise<void> {
  for (let n = 0; !stopping; n++) await writeUntilAcknowledged(`${name}-${n}`);
}

/** Waits until so many more writes were acknowledged: the fault then falls into the middle of others. A service that does not come back is told apart. */
async function acknowledgements(more: number): Promise<void> {
  const goal = acknowledged.size + more;
  const patience = performance.now() + 60_000;
  while (acknowledged.size < goal) {
    if (performance.now() > patience) throw new Error(`no writes for a minute:\n${server.logged().slice(-3000)}`);
    await pause(2);
  }
}

test(`${KILLS} times SIGKILL of the server, ${KILLS} times of PostgreSQL, in the middle of writes (seed ${SEED})`, {
  timeout: 20_000 + KILLS * 12_000,
}, async () => {
  const random = randomFrom(SEED);
  const writers = Array.from({ length: WRITERS }, (_, name) => writer(name));
  for (let kill = 0; kill < KILLS; kill++) {
    await acknowledgements(1 + random.below(40));
    await pause(random.below(5));
    await server.kill();
    await start();
    await acknowledgements(1 + random.below(40));
    await pause(random.below(5));
    process.kill(postgresPid(folder), 'SIGKILL');
  }
  await acknowledgements(20);
  stopping = true;
  await Promise.all(writers);
  expect([...surprises]).toEqual([]);

  const stored = await everythingStored();
  const lost = [...acknowledged].filter(([key, id]) => stored.get(key)?.[0] !== id);
  const twice = [...stored].filter(([, ids]) => ids.length > 1);
  expect({ lost, twice }).toEqual({ lost: [], twice: [] });
  expect(attempts).toBeGreaterThan(acknowledged.size);

  expect(await server.stop()).toBe(0);
  const verified = await runProgram('audit', 'verify', '--data', folder);
  expect(verified).toMatchObject({ code: 0 });
});

/** Key -> ids of the resources that carry it, by reading the whole store through the front door. */
async function everythingStored(): Promise<Map<string, string[]>> {
  const stored = new Map<string, string[]>();
  let url: string | undefined = `${server.url}/fhir/Observation?identifier=urn:kill|&_count=1000`;
  while (url !== undefined) {
    const page = (await (await fetch(url, { headers: { cookie } })).json()) as {
      entry?: { resource: { id: string; identifier: [{ value: string }] } }[];
      link: { relation: string; url: string }[];
    };
    for (const { resource } of page.entry ?? []) {
      const key = resource.identifier[0].value;
      stored.set(key, [...(stored.get(key) ?? []), resource.id]);
    }
    const next = page.link.find(({ relation }) => relation === 'next')?.url;
    url = next === undefined ? undefined : `${server.url}${new URL(next).pathname}${new URL(next).search}`;
  }
  return stored;
}
