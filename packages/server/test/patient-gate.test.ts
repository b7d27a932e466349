import type { JsonResource, Result } from '@cryopath/fhir';
import {
  answersOf,
  type Protocol,
  type Questionnaire,
  questionsOf,
  responseTo,
  type SimulatedClock,
  simulatedClock,
} from '@cryopath/pathway';
import { type ClinicRecord, openRecord, type Requester } from '@cryopath/record';
import { freshDatabase } from '@cryopath/record/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pathwayRules } from '../src/pathway/pathway-rules.ts';
import { clinicProtocol } from '../src/protocol/clinic-protocol.ts';
import { protocolsFrom } from '../src/protocol/protocols.ts';

interface OpenedClinic {
  readonly record: ClinicRecord;
  readonly clock: SimulatedClock;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

async function clinicWith(protocol: Protocol): Promise<OpenedClinic> {
  const database = await freshDatabase();
  const clock = simulatedClock('2026-03-02T10:00:00+01:00');
  const record = accepted(await openRecord(database.config, { clock, ...pathwayRules(protocolsFrom(protocol)) }));
  const pool = new pg.Pool(database.config);
  return {
    record,
    clock,
    pool,
    async close() {
      await Promise.all([record.close(), pool.end()]);
      await database.drop();
    },
  };
}

const people = {
  doctor: { who: 'Practitioner/doctor', role: 'doctor', purpose: 'TREAT', clinic: 'north', patients: [] },
  nurse: { who: 'Practitioner/nurse', role: 'nurse', purpose: 'TREAT', clinic: 'north', patients: [] },
  patient: (id: string) => ({ who: `Patient/${id}`, role: 'patient', purpose: 'PATRQT', clinic: '', patients: [id] }),
} as const satisfies Record<string, Requester | ((id: string) => Requester)>;

function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.outcome.issues)}`);
  return result.value;
}
const codesOf = (result: Result<unknown>) => (result.ok ? [] : result.outcome.issues.map(({ code }) => code));

/** I1, H03: the gate of the protocol on a real record, and whose word opens it. */
describe('the gate of a cryoablation', () => {
  let opened: OpenedClinic;
  let protocol: Protocol;
  let id: string;
  beforeAll(async () => {
    protocol = await clinicProtocol();
    opened = await clinicWith(protocol);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    id = accepted(await opened.record.create(people.doctor, { resourceType: 'Patient' })).id;
  });

  /** What qualifies a patient: the first option of each choice, two different people, no sedative. */
  const answerTo = ({ type, linkId, answerOption }: Questionnaire['item'][number]) => {
    if (type === 'integer' || type === 'decimal') return linkId === 'before.pain' ? 8 : 1;
    if (type === 'boolean') return linkId !== 'sedation' && linkId !== 'opioid';
    return answerOption?.[0]?.valueCoding.code ?? linkId;
  };
  /** Required, and asked by the answers above: nothing that waits for another answer than the first. */
  const askedFirst = (form: Questionnaire) =>
    questionsOf(form).filter(({ required, enableWhen }) => required === true && (!enableWhen || enableWhen.length > 1));
  const response = (form: Questionnaire, authored = opened.clock.now()) =>
    responseTo(form, Object.fromEntries(askedFirst(form).map((item) => [item.linkId, answerTo(item)])), {
      patient: id,
      at: authored,
      status: 'completed',
    }) as unknown as JsonResource;
  const evidenceForms = () =>
    protocol.forms.filter((form) =>
      [
        'interview',
        'examination',
        'imaging-review',
        'diagnostic-block',
        'qualification-decision',
        'contraindications',
        'anticoagulant-plan',
        'time-out',
        'time-out-second',
      ].includes(form.id),
    );
  const consent = (): JsonResource => ({
    resourceType: 'Consent',
    status: 'active',
    dateTime: '2026-03-02',
    scope: { coding: [{ code: 'treatment' }] },
    category: [{ text: 'treatment' }],
    policyRule: { text: 'clinic' },
    patient: { reference: `Patient/${id}` },
  });
  const cryoablation = (status: string, more: Partial<JsonResource> = {}): JsonResource => ({
    resourceType: 'Procedure',
    status,
    code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
    subject: { reference: `Patient/${id}` },
    bodySite: [
      {
        coding: [
          { system: 'urn:cryopath:target', code: 'lumbar-facet' },
          { system: 'urn:cryopath:level', code: 'L1/L2' },
          { system: 'urn:cryopath:side', code: 'left' },
        ],
      },
    ],
    ...more,
  });
  const qualified = async () => {
    for (const resource of [consent(), ...evidenceForms().map((form) => response(form))]) {
      const isSecond = String(resource.questionnaire).startsWith('urn:cryopath:form:time-out-second|');
      accepted(await opened.record.create(isSecond ? people.nurse : people.doctor, resource));
    }
  };

  test('does not take the patient’s own word: they cannot fill in what is evidence', async () => {
    for (const form of evidenceForms()) {
      expect(codesOf(await opened.record.create(people.patient(id), response(form)))).toEqual(['CRYO-426']);
    }
    const diary = { ...response(evidenceForms()[0] as Questionnaire), questionnaire: 'urn:cryopath:form:diary|1' };
    accepted(await opened.record.create(people.patient(id), diary));
  });

  test('does not count evidence whose current version a patient wrote, by whatever way it came to be there', async () => {
    const { record } = opened;
    await qualified();
    expect((await record.validate(people.doctor, cryoablation('in-progress'))).issues[0]?.code).toBe('CRYO-100');
    // As if a patient had written it: no route lets them, so the database is told.
    await opened.pool.query('alter table version disable trigger append_only');
    await opened.pool.query(`update version set who = $1 where type = 'QuestionnaireResponse' and patient = $2`, [
      `Patient/${id}`,
      id,
    ]);
    await opened.pool.query('alter table version enable trigger append_only');
    expect(codesOf(await record.create(people.doctor, cryoablation('in-progress')))).toHaveLength(8);
  });

  test('stays shut to a cryoablation under another name', async () => {
    const named = cryoablation('completed', { code: { text: 'Krioablacja' } });
    expect(codesOf(await opened.record.create(people.doctor, named))).toContain('CRYO-601');
  });

  test('lets a procedure that has begun be finished or stopped, whatever became of its evidence', async () => {
    await qualified();
    const { record, clock } = opened;
    const begun = accepted(await record.create(people.doctor, cryoablation('in-progress'))).id;
    clock.advance(60_000);
    const block = evidenceForms().find((form) => form.id === 'diagnostic-block') as Questionnaire;
    const worn = { ...answersOf(response(block)), 'at-15.pain': 8, 'at-30.pain': 8, 'at-60.pain': 8 };
    const newer = responseTo(block, worn, { patient: id, at: clock.now(), status: 'completed' });
    accepted(await record.create(people.doctor, newer as unknown as JsonResource));
    expect(codesOf(await record.create(people.doctor, cryoablation('in-progress')))).toEqual(['CRYO-601']);
    for (const [index, status] of ['stopped', 'completed', 'entered-in-error'].entries()) {
      const change = cryoablation(status, { id: begun });
      accepted(await record.update(people.doctor, 'Procedure', begun, change, { ifMatch: index + 1 }));
    }
    const again = cryoablation('completed', { id: begun });
    expect(codesOf(await record.update(people.doctor, 'Procedure', begun, again, { ifMatch: 4 }))).toEqual([
      'CRYO-601',
    ]);
  });

  test('takes from a patient only what they say in their own name', async () => {
    const me = people.patient(id);
    const doctor = { reference: 'Practitioner/doctor' };
    const score = (performer: readonly object[]): JsonResource =>
      ({
        resourceType: 'Observation',
        status: 'final',
        code: { text: 'Pain severity 0-10' },
        subject: { reference: me.who },
        valueInteger: 4,
        performer,
      }) as unknown as JsonResource;
    const message = { resourceType: 'Communication', status: 'completed', subject: { reference: `Patient/${id}` } };
    const diary = { ...response(evidenceForms()[0] as Questionnaire), questionnaire: 'urn:cryopath:form:diary|1' };
    const foreign = [
      { ...message, sender: doctor },
      { ...message, sender: { display: 'Dr. Maria' } },
      score([{ reference: me.who }, doctor]),
      { ...diary, author: doctor },
      { ...diary, source: doctor },
    ];
    for (const resource of foreign) expect(codesOf(await opened.record.create(me, resource))).toEqual(['CRYO-425']);
    const own = { reference: me.who };
    for (const resource of [
      message,
      { ...message, sender: own },
      score([own]),
      { ...diary, author: own, source: own },
    ]) {
      accepted(await opened.record.create(me, resource));
    }
  });
});
