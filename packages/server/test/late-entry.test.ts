import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cryoablationOf, type PathwayClinic, pathwayClinic } from './pathway-clinic.ts';

let clinic: PathwayClinic;
let patient: string;
beforeAll(async () => {
  clinic = await pathwayClinic();
}, 120_000);
afterAll(() => clinic.close());
beforeEach(async () => {
  patient = await clinic.patient();
  const subject = { name: 'subject', valueReference: { reference: `Patient/${patient}` } };
  await clinic.operate('doctor', 'CarePlan/$start', [subject]);
  await clinic.qualify(patient);
  clinic.clock.advance(60_000);
});

const MINUTE = 60_000;
const ago = (minutes: number) => isoOf((clinic.clock.now() - minutes * MINUTE) as Instant);
const flags = async (): Promise<readonly string[]> => {
  const found = (await clinic.call('nurse', 'GET', `/fhir/Flag?patient=Patient/${patient}`)).json() as {
    entry?: { resource: JsonResource }[];
  };
  return (found.entry ?? []).map(({ resource }) => String((resource.code as JsonObject).text));
};
const begun = async (): Promise<JsonResource> => {
  const body = cryoablationOf(patient, 'in-progress', { performedPeriod: { start: ago(0) } });
  const answer = await clinic.call('doctor', 'POST', '/fhir/Procedure', { body });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json() as JsonResource;
};
const ended = async (procedure: JsonResource, end: string): Promise<JsonResource> => {
  const start = (procedure.performedPeriod as JsonObject).start;
  const answer = await clinic.call('doctor', 'PUT', `/fhir/Procedure/${procedure.id}`, {
    body: { ...procedure, status: 'completed', performedPeriod: { start, end } } as JsonResource,
    headers: { 'if-match': `W/"${(procedure.meta as JsonObject).versionId}"` },
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json() as JsonResource;
};

describe('H19: an end of the procedure that would let the discharge come sooner than anybody saw', () => {
  test('is flagged on the chart when it is entered more than five minutes late, with who entered it', async () => {
    const procedure = await begun();
    clinic.clock.advance(42 * MINUTE);
    await ended(procedure, ago(40));
    const [flag, ...others] = await flags();
    expect(others).toEqual([]);
    expect(flag).toMatch(/^The end of the procedure was entered 40 min after it, by .+\. Before the discharge/);
  });

  test('is flagged when it is moved back later, and once for each word of it', async () => {
    const procedure = await begun();
    clinic.clock.advance(10 * MINUTE);
    const first = await ended(procedure, ago(0));
    expect(await flags()).toEqual([]);
    clinic.clock.advance(4 * MINUTE);
    const second = await ended(first, ago(14));
    expect(await flags()).toHaveLength(1);
    await ended({ ...second, note: [{ text: 'Smooth.' }] }, String((second.performedPeriod as JsonObject).end));
    expect(await flags()).toHaveLength(1);
  });

  test('is not flagged within five minutes, as the button of the theatre enters it', async () => {
    const procedure = await begun();
    clinic.clock.advance(20 * MINUTE);
    await ended(procedure, ago(5));
    expect(await flags()).toEqual([]);
  });

  test('is flagged of a procedure that is told of only when it is over, to the day', async () => {
    const performedDateTime = ago(0).slice(0, 10);
    const body = cryoablationOf(patient, 'completed', { performedDateTime });
    const answer = await clinic.call('doctor', 'POST', '/fhir/Procedure', { body });
    expect(answer.statusCode, answer.body).toBe(201);
    expect(await flags()).toHaveLength(1);
  });
});
