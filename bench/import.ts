/**
 * `node bench/import.ts [--observations 100000] [--patients 1000]`
 *
 * Measures `import` and `export`: NDJSON of Observations on disk, into a record in a new embedded PostgreSQL with synchronous commit on, then the same again,
 * which writes nothing, then out into a folder. Prints resources a second, processor time of this process for each, and its largest memory.
 */
import { once } from 'node:events';
import { chmodSync, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { ElapsedMilliseconds, Instant } from '@cryopath/pathway';
import { exportFiles, foundUnder, openDatabase, type Requester, recordIn } from '@cryopath/record';
import { family } from './record/samples.ts';

const { values } = parseArgs({
  options: {
    observations: { type: 'string', default: '100000' },
    patients: { type: 'string', default: '1000' },
  },
});
const observations = Number(values.observations);
const patients = Number(values.patients);
const folder = mkdtempSync(path.join(os.tmpdir(), 'cryopath-bench-import-'));
chmodSync(folder, 0o711);
const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`;

const patientOf = (n: number): object => ({
  resourceType: 'Patient',
  id: `patient-${n}`,
  name: [{ family: family(n), given: ['Anna'] }],
  birthDate: '1970-01-01',
});

/** A heart rate as a hospital's system exports it, some 800 bytes. */
const observationOf = (n: number): object => ({
  resourceType: 'Observation',
  id: `observation-${n}`,
  meta: {
    versionId: '1',
    lastUpdated: '2026-01-01T00:00:00Z',
    profile: ['http://hl7.org/fhir/StructureDefinition/heartrate'],
  },
  status: 'final',
  category: [
    {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/observation-category',
          code: 'vital-signs',
          display: 'Vital Signs',
        },
      ],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }], text: 'Heart rate' },
  subject: { reference: `Patient/patient-${n % patients}` },
  effectiveDateTime: new Date(1_750_000_000_000 + n * 60_000).toISOString(),
  performer: [{ reference: 'Practitioner/nurse' }],
  valueQuantity: { value: 60 + (n % 60), unit: 'beats/minute', system: 'http://unitsofmeasure.org', code: '/min' },
});

async function lines(name: string, count: number, of: (n: number) => object): Promise<string> {
  const file = path.join(folder, name);
  const stream = createWriteStream(file);
  const ended = finished(stream);
  for (let n = 0; n < count; n += 1) {
    if (!stream.write(`${JSON.stringify(of(n))}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await ended;
  return file;
}

const requester: Requester = { who: 'Device/bench', role: 'service', purpose: 'HSYSADMIN', clinic: 'c', patients: [] };
const clock = { now: () => Date.now() as Instant, monotonic: () => performance.now() as ElapsedMilliseconds };

let largest = 0;
async function measured(what: string, work: () => Promise<string>): Promise<void> {
  const processor = process.cpuUsage();
  const begun = performance.now();
  const told = await work();
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const all = observations + patients;
  console.log(
    `${what}: ${Math.round(all / seconds)}/s, ${Math.round((user + system) / all)} µs of this process each, ${told}; memory at most ${megabytes(largest)}`,
  );
}

try {
  const files = [
    await lines('Patient.ndjson', patients, patientOf),
    await lines('Observation.ndjson', observations, observationOf),
  ];
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(
    `${observations} Observations of ${patients} patients, ${megabytes(size)}, on ${os.cpus().length} cores, load ${os.loadavg()[0]?.toFixed(1)}`,
  );
  const database = await openDatabase({ folder: path.join(folder, 'data') });
  if (!database.ok) throw new Error(JSON.stringify(database.outcome));
  const record = recordIn(database.value, { clock });
  const imported = async () => {
    const done = await record.import(requester, foundUnder(files), {
      source: 'bench',
      onProgress: () => {
        largest = Math.max(largest, process.memoryUsage.rss());
      },
    });
    if (!done.ok) throw new Error(JSON.stringify(done.outcome));
    const { created, unchanged, refused } = done.value;
    return `${created} new, ${unchanged} as they were, ${refused} refused`;
  };
  await measured('import', imported);
  await measured('import again', imported);
  await measured('export', async () => {
    const out = await exportFiles(path.join(folder, 'out'), false);
    if (!out.ok) throw new Error(JSON.stringify(out.outcome));
    const done = await record.export(requester, { take: out.value.take });
    if (!done.ok) throw new Error(JSON.stringify(done.outcome));
    await out.value.finish(done.value, '');
    return `${done.value.texts} texts`;
  });
  await record.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
