import { describe, expect, test } from 'vitest';
import { isoOf } from '../src/clock/instant.ts';
import { evaluate } from '../src/evaluate/evaluate.ts';
import type { RecordResource } from '../src/evidence/patient-record.ts';
import { concernsOverride, overrideChange } from '../src/gate/override-change.ts';
import { stepGate } from '../src/gate/step-gate.ts';
import {
  carePlan,
  condition,
  NOW,
  override,
  PATIENT,
  task,
  toyProtocol,
  toySignature,
  toyStep,
} from './toy-protocol.ts';

const protocol = toyProtocol(
  [
    toyStep('start', {
      gate: [
        condition('examined', '%examination.exists()', ['doctor', 'lead']),
        condition('imaged', '%imaging.exists()', ['lead']),
        condition('consented', '%consent.exists()'),
      ],
    }),
    toyStep('other', { gate: [condition('examined', '%examination.exists()', ['doctor', 'lead'])] }),
  ],
  ['examination', 'imaging', 'consent'],
);
const PLAN = carePlan('plan', '2026-03-01');
const doctor = toySignature('Practitioner/doctor', 'doctor');
const lead = toySignature('Practitioner/lead', 'lead');
const secondLead = toySignature('Practitioner/second', 'lead');

/** What still closes the gate of "start", or of another step, beside a DetectedIssue. */
const closedWith = (issue: RecordResource, writer = 'Practitioner/lead', step = 'start') => {
  const record = [PLAN, issue];
  const writers = new Map(record.map((each) => [each, each === issue ? writer : 'Practitioner/doctor']));
  const state = evaluate(protocol, { patient: PATIENT, resources: record, writers }, NOW).steps.find(
    (each) => each.step.id === step,
  )?.state;
  return state?.state === 'blocked' ? state.by.map(({ name }) => name) : [];
};
const NOW_TEXT = isoOf(NOW);
const ALL = ['examined', 'imaged', 'consented'];

describe('a gate that two people opened by hand for one procedure (I2)', () => {
  const gated = toyProtocol(
    [toyStep('procedure', { gate: [condition('examined', '%examination.exists()', ['doctor', 'lead'])] })],
    ['examination'],
  );
  const issue = override('procedure', ['examined'], 'plan');
  const procedure = (id: string, more: object = {}): RecordResource => ({
    resourceType: 'Procedure',
    id,
    status: 'in-progress',
    code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
    subject: { reference: `Patient/${PATIENT}` },
    basedOn: [{ reference: 'CarePlan/plan' }],
    ...more,
  });
  const begins = (earlier: readonly RecordResource[]) => {
    const next = procedure('next');
    const record = [PLAN, issue, ...earlier, next];
    const writers = new Map(record.map((each) => [each, each === issue ? 'Practitioner/lead' : 'Practitioner/doctor']));
    const change = { step: 'procedure', does: 'start' } as const;
    return stepGate(gated, { patient: PATIENT, resources: record, writers }, next, change, NOW).open;
  };
  const over = (start: string) => ({ status: 'completed', performedPeriod: { start } });

  test('is open for that procedure, also when it goes on after a pause', () => {
    expect(begins([])).toBe(true);
    expect(
      begins([procedure('next', { status: 'on-hold', performedPeriod: { start: '2026-03-02T10:30:00+01:00' } })]),
    ).toBe(true);
    expect(begins([procedure('before', over('2026-01-12T10:00:00+01:00'))])).toBe(true);
    expect(begins([procedure('prepared', { status: 'preparation' })])).toBe(true);
    expect(begins([procedure('wrong', { status: 'entered-in-error' })])).toBe(true);
  });

  test.each([
    ['began since', over(NOW_TEXT)],
    ['is going on', { performedPeriod: { start: NOW_TEXT } }],
    ['does not say when', { status: 'completed' }],
    ['says the day alone', over('2026-03-02')],
  ])('is not open for the next one, after a procedure that %s', (_, more) => {
    expect(begins([procedure('first', more)])).toBe(false);
  });
});

