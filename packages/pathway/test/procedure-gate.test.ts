import { statusOf, toOperationOutcome } from '@cryopath/fhir';
import { describe, expect, test } from 'vitest';
import { instantOf } from '../src/clock/instant.ts';
import type { RecordResource } from '../src/evidence/patient-record.ts';
import { responseTo } from '../src/form/response.ts';
import { evidenceTypes, isCryoablationBegun, procedureGate } from '../src/gate/procedure-gate.ts';
import type { Protocol } from '../src/protocol/protocol.ts';
import { defaultProtocol } from './protocol-files.ts';

const protocol = defaultProtocol();
const now = instantOf('2026-03-02T11:00:00+01:00');
const patient = 'anna';

const form = (id: string, answers: Parameters<typeof responseTo>[1], at = '2026-03-01T10:00:00+01:00') => {
  const questionnaire = protocol.forms.find((each) => each.id === id);
  if (!questionnaire) throw new Error(id);
  return responseTo(questionnaire, answers, {
    patient,
    at: instantOf(at),
    status: 'completed',
  }) as unknown as RecordResource;
};

/** What makes each condition of the gate hold, by its name. */
const EVIDENCE: Readonly<Record<string, readonly RecordResource[]>> = {
  examined: [form('interview', { nature: 'dull' }), form('examination', { side: 'left' })],
  imaged: [form('imaging-review', { 'confirms-source': true, 'other-causes-excluded': true })],
  'block-positive': [
    form('diagnostic-block', { movement: 'extension', 'before.pain': 8, 'at-30.pain': 2, 'at-30.provoked-by': 'same' }),
  ],
  consented: [
    {
      resourceType: 'Consent',
      status: 'active',
      scope: { coding: [{ code: 'treatment' }] },
      dateTime: '2026-03-02',
      patient: { reference: `Patient/${patient}` },
    },
  ],
};
const CONDITIONS = Object.keys(EVIDENCE);
const SUBSETS = Array.from({ length: 2 ** CONDITIONS.length }, (_, bits) =>
  CONDITIONS.filter((_condition, index) => bits & (1 << index)),
);

const cryoablation = (status: unknown, more: object = {}): RecordResource => ({
  resourceType: 'Procedure',
  status,
  subject: { reference: `Patient/${patient}` },
  code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
  ...more,
});

const decide = (
  resources: readonly RecordResource[],
  procedure = cryoablation('in-progress'),
  by: Protocol = protocol,
) => procedureGate(by, { patient, resources: [...resources, procedure] }, procedure, now);

const evidence = (held: readonly string[]) => held.flatMap((name) => EVIDENCE[name] ?? []);
const closedBy = (outcome: ReturnType<typeof decide>) =>
  protocol.steps
    .find(({ id }) => id === 'procedure')
    ?.gate.filter(({ reason }) => outcome?.issues.some(({ params }) => params?.reason === reason.en))
    .map(({ name }) => name) ?? [];

describe('I1, H03: the gate before a cryoablation', () => {
  test('the conditions tried here are the protocol’s', () => {
    expect(protocol.steps.find(({ id }) => id === 'procedure')?.gate.map(({ name }) => name)).toEqual(CONDITIONS);
  });

  test.each(SUBSETS)('with %j %j %j %j held is open only if all are, and names those that are not', (...held) => {
    const outcome = decide(evidence(held));
    expect(closedBy(outcome)).toEqual(CONDITIONS.filter((name) => !held.includes(name)));
    expect(outcome === undefined).toBe(held.length === CONDITIONS.length);
  });

  test.each(['in-progress', 'completed', 'on-hold', 'stopped', 'unknown', 'begun', undefined, null, 7])(
    'is asked when the status is %j',
    (status) => {
      expect(decide([], cryoablation(status))).toBeDefined();
    },
  );

  test.each(['preparation', 'not-done', 'entered-in-error'])('is not asked when the status is %j', (status) => {
    expect(decide([], cryoablation(status))).toBeUndefined();
  });

  test('is not asked about another procedure, nor about a code of another system', () => {
    const other = cryoablation('completed', {
      code: { coding: [{ system: 'urn:other', code: 'cryoablation' }, null] },
    });
    expect(isCryoablationBegun(other)).toBe(false);
    expect(isCryoablationBegun({ ...cryoablation('completed'), resourceType: 'Observation' })).toBe(false);
    expect(isCryoablationBegun({ resourceType: 'Procedure', status: 'completed' })).toBe(false);
  });

  test('stays closed for evidence of another patient (H01)', () => {
    const block = { ...EVIDENCE['block-positive']?.[0], subject: { reference: 'Patient/bert' } } as RecordResource;
    expect(closedBy(decide([...evidence(['examined', 'imaged', 'consented']), block]))).toEqual(['block-positive']);
  });

  test.each([
    ['retracted', { status: 'entered-in-error' }],
    ['unfinished', { status: 'in-progress' }],
    ['without a status', { status: undefined }],
    ['of tomorrow', { authored: '2026-03-03T10:00:00+01:00' }],
    ['without a time', { authored: undefined }],
    ['known to the month', { authored: '2026-02' }],
    ['of another form', { questionnaire: 'urn:cryopath:form:interview' }],
  ])('stays closed for a block %s (I2)', (_, damage) => {
    const block = { ...EVIDENCE['block-positive']?.[0], ...damage } as RecordResource;
    expect(closedBy(decide([...evidence(['examined', 'imaged', 'consented']), block]))).toEqual(['block-positive']);
  });

  test('stays closed, undecided, when two blocks of one instant contradict each other (I2)', () => {
    const contrary = form('diagnostic-block', {
      movement: 'extension',
      'before.pain': 8,
      'at-30.pain': 8,
      'at-30.provoked-by': 'same',
    });
    const outcome = decide([...evidence(CONDITIONS), contrary]);
    expect(outcome?.issues.map(({ code }) => code)).toEqual(['CRYO-602']);
  });

  test.each([
    [{ 'confirms-source': false, 'other-causes-excluded': true }],
    [{ 'confirms-source': true, 'other-causes-excluded': false }],
    [{ 'confirms-source': true }],
    [{}],
  ])('stays closed for imaging that says %j', (answers) => {
    const resources = [...evidence(['examined', 'block-positive', 'consented']), form('imaging-review', answers)];
    expect(closedBy(decide(resources))).toEqual(['imaged']);
  });

  test('refuses with 422 and a reason in the reader’s language', () => {
    const outcome = decide(evidence(['examined', 'imaged', 'consented']));
    expect(outcome && statusOf(outcome)).toBe(422);
    const text = (language: 'en' | 'pl') =>
      outcome && toOperationOutcome(outcome, language).issue[0]?.details.text.replaceAll('\u00a0', ' ');
    expect(text('en')).toContain('No diagnostic block on the record shows relief of 50 % or more.');
    expect(text('pl')).toContain(
      'Żadna blokada diagnostyczna w dokumentacji nie wykazała zmniejszenia bólu o co najmniej 50%.',
    );
    expect(text('pl')).not.toContain('relief');
  });

  test('throws, so that the write is refused, when a protocol has lost its gate', () => {
    const ungated = { ...protocol, steps: protocol.steps.map((step) => ({ ...step, gate: [] })) };
    expect(() => decide(evidence(CONDITIONS), cryoablation('completed'), ungated)).toThrow('no gate');
  });

  test('needs to read only the types of its evidence', () => {
    expect(evidenceTypes(protocol).toSorted()).toEqual([
      'Consent',
      'Procedure',
      'QuestionnaireResponse',
      'ServiceRequest',
    ]);
  });
});
