/**
 * `node bench/record/run.ts [--seconds 5] [--rounds 3] [--observations 1000000] [--out docs/benchmarks.md]`
 *
 * Measures the served record, and the bare path beside it in the same run, round by round, so that the ratio holds when
 * the machine's speed drifts. Everything is on one machine: this client, the server, its embedded PostgreSQL with
 * synchronous commit on. Prints a table; with --out it writes the table into a document.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { embeddedAddress, startEmbedded } from '@cryopath/record/embedded';
import pg from 'pg';
import { type Child, startChild } from './child.ts';
import { type Load, load, wire } from './http-load.ts';
import { family, observation, patient } from './samples.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    observations: { type: 'string', default: '1000000' },
    patients: { type: 'string', default: '20000' },
    out: { type: 'string' },
  },
});
const milliseconds = Number(options.seconds) * 1000;
const rounds = Number(options.rounds);
const observations = Number(options.observations);
const patients = Number(options.patients);

/** Requests per second of the reference: Medplum 5 on two such cores. */
const MEDPLUM: Readonly<Record<string, number>> = {
  'create Patient, 1 client': 38,
  'create Observation, 8 clients': 96,
  'read Observation, 8 clients': 329,
  'search Observation by patient and code, 8 clients': 214,
  'search Patient by family name, 8 clients': 262,
};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-bench-'));
fs.chmodSync(folder, 0o755);
const here = import.meta.dirname;

interface Subject {
  readonly child: Child;
  readonly headers: Record<string, string>;
  readonly patients: string[];
  readonly observationIds: string[];
}

const json = { 'content-type': 'application/fhir+json', accept: 'application/fhir+json' };
const loads: Record<string, { ours: Load[]; bare: Load[] }> = {};

const bare: Subject = await subject('bare-server.ts', path.join(folder, 'bare'));
const ours: Subject = await subject('our-server.ts', path.join(folder, 'ours'));
console.log(
  `started: bare ${bare.child.startMilliseconds.toFixed(0)} ms, ours ${ours.child.startMilliseconds.toFixed(0)} ms (first start, new folder)`,
);
await prepare(bare, 200, 2000);
await prepare(ours, 200, 2000);

for (let round = 0; round < rounds; round += 1) {
  for (const s of round % 2 === 0 ? [bare, ours] : [ours, bare]) {
    await measure(s, 'create Patient, 1 client', 1, createPatient(s), 201);
    await measure(s, 'create Patient, 8 clients', 8, createPatient(s), 201);
    await measure(s, 'create Observation, 8 clients', 8, createObservation(s), 201);
    await measure(s, 'read Observation, 8 clients', 8, readObservation(s), 200);
    await measureBothSearches(s, '');
  }
  await measureSearches(ours, '');
}
const memoryAfterLoad = ours.child.memory();

if (observations > 0) {
  await fill(ours, patients, observations);
  await settle(path.join(folder, 'ours'));
  for (let round = 0; round < rounds; round += 1) {
    await measure(ours, 'read Observation, 8 clients, full store', 8, readObservation(ours), 200);
    await measureBothSearches(ours, ', full store');
    await measureSearches(ours, ', full store');
  }
}
const memoryAtEnd = ours.child.memory();
await bare.child.stop();
await ours.child.stop();
const again = await startChild(path.join(here, 'our-server.ts'), [path.join(folder, 'ours')]);
const warmStart = again.startMilliseconds;
await again.stop();
report();
fs.rmSync(folder, { recursive: true, force: true });

async function subject(script: string, dataFolder: string): Promise<Subject> {
  const child = await startChild(path.join(here, script), [dataFolder]);
  const token = child.said.token;
  return {
    child,
    headers: { ...json, ...(typeof token === 'string' ? { authorization: `Bearer ${token}` } : {}) },
    patients: [],
    observationIds: [],
  };
}

/** Patients and observations to read and search, written through the same HTTP as everything else. */
async function prepare(s: Subject, patientCount: number, observationCount: number): Promise<void> {
  for (let n = 0; n < patientCount; n += 1) s.patients.push(await create(s, patient(n)));
  for (let n = 0; n < observationCount; n += 1)
    s.observationIds.push(await create(s, observation(n, s.patients[n % patientCount] ?? '')));
}