describe('a gate that two people opened by hand (I2)', () => {
  test('is open in the conditions that they named, in that step, and no others', () => {
    expect(closedWith(override('start', ['examined'], 'plan'))).toEqual(['imaged', 'consented']);
    expect(closedWith(override('start', ['examined'], 'plan'), 'Practitioner/lead', 'other')).toEqual(['examined']);
  });

  test('is open where the protocol lets their roles, and nowhere where it lets nobody', () => {
    expect(closedWith(override('start', ['imaged'], 'plan'))).toEqual(ALL);
    expect(closedWith(override('start', ['imaged'], 'plan', { mitigation: [secondLead, lead] }))).toEqual([
      'examined',
      'consented',
    ]);
    expect(closedWith(override('start', ['consented'], 'plan'))).toEqual(ALL);
    expect(closedWith(override('start', ['examined', 'consented'], 'plan'))).toEqual(ALL);
  });

  test.each([
    ['is preliminary', { status: 'preliminary' }],
    ['is only registered', { status: 'registered' }],
    ['was entered in error', { status: 'entered-in-error' }],
    ['is of another patient', { patient: { reference: 'Patient/bert' } }],
    ['is of another pathway', { implicated: [{ reference: 'CarePlan/other' }] }],
    ['is of two pathways', { implicated: [{ reference: 'CarePlan/plan' }, { reference: 'CarePlan/other' }] }],
    ['is of none', { implicated: undefined }],
    ['has no reason', { detail: undefined }],
    ['has an empty reason', { detail: '  ' }],
    ['is of tomorrow', { identifiedDateTime: '2026-03-03T10:00:00+01:00' }],
    ['has no time', { identifiedDateTime: undefined }],
    ['has one signature', { mitigation: [lead] }],
    ['has none', { mitigation: undefined }],
    ['was signed twice by one person', { mitigation: [lead, lead] }],
    ['was signed by one person in two roles', { mitigation: [lead, toySignature('Practitioner/lead', 'doctor')] }],
    ['was signed by a nurse', { mitigation: [lead, toySignature('Practitioner/nurse', 'nurse')] }],
    ['was signed by a patient', { mitigation: [lead, toySignature('Patient/anna', 'doctor')] }],
    ['was signed without a role', { mitigation: [lead, { ...doctor, extension: [] }] }],
    [
      'was signed by a role that cannot be told apart',
      { mitigation: [lead, toySignature('PractitionerRole/doctor', 'doctor')] },
    ],
    [
      'will be signed tomorrow',
      { mitigation: [lead, toySignature('Practitioner/doctor', 'doctor', '2026-03-03T10:00:00+01:00')] },
    ],
    ['has another code', { code: { coding: [{ system: 'urn:other', code: 'gate-override' }] } }],
    ['names no step', { extension: [] }],
  ])('stays closed when the override %s', (_, damage) => {
    expect(closedWith(override('start', ['examined'], 'plan', damage))).toEqual(ALL);
  });

  test('stays closed when somebody else wrote the signatures down', () => {
    expect(closedWith(override('start', ['examined'], 'plan'), 'Practitioner/nurse')).toEqual(ALL);
    expect(closedWith(override('start', ['examined'], 'plan'), 'Device/import')).toEqual(ALL);
  });

  test('stays closed on a record without a pathway', () => {
    const issue = override('start', ['examined'], 'plan');
    const view = evaluate(protocol, { patient: PATIENT, resources: [issue] }, NOW);
    expect(view.steps[0]?.state).toMatchObject({ state: 'blocked' });
  });

  test('lets the write pass, and rests on the override', () => {
    const issue = override('other', ['examined'], 'plan');
    const written = task('other', 'in-progress');
    const resources = [PLAN, issue, written];
    const writers = new Map(resources.map((each) => [each, 'Practitioner/lead']));
    const answer = stepGate(
      protocol,
      { patient: PATIENT, resources, writers },
      written,
      { step: 'other', does: 'start' },
      NOW,
    );
    expect(answer).toMatchObject({ open: true, opened: 'override', evidence: [issue] });
  });
});

