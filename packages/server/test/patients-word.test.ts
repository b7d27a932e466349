import type { JsonObject, JsonResource, Result } from '@cryopath/fhir';
import { isoOf, type Protocol, simulatedClock } from '@cryopath/pathway';
import { openRecord, type Requester } from '@cryopath/record';
import { freshDatabase } from '@cryopath/record/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathwayRules } from '../src/pathway/pathway-rules.ts';
import { clinicProtocol } from '../src/protocol/clinic-protocol.ts';
import { type Protocols, protocolsFrom } from '../src/protocol/protocols.ts';
import { cryoablationOf, goodAnswers, type PathwayClinic, pathwayClinic } from './pathway-clinic.ts';

describe('what a treatment brought, in the patient’s own words', () => {
  let clinic: PathwayClinic;
  beforeAll(async () => {
    clinic = await pathwayClinic();
  }, 120_000);
  afterAll(() => clinic.close());

  const DAYS = 86_400_000;
  const treated = async () => {
    const patient = await clinic.patient();
    const subject = { name: 'subject', valueReference: { reference: `Patient/${patient}` } };
    const plan = String((await clinic.operate('doctor', 'CarePlan/$start', [subject])).id);
    await clinic.qualify(patient);
    const start = isoOf(clinic.clock.now());
    clinic.clock.advance(60_000);
    const body = cryoablationOf(patient, 'completed', { performedPeriod: { start, end: isoOf(clinic.clock.now()) } });
    expect((await clinic.call('doctor', 'POST', '/fhir/Procedure', { body })).statusCode).toBe(201);
    return { patient, plan };
  };
  /** The steps about outcomes that wait on the clinic's list for this pathway. */
  const waiting = async (plan: string): Promise<readonly unknown[]> => {
    const list = (
      await clinic.call('nurse', 'GET', '/fhir/CarePlan/$worklist?stage=follow-up&count=200')
    ).json() as JsonResource;
    return ((list.parameter ?? []) as unknown as readonly { part?: readonly JsonObject[] }[]).flatMap(
      ({ part = [] }) =>
        JSON.stringify(part).includes(`CarePlan/${plan}"`)
          ? part.filter(({ name }) => name === 'step').map(({ valueCode }) => valueCode)
          : [],
    );
  };

  test('does the step, and takes it off the clinic’s list', async () => {
    const { patient, plan } = await treated();
    clinic.clock.advance(30 * DAYS);
    expect(await waiting(plan)).toContain('outcome-month-1');
    const form = await clinic.form('outcome');
    const body = {
      ...goodAnswers(form, { visit: 'month-1' }),
      subject: { reference: `Patient/${patient}` },
      author: { reference: `Patient/${patient}` },
      authored: isoOf(clinic.clock.now()),
    };
    const answer = await clinic.call(`patient:${patient}` as never, 'POST', '/fhir/QuestionnaireResponse', { body });
    expect(answer.statusCode, answer.body).toBe(201);
    expect(await waiting(plan)).not.toContain('outcome-month-1');
  });
});

describe('I4: which forms a patient may fill in', () => {
  const patients: Record<string, string> = {};
  const clock = simulatedClock('2026-03-02T10:00:00+01:00');
  const doctor: Requester = { who: 'Practitioner/doctor', role: 'doctor', purpose: 'TREAT', clinic: 'n', patients: [] };
  const taken = <T>(result: Result<T>): T => {
    if (!result.ok) throw new Error(JSON.stringify(result.outcome.issues));
    return result.value;
  };
  let own: Protocol;
  let protocols: Protocols;
  let opened: Awaited<ReturnType<typeof open>>;
  async function open() {
    const database = await freshDatabase();
    const record = taken(await openRecord(database.config, { clock, ...pathwayRules(protocols) }));
    return { record, database };
  }
  beforeAll(async () => {
    own = await clinicProtocol();
    protocols = protocolsFrom(own);
    const narrow = own.patientForms.filter((each) => !/outcome|check-in/.test(each));
    protocols.add({ ...own, version: '0.0.1', patientForms: narrow }, '');
    opened = await open();
    for (const version of ['0.0.1', own.version]) {
      const { id } = taken(await opened.record.create(doctor, { resourceType: 'Patient' }));
      patients[version] = id;
      const plan = {
        resourceType: 'CarePlan',
        status: 'active',
        intent: 'plan',
        subject: { reference: `Patient/${id}` },
        instantiatesCanonical: [`${own.url}|${version}`],
        period: { start: isoOf(clock.now()) },
      };
      taken(await opened.record.create(doctor, plan));
    }
  }, 120_000);
  afterAll(async () => {
    await opened.record.close();
    await opened.database.drop();
  });
  const sent = async (version: string, form: string) => {
    const id = patients[version] ?? '';
    const me: Requester = { who: `Patient/${id}`, role: 'patient', purpose: 'PATRQT', clinic: '', patients: [id] };
    const questionnaire = own.forms.find((each) => each.id === form);
    if (!questionnaire) throw new Error(form);
    const written = await opened.record.create(me, {
      ...goodAnswers(questionnaire),
      subject: { reference: `Patient/${id}` },
      authored: isoOf(clock.now()),
    });
    return written.ok ? 'taken' : written.outcome.issues[0]?.code;
  };

  test('is said by the version that their pathway keeps, and not by the newest', async () => {
    expect(await sent('0.0.1', 'outcome')).toBe('CRYO-426');
    expect(await sent(own.version, 'outcome')).toBe('taken');
    // The clinic signs a version without it: who began before keeps theirs.
    protocols.add(
      { ...own, version: '9.0.0', patientForms: own.patientForms.filter((each) => !each.endsWith('outcome')) },
      'Practitioner/lead',
    );
    expect(protocols.current.version).toBe('9.0.0');
    expect(await sent(own.version, 'outcome')).toBe('taken');
    expect(await sent(own.version, 'interview')).toBe('CRYO-426');
  });

  test('but a check-in is heard by any: nobody is sent away with a red flag (H06)', async () => {
    expect(await sent('0.0.1', 'check-in')).toBe('taken');
  });
});
