import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import type { Role } from '@cryopath/record';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { refusalCode } from './clinic.ts';
import { cryoablationOf, type PathwayClinic, pathwayClinic } from './pathway-clinic.ts';

let clinic: PathwayClinic;
let patient: string;
beforeAll(async () => {
  clinic = await pathwayClinic();
  const body = { resourceType: 'Practitioner', id: 'doctor', name: [{ given: ['Maria'], family: 'Wzorcowa' }] };
  const named = await clinic.call('service', 'PUT', '/fhir/Practitioner/doctor', { body });
  expect(named.statusCode, named.body).toBe(201);
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
const found = async (type: string): Promise<readonly JsonResource[]> => {
  const bundle = (await clinic.call('nurse', 'GET', `/fhir/${type}?patient=Patient/${patient}`)).json() as {
    entry?: { resource: JsonResource }[];
  };
  return (bundle.entry ?? []).map(({ resource }) => resource);
};
const flags = async (): Promise<readonly string[]> =>
  (await found('Flag')).map(({ code }) => String((code as JsonObject).text));
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
    expect(flag).toMatch(
      /^The end of the procedure was entered 40 min after it, by Maria Wzorcowa \(doctor\)\. Before the discharge/,
    );
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

  test('stays on the chart until staff have read it; the record then says who closed it and when, and nobody removes it', async () => {
    const procedure = await begun();
    clinic.clock.advance(42 * MINUTE);
    await ended(procedure, ago(40));
    const [flag] = await found('Flag');
    const url = `/fhir/Flag/${flag?.id}`;
    const close = (role: Role | `patient:${string}`) => clinic.call(role as Role, 'POST', `${url}/$close`);
    const changed = async (role: Role, change: Partial<JsonResource>) => {
      const now = (await clinic.call(role, 'GET', url)).json() as JsonResource;
      const headers = { 'if-match': `W/"${(now.meta as JsonObject).versionId}"` };
      return refusalCode(await clinic.call(role, 'PUT', url, { body: { ...now, ...change }, headers }));
    };
    expect(refusalCode(await clinic.call('lead', 'DELETE', url, { headers: { 'if-match': 'W/"1"' } }))).toBe(
      'CRYO-635',
    );
    expect(await changed('lead', { status: 'entered-in-error' })).toBe('CRYO-635');
    expect(await changed('nurse', { code: { text: 'nothing' } })).toBe('CRYO-635');
    expect((await close(`patient:${patient}`)).statusCode).toBe(403);

    clinic.clock.advance(MINUTE);
    const closed = await close('nurse');
    expect(closed.statusCode, closed.body).toBe(200);
    const at = ago(0);
    expect(await found('Flag')).toMatchObject([
      { id: flag?.id, status: 'inactive', code: flag?.code, period: { end: at } },
    ]);
    expect(await found('Provenance')).toMatchObject([
      {
        target: [{ reference: `Flag/${flag?.id}` }, { reference: `Patient/${patient}` }],
        recorded: at,
        agent: [{ who: { reference: 'Practitioner/nurse' } }],
      },
    ]);
    expect(refusalCode(await close('doctor'))).toBe('CRYO-636');
    expect(await changed('lead', { status: 'active' })).toBe('CRYO-635');
    expect(refusalCode(await clinic.call('lead', 'DELETE', url, { headers: { 'if-match': 'W/"2"' } }))).toBe(
      'CRYO-635',
    );
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