async function create(s: Subject, resource: Record<string, unknown>): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${s.child.port}/fhir/${resource.resourceType}`, {
    method: 'POST',
    headers: s.headers,
    body: JSON.stringify(resource),
  });
  if (answer.status !== 201)
    throw new Error(`create ${resource.resourceType}: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}

/** Fills the store up to a size, by transactions of 500 observations. */
async function fill(s: Subject, patientCount: number, observationCount: number): Promise<void> {
  const began = performance.now();
  const post = async (resources: Record<string, unknown>[]): Promise<string[]> => {
    const entry = resources.map((resource) => ({ resource, request: { method: 'POST', url: resource.resourceType } }));
    const answer = await fetch(`http://127.0.0.1:${s.child.port}/fhir`, {
      method: 'POST',
      headers: s.headers,
      body: JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }),
    });
    if (answer.status !== 200) throw new Error(`batch: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
    const bundle = (await answer.json()) as { entry: { response: { status: string; location?: string } }[] };
    return bundle.entry.map(({ response }) => {
      const id = /\/?[A-Za-z]+\/([^/]+)/.exec(response.location?.replace(/^https?:\/\/[^/]+\/fhir\//, '') ?? '')?.[1];
      if (id === undefined) throw new Error(`an entry of the batch failed: ${JSON.stringify(response)}`);
      return id;
    });
  };
  for (let n = s.patients.length; n < patientCount; n += 500)
    s.patients.push(...(await post(Array.from({ length: Math.min(500, patientCount - n) }, (_, i) => patient(n + i)))));
  const lanes = 4;
  let n = s.observationIds.length;
  let said = began;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (n < observationCount) {
        const from = n;
        n += 500;
        const count = Math.min(500, observationCount - from);
        const ids = await post(
          Array.from({ length: count }, (_, i) => observation(from + i, s.patients[(from + i) % patientCount] ?? '')),
        );
        s.observationIds.push(...ids);
        if (performance.now() - said > 10_000) {
          said = performance.now();
          console.log(`filled ${s.observationIds.length} of ${observationCount}`);
        }
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `filled to ${observationCount} observations in ${seconds.toFixed(0)} s (${(observationCount / seconds).toFixed(0)}/s)`,
  );
}

/**
 * Lets PostgreSQL finish what a bulk load leaves behind (dead rows, statistics, pages not yet written), as a store has done that grew in years:
 * the figures are of a full store, not of the minute after loading it.
 */
async function settle(dataFolder: string): Promise<void> {
  const running = await startEmbedded(dataFolder);
  if (!running.ok) throw new Error(JSON.stringify(running.outcome));
  const client = new pg.Client(embeddedAddress(running.value.place, 'cryopath'));
  await client.connect();
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
  await client.end();
}

function createPatient(s: Subject): (n: number) => string {
  let k = 1_000_000;
  return () => wire('POST', '/fhir/Patient', s.headers, JSON.stringify(patient(k++)));
}
function createObservation(s: Subject): (n: number) => string {
  return (n) => wire('POST', '/fhir/Observation', s.headers, JSON.stringify(observation(n, at(s.patients, n))));
}
function readObservation(s: Subject): (n: number) => string {
  return (n) => wire('GET', `/fhir/Observation/${at(s.observationIds, n * 7919)}`, s.headers);
}
function at(of: readonly string[], n: number): string {
  const found = of[n % of.length];
  if (found === undefined) throw new Error('nothing was prepared');
  return found;
}

/** The two that the reference was measured by, and the bare path with them. */
async function measureBothSearches(s: Subject, suffix: string): Promise<void> {
  await measure(
    s,
    `search Observation by patient and code, 8 clients${suffix}`,
    8,
    (n) => get(s, `Observation?patient=${at(s.patients, n * 31)}&code=http://loinc.org|72514-3`),
    200,
  );
  await measure(
    s,
    `search Patient by family name, 8 clients${suffix}`,
    8,
    (n) => get(s, `Patient?family=${encodeURIComponent(family(n))}`),
    200,
  );
}

function get(s: Subject, query: string): string {
  return wire('GET', `/fhir/${query}`, s.headers);
}

