/**
 * `node bench/pathway/worklist.ts [--pathways 100000] [--rounds 40]`
 *
 * Measures a page of the worklist as the service gives it, with the reading put on the trail, filtered and sorted in every way; and what the gate costs: a
 * cryoablation that begins beside a procedure that nothing is asked about. On an embedded PostgreSQL that keeps what it acknowledges. Target: a page within
 * 50 ms at the 95th percentile, a guarded write within twice an unguarded one.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { JsonResource, Result } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import { openDatabase, type Requester, recordIn, type WorklistQuery } from '@cryopath/record';
import { fillWorklist } from '../../packages/record/test/large-worklist.ts';
import { pathwayRules } from '../../packages/server/src/pathway/pathway-rules.ts';
import { clinicProtocol } from '../../packages/server/src/protocol/clinic-protocol.ts';
import { protocolsFrom } from '../../packages/server/src/protocol/protocols.ts';
import { systemClock } from '../../packages/server/src/system-clock.ts';
import { consentOf, cryoablationOf, goodAnswers, QUALIFYING } from '../../packages/server/test/pathway-clinic.ts';

const { values } = parseArgs({
  options: { pathways: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '40' } },
});
const pathways = Number(values.pathways);
const rounds = Number(values.rounds);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-bench-'));
fs.chmodSync(folder, 0o755);
const database = accepted(await openDatabase({ folder }));
const protocols = protocolsFrom(await clinicProtocol());
const record = recordIn(database, { clock: systemClock, ...pathwayRules(protocols) });
const nurse: Requester = { who: 'Practitioner/nurse', role: 'nurse', purpose: 'TREAT', clinic: 'north', patients: [] };
const doctor: Requester = { ...nurse, who: 'Practitioner/doctor', role: 'doctor' };

try {
  await fillWorklist(database.pool, { pathways, clinic: 'north', now: isoOf(systemClock.now()) });
  await database.pool.query('analyze worklist');
  const once = { required: ['urn:cryopath:protocol:cryoablation|1 check-in-7'] };
  const questions: readonly WorklistQuery[] = [
    { order: 'urgency', count: 50 },
    { order: 'since', count: 50 },
    { order: 'urgency', stage: 'aftercare', count: 50 },
    { order: 'since', stage: 'aftercare', count: 50 },
    { order: 'urgency', step: 'check-in-7', count: 50 },
    { order: 'since', step: 'check-in-7', count: 50 },
    { order: 'urgency', state: 'overdue', role: 'nurse', count: 50 },
    { order: 'urgency', state: 'alert', count: 50 },
    { order: 'since', role: 'doctor', stage: 'recovery', count: 50 },
    { order: 'urgency', state: 'ready', once, count: 50, isCounted: true },
    { order: 'urgency', state: 'ready', stage: 'aftercare', once, count: 50, isCounted: true },
    { order: 'ready', state: 'soon', once, count: 50, isCounted: true },
  ];
  console.log(`worklist of ${pathways} pathways, ${pathways * 3} rows, a page of 50`);
  for (const question of questions) {
    const times = await timed(rounds, async () => accepted(await record.worklist(nurse, question)));
    console.log(`  ${JSON.stringify(question).padEnd(75)} p50 ${at(times, 0.5)} ms, p95 ${at(times, 0.95)} ms`);
  }

  const charts: string[] = [];
  for (let index = 0; index < rounds; index += 1) charts.push(await qualifiedPatient());
  let [plain, guarded] = [0, 0];
  const unguarded = await timed(rounds, async () => {
    const procedure = { ...cryoablationOf(charts[plain] ?? '', 'in-progress'), code: { text: 'Physiotherapy' } };
    accepted(await record.create(doctor, procedure));
    plain += 1;
  });
  const gated = await timed(rounds, async () => {
    accepted(await record.create(doctor, cryoablationOf(charts[guarded] ?? '', 'in-progress')));
    guarded += 1;
  });
  console.log(`unguarded write  p50 ${at(unguarded, 0.5)} ms, p95 ${at(unguarded, 0.95)} ms`);
  console.log(`guarded write    p50 ${at(gated, 0.5)} ms, p95 ${at(gated, 0.95)} ms`);
  console.log(`ratio of the medians: ${(Number(at(gated, 0.5)) / Number(at(unguarded, 0.5))).toFixed(2)}`);
} finally {
  await record.close();
  fs.rmSync(folder, { recursive: true, force: true });
}

/** A patient with everything that the gate asks for, in a pathway. */
async function qualifiedPatient(): Promise<string> {
  const home = { managingOrganization: { reference: 'Organization/north' } };
  const { id } = accepted(await record.create(doctor, { resourceType: 'Patient', ...home }));
  const now = isoOf(systemClock.now());
  const subject = { reference: `Patient/${id}` };
  const { url, version } = protocols.current;
  const plan = {
    status: 'active',
    intent: 'plan',
    subject,
    period: { start: now },
    instantiatesCanonical: [`${url}|${version}`],
  };
  accepted(await record.create(doctor, { resourceType: 'CarePlan', ...plan }));
  const forms = protocols.current.forms.filter((form) => QUALIFYING.some((each) => each === form.id));
  const responses = forms.map((form): JsonResource => ({ ...goodAnswers(form), subject, authored: now }));
  for (const resource of [consentOf(id, now), ...responses]) accepted(await record.create(doctor, resource));
  return id;
}

async function timed(count: number, once: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begun = performance.now();
    await once();
    times.push(performance.now() - begun);
  }
  return times.toSorted((a, b) => a - b);
}

function at(times: readonly number[], part: number): string {
  return (times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0).toFixed(2);
}

function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.outcome));
  return result.value;
}