describe('the writing of an override', () => {
  const first = override('start', ['examined'], 'plan', { status: 'preliminary', mitigation: [doctor] });
  const second = { ...first, status: 'final', mitigation: [doctor, lead] };
  const by = (who: string, role: string) => ({ who: `Practitioner/${who}`, role });
  const code = (before: RecordResource | undefined, after: RecordResource | undefined, who: ReturnType<typeof by>) =>
    overrideChange(protocol, before, after, who)?.issues[0]?.code ?? 'passes';

  test('passes when the first begins it and the second confirms it, each under their own sign-in', () => {
    expect(code(undefined, first, by('doctor', 'doctor'))).toBe('passes');
    expect(code(first, second, by('lead', 'lead'))).toBe('passes');
    expect(concernsOverride(undefined, first)).toBe(true);
    expect(concernsOverride(undefined, PLAN)).toBe(false);
  });

  test.each([
    ['begun in another’s name', undefined, first, by('lead', 'lead'), 'CRYO-603'],
    ['begun in a role that one does not have', undefined, first, by('doctor', 'nurse'), 'CRYO-603'],
    ['begun as final', undefined, { ...first, status: 'final' }, by('doctor', 'doctor'), 'CRYO-603'],
    ['begun with both signatures', undefined, second, by('lead', 'lead'), 'CRYO-603'],
    ['begun without a signature', undefined, { ...first, mitigation: [] }, by('doctor', 'doctor'), 'CRYO-603'],
    [
      'begun with one that cannot be read',
      undefined,
      { ...first, mitigation: [{}, doctor] },
      by('doctor', 'doctor'),
      'CRYO-603',
    ],
    ['begun without a reason', undefined, { ...first, detail: '' }, by('doctor', 'doctor'), 'CRYO-604'],
    ['begun without a pathway', undefined, { ...first, implicated: [] }, by('doctor', 'doctor'), 'CRYO-618'],
    [
      'begun for an unknown step',
      undefined,
      override('invented', ['examined'], 'plan', { status: 'preliminary', mitigation: [doctor] }),
      by('doctor', 'doctor'),
      'CRYO-616',
    ],
    [
      'begun for what nobody may open',
      undefined,
      override('start', ['consented'], 'plan', { status: 'preliminary', mitigation: [doctor] }),
      by('doctor', 'doctor'),
      'CRYO-617',
    ],
    [
      'begun for an unknown condition',
      undefined,
      override('start', ['lucky'], 'plan', { status: 'preliminary', mitigation: [doctor] }),
      by('doctor', 'doctor'),
      'CRYO-617',
    ],
    [
      'confirmed by the first again',
      first,
      { ...first, status: 'final', mitigation: [doctor, doctor] },
      by('doctor', 'doctor'),
      'CRYO-603',
    ],
    ['confirmed in another’s name', first, second, by('second', 'lead'), 'CRYO-603'],
    [
      'confirmed by a nurse',
      first,
      { ...first, status: 'final', mitigation: [doctor, toySignature('Practitioner/nurse', 'nurse')] },
      by('nurse', 'nurse'),
      'CRYO-603',
    ],
    [
      'confirmed without the first',
      first,
      { ...first, status: 'final', mitigation: [secondLead, lead] },
      by('lead', 'lead'),
      'CRYO-603',
    ],
    ['confirmed with another reason', first, { ...second, detail: 'Another reason.' }, by('lead', 'lead'), 'CRYO-618'],
    [
      'confirmed for more conditions',
      first,
      { ...override('start', ['examined', 'imaged'], 'plan'), mitigation: [doctor, lead] },
      by('lead', 'lead'),
      'CRYO-618',
    ],
    [
      'confirmed for another pathway',
      first,
      { ...second, implicated: [{ reference: 'CarePlan/other' }] },
      by('lead', 'lead'),
      'CRYO-618',
    ],
    ['changed when final', second, { ...second, detail: 'Another reason.' }, by('lead', 'lead'), 'CRYO-618'],
    ['made preliminary again', second, first, by('doctor', 'doctor'), 'CRYO-618'],
    ['given another code', second, { ...second, code: { text: 'allergy' } }, by('lead', 'lead'), 'CRYO-618'],
    ['deleted', second, undefined, by('lead', 'lead'), 'CRYO-618'],
    ['brought back from error', { ...second, status: 'entered-in-error' }, second, by('lead', 'lead'), 'CRYO-618'],
  ])('is refused when it is %s', (_, before, after, who, refusal) => {
    expect(code(before, after, who)).toBe(refusal);
  });

  test('may always be retracted', () => {
    expect(code(second, { ...second, status: 'entered-in-error' }, by('nurse', 'nurse'))).toBe('passes');
  });
});