async function measureSearches(s: Subject, suffix: string): Promise<void> {
  await measure(
    s,
    `search Patient by identifier, 8 clients${suffix}`,
    8,
    (n) => get(s, `Patient?identifier=urn:cryopath:bench|patient-${(n * 31) % s.patients.length}`),
    200,
  );
  await measure(
    s,
    `search Observation by code, newest 20, 8 clients${suffix}`,
    8,
    () => get(s, 'Observation?code=72514-3&_count=20'),
    200,
  );
  await measure(
    s,
    `search Observation of a patient by date, 8 clients${suffix}`,
    8,
    (n) => get(s, `Observation?patient=${at(s.patients, n * 31)}&date=ge2025-01-01&_sort=-date`),
    200,
  );
}

async function measure(
  s: Subject,
  what: string,
  connections: number,
  request: (n: number) => string,
  status: number,
): Promise<void> {
  const offset = Math.floor(loads[what]?.ours.length ?? 0) * 1_000_003;
  const shifted = (n: number): string => request(n + offset);
  await load({ port: s.child.port, connections, milliseconds: 2000, request: shifted, status });
  const run = await load({ port: s.child.port, connections, milliseconds, request: shifted, status });
  if (run.failures > 0)
    throw new Error(`${what}: ${run.failures} of ${run.requests} were refused, the first: ${run.firstFailure}`);
  loads[what] ??= { ours: [], bare: [] };
  loads[what][s === ours ? 'ours' : 'bare'].push(run);
  console.log(
    `${s === ours ? 'ours' : 'bare'}  ${what}: ${run.rate.toFixed(0)}/s, p50 ${run.p50.toFixed(2)} ms, p99 ${run.p99.toFixed(2)} ms`,
  );
}

function median(of: readonly number[]): number {
  const sorted = [...of].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function report(): void {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = Object.entries(loads).map(([what, { ours, bare }]) => {
    const rate = median(ours.map((l) => l.rate));
    const bareRate = bare.length > 0 ? median(ours.map((l, i) => l.rate / (bare[i]?.rate ?? Number.NaN))) : undefined;
    const medplum = MEDPLUM[what];
    const empty = loads[what.replace(', full store', '')];
    const growth =
      what.endsWith(', full store') && empty
        ? median(ours.map((l) => l.p99)) / median(empty.ours.map((l) => l.p99))
        : undefined;
    return line([
      what,
      rate.toFixed(0),
      median(ours.map((l) => l.p50)).toFixed(2),
      median(ours.map((l) => l.p99)).toFixed(2),
      bare.length > 0 ? median(bare.map((l) => l.rate)).toFixed(0) : '',
      bareRate === undefined ? '' : `${(bareRate * 100).toFixed(0)} %`,
      medplum === undefined ? '' : `${(rate / medplum).toFixed(1)} x`,
      growth === undefined ? '' : `${growth.toFixed(2)} x`,
    ]);
  });
  const table = [
    line(['what', 'ours /s', 'p50 ms', 'p99 ms', 'bare /s', 'of bare', 'of Medplum 5', 'p99 full : empty']),
    line(['---', '--:', '--:', '--:', '--:', '--:', '--:', '--:']),
    ...rows,
  ].join('\n');
  const facts = [
    `First start on a new folder ${(ours.child.startMilliseconds / 1000).toFixed(1)} s; start on a folder with everything in it ${(warmStart / 1000).toFixed(2)} s.`,
    `Server memory beside PostgreSQL: ${memoryAfterLoad.toFixed(0)} MB after the first loads, ${memoryAtEnd.toFixed(0)} MB at the end.`,
    `${rounds} rounds of ${options.seconds} s each after 2 s of warming up; medians of the rounds; ratios round by round. Full store, after vacuum and checkpoint: ${observations} observations of ${patients} patients. ` +
      `Machine: ${os.cpus().length} cores (${os.cpus()[0]?.model ?? '?'}), ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}.`,
  ].join('\n\n');
  console.log(`\n${table}\n\n${facts}`);
  if (options.out !== undefined) {
    const document = fs.readFileSync(options.out, 'utf8');
    const block = `<!-- record:begin -->\n\n${table}\n\n${facts}\n\n<!-- record:end -->`;
    fs.writeFileSync(options.out, document.replace(/<!-- record:begin -->[\s\S]*<!-- record:end -->/, block));
  }
}
