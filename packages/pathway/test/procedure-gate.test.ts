import { statusOf, toOperationOutcome } from '@cryopath/fhir';
import { describe, expect, test } from 'vitest';
import { instantOf } from '../src/clock/instant.ts';
import type { RecordResource } from '../src/evidence/patient-record.ts';
import { questionsOf, responseTo } from '../src/form/response.ts';
import { beginsCryoablation, isCryoablationBegun } from '../src/gate/cryoablation-begins.ts';
import { evidenceTypes, procedureGate } from '../src/gate/procedure-gate.ts';
import type { Protocol } from '../src/protocol/protocol.ts';
import { defaultProtocol } from './protocol-files.ts';

const protocol = defaultProtocol();
const now = instantOf('2026-03-02T11:00:00+01:00');
const patient = 'anna';

const formOf = (id: string) => {
  const questionnaire = protocol.forms.find((each) => each.id === id);
  if (!questionnaire) throw new Error(id);
  return questionnaire;
};

/** Everything was done the day before. */
const form = (id: string, answers: Parameters<typeof responseTo>[1], at = '2026-03-01T10:00:00+01:00') => {
  return responseTo(formOf(id), answers, {
    patient,
    at: instantOf(at),
    status: 'completed',
  }) as unknown as RecordResource;
};

/** A time-out a quarter of an hour before, in which both people and the patient name the same, but for what is different. */
function timeOut(
  different: Readonly<Record<string, unknown>> = {},
  at = '2026-03-02T10:45:00+01:00',
  [first, second]: readonly (string | undefined)[] = ['Practitioner/maria', 'Practitioner/ewa'],
): readonly RecordResource[] {
  const person = (who: string) => ({
    [`${who}.target`]: 'lumbar-facet',
    [`${who}.level`]: 'L4/L5',
    [`${who}.side`]: 'left',
  });
  const checked = ['identity', 'consent-seen', 'allergies-checked', 'images-shown', 'marks-checked'];
  const own = (isSecond: boolean) =>
    Object.fromEntries(Object.entries(different).filter(([name]) => name.startsWith('second.') === isSecond));
  const by = (response: RecordResource, who: string | undefined) =>
    who === undefined ? response : { ...response, author: { reference: who } };
  const answers = {
    ...Object.fromEntries(checked.map((linkId) => [linkId, true])),
    ...person('first'),
    'patient-side': 'left',
    ...own(false),
  };
  return [
    by(form('time-out', answers as Parameters<typeof responseTo>[1], at), first),
    by(form('time-out-second', { ...person('second'), ...own(true) } as Parameters<typeof responseTo>[1], at), second),
  ];
}

/** Answers of a block whose scores are alike at every time. */
const block = (pain: number) => ({
  target: 'lumbar-facet',
  level: 'L4/L5',
  side: 'left',
  agent: 'lidocaine-2',
  volume: 0.4,
  sedation: false,
  opioid: false,
  movement: 'extension',
  'before.pain': 8,
  ...Object.fromEntries(
    ['at-15', 'at-30', 'at-60'].flatMap((time) => [
      [`${time}.pain`, pain],
      [`${time}.provoked-by`, 'same'],
    ]),
  ),
});

/** Every contraindication ruled out, and what the doctor says of the relative ones. */
const ruledOut = Object.fromEntries(
  questionsOf(formOf('contraindications'))
    .filter(({ linkId }) => !linkId.startsWith('word'))
    .map(({ linkId }) => [linkId, 'no']),
);
const site = { target: 'lumbar-facet', level: 'L4/L5', side: 'left' };

/** What makes each condition of the gate hold, by its name. Both contraindications are on one form, so each is closed by changing it. */
const EVIDENCE: Readonly<Record<string, readonly RecordResource[]>> = {
  examined: [
    form('interview', { nature: 'dull', location: 'back', duration: '1 year', 'previous-treatment': 'none' }),
    form('examination', { findings: 'pain on extension', 'suspected-nerve': 'L3', side: 'left' }),
  ],
  imaged: [form('imaging-review', { modality: 'mri', 'confirms-source': true, 'other-causes-excluded': true })],
  'block-positive': [form('diagnostic-block', block(2))],
  qualified: [form('qualification-decision', { decision: 'qualified', ...site, grounds: 'block positive' })],
  consented: [
    {
      resourceType: 'Consent',
      status: 'active',
      scope: { coding: [{ code: 'treatment' }] },
      dateTime: '2026-03-02',
      patient: { reference: `Patient/${patient}` },
    },
  ],
  'no-absolute-contraindication': [],
  'relative-weighed': [],
  'anticoagulants-agreed': [form('anticoagulant-plan', { takes: 'none' })],
  'timed-out': [],
  'timed-out-just-now': [],
};
const CONDITIONS = Object.keys(EVIDENCE);
const SUBSETS = Array.from({ length: 2 ** CONDITIONS.length }, (_, bits) =>
  CONDITIONS.filter((_condition, index) => bits & (1 << index)),
);

const bodySite = (side: string, level = 'L4/L5', target = 'lumbar-facet') => ({
  coding: [
    { system: 'urn:cryopath:target', code: target },
    { system: 'urn:cryopath:level', code: level },
    { system: 'urn:cryopath:side', code: side },
  ],
});

const cryoablation = (status: unknown, more: object = {}): RecordResource => ({
  resourceType: 'Procedure',
  status,
  subject: { reference: `Patient/${patient}` },
  code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
  bodySite: [bodySite('left')],
  ...more,
});

const decide = (
  resources: readonly RecordResource[],
  procedure = cryoablation('in-progress'),
  by: Protocol = protocol,
  writer?: string,
) => {
  const record = [...resources, procedure];
  const nameIn = ({ author }: RecordResource) => (author as { reference?: string } | undefined)?.reference;
  const writers = new Map(record.map((each) => [each, writer ?? nameIn(each) ?? 'Practitioner/doctor']));
  return procedureGate(by, { patient, resources: record, writers }, procedure, now);
};

/** The two conditions on contraindications look at one form. */
const contraindications = (held: readonly string[]) =>
  form('contraindications', {
    ...ruledOut,
    infection: held.includes('no-absolute-contraindication') ? 'no' : 'unknown',
    raynaud: 'yes',
    ...(held.includes('relative-weighed')
      ? { word: 'acceptable', 'word-grounds': 'warm hands' }
      : { word: 'none-found' }),
  });
/** The two conditions on the time-out look at the same two forms; where there is none, the first alone is not met. */
const timeOuts = (held: readonly string[]) => {
  const [isAgreed, isFresh] = ['timed-out', 'timed-out-just-now'].map((name) => held.includes(name));
  if (isFresh) return isAgreed ? timeOut() : [];
  return timeOut(isAgreed ? {} : { identity: false }, '2026-03-01T10:45:00+01:00');
};
const evidence = (held: readonly string[]) => [
  ...held.flatMap((name) => EVIDENCE[name] ?? []),
  contraindications(held),
  ...timeOuts(held),
];
const allBut = (condition: string) => CONDITIONS.filter((name) => name !== condition);
const closedBy = (outcome: ReturnType<typeof decide>) =>
  protocol.steps
    .find(({ id }) => id === 'procedure')
    ?.gate.filter(({ reason }) => outcome?.issues.some(({ params }) => params?.reason === reason.en))
    .map(({ name }) => name) ?? [];

const begunAt = (start: string) => ({ performedPeriod: { start } });
const overSince = (start: string) => ({ status: 'completed', performedPeriod: { start } });

describe('I1, H03: the gate before a cryoablation', () => {
  test('the conditions tried here are the protocol’s', () => {
    expect(protocol.steps.find(({ id }) => id === 'procedure')?.gate.map(({ name }) => name)).toEqual(CONDITIONS);
  });

  test('with any subset of its conditions held is open only if all are, and names those that are not', () => {
    for (const held of SUBSETS) {
      const outcome = decide(evidence(held));
      expect(closedBy(outcome)).toEqual(CONDITIONS.filter((name) => !held.includes(name)));
      expect(outcome === undefined).toBe(held.length === CONDITIONS.length);
    }
  });

  test.each([
    ['another side by the second person', { 'second.side': 'right' }],
    ['another side by the patient', { 'patient-side': 'right' }],
    ['another level', { 'second.level': 'L3/L4' }],
    ['another target', { 'second.target': 'sacroiliac' }],
    ['the consent not seen', { 'consent-seen': false }],
  ])('stays closed for a time-out with %s (H02)', (_, different) => {
    expect(closedBy(decide([...evidence(allBut('timed-out')), ...timeOut(different)]))).toEqual(['timed-out']);
  });

  test.each([
    ['one person alone', [timeOut()[0]]],
    ['one person for two', timeOut({}, undefined, ['Practitioner/maria', 'Practitioner/maria'])],
    ['a second person who is not named', timeOut({}, undefined, ['Practitioner/maria', undefined])],
    ['a first person who is not named', timeOut({}, undefined, [undefined, 'Practitioner/ewa'])],
    ['two whom nobody names', timeOut({}, undefined, [undefined, undefined])],
  ])('stays closed for a time-out of %s (H02)', (_, said) => {
    const record = [...evidence(allBut('timed-out')), ...said.flatMap((each) => each ?? [])];
    expect(closedBy(decide(record, undefined, undefined, 'Device/his'))).toEqual(['timed-out']);
  });

  test('takes whoever wrote an entry for its person, whatever name stands in it (H02)', () => {
    expect(closedBy(decide(evidence(CONDITIONS), undefined, undefined, 'Practitioner/maria'))).toEqual(['timed-out']);
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

  test('is not asked about a procedure that is recognisably another', () => {
    const other = cryoablation('completed', {
      code: { coding: [{ system: 'urn:other', code: '4711', display: 'Appendectomy' }, null] },
    });
    expect(isCryoablationBegun(protocol, other)).toBe(false);
    expect(isCryoablationBegun(protocol, cryoablation('completed', { code: { text: 'Szycie rany' } }))).toBe(false);
    expect(isCryoablationBegun(protocol, { ...cryoablation('completed'), resourceType: 'Observation' })).toBe(false);
  });

  test('stays closed for evidence of another patient (H01)', () => {
    const block = { ...EVIDENCE['block-positive']?.[0], subject: { reference: 'Patient/bert' } } as RecordResource;
    expect(closedBy(decide([...evidence(allBut('block-positive')), block]))).toEqual(['block-positive']);
  });

  test.each([
    ['retracted', { status: 'entered-in-error' }],
    ['unfinished', { status: 'in-progress' }],
    ['without a status', { status: undefined }],
    ['of tomorrow', { authored: '2026-03-03T10:00:00+01:00' }],
    ['without a time', { authored: undefined }],
    ['known to the month', { authored: '2026-02' }],
    ['stored before it can have been', { meta: { lastUpdated: '2026-02-28T10:00:00+01:00' } }],
    ['of another form', { questionnaire: 'urn:cryopath:form:discharge' }],
  ])('stays closed for a block %s (I2)', (_, damage) => {
    const block = { ...EVIDENCE['block-positive']?.[0], ...damage } as RecordResource;
    expect(closedBy(decide([...evidence(allBut('block-positive')), block]))).toEqual(['block-positive']);
  });

  test('stays closed when two blocks of one instant contradict each other (I2)', () => {
    const contrary = form('diagnostic-block', block(8));
    const outcome = decide([...evidence(CONDITIONS), contrary]);
    expect(closedBy(outcome)).toEqual(['block-positive']);
  });

  test.each([
    [{ modality: 'mri', 'confirms-source': false, 'other-causes-excluded': true }],
    [{ modality: 'mri', 'confirms-source': true, 'other-causes-excluded': false }],
    [{ 'confirms-source': true }],
    [{}],
  ])('stays closed for imaging that says %j', (answers) => {
    const resources = [...evidence(allBut('imaged')), form('imaging-review', answers)];
    expect(closedBy(decide(resources))).toEqual(['imaged']);
  });

  test.each([
    ['just now', {}, '2026-03-02T11:00:00+01:00', []],
    ['as long ago as it counts', {}, '2026-03-02T10:30:00+01:00', []],
    ['a moment longer ago', {}, '2026-03-02T10:29:59+01:00', ['timed-out-just-now']],
    ['at this hour of the day before', {}, '2026-03-01T11:00:00+01:00', ['timed-out-just-now']],
    [
      'the day before, of a procedure that says it goes on since',
      begunAt('2026-03-01T11:10:00+01:00'),
      '2026-03-01T11:00:00+01:00',
      ['timed-out-just-now'],
    ],
    [
      'before a procedure that is told of when it is over',
      overSince('2026-03-02T09:10:00+01:00'),
      '2026-03-02T09:00:00+01:00',
      [],
    ],
    [
      'long before a procedure that is told of when it is over',
      overSince('2026-03-02T09:31:00+01:00'),
      '2026-03-02T09:00:00+01:00',
      ['timed-out-just-now'],
    ],
    [
      'after the procedure had begun',
      overSince('2026-03-02T10:40:00+01:00'),
      '2026-03-02T10:45:00+01:00',
      ['timed-out-just-now'],
    ],
    [
      'on the day of a procedure that says the day alone',
      overSince('2026-03-02'),
      '2026-03-02T10:00:00+01:00',
      ['timed-out-just-now'],
    ],
    [
      'long before a procedure that will have been',
      overSince('2026-03-02T12:00:00+01:00'),
      '2026-03-02T10:00:00+01:00',
      ['timed-out-just-now'],
    ],
  ])('counts a time-out %s as it should (H02)', (_, procedure, at, closed) => {
    const others = [...evidence(CONDITIONS.filter((name) => name !== 'timed-out'))];
    const outcome = decide([...others, ...timeOut({}, at)], cryoablation('in-progress', procedure));
    expect(closedBy(outcome)).toEqual(closed);
  });

  test('counts no time-out of which there are two of one instant, with different hours written down (H02)', () => {
    const twice = ['2026-03-02T10:45:00+01:00', '2026-03-02T09:45:00Z'].flatMap((at) => timeOut({}, at));
    expect(closedBy(decide([...evidence(allBut('timed-out')), ...twice]))).toEqual(['timed-out']);
  });

  test('refuses with 422 and a reason in the reader’s language', () => {
    const outcome = decide(evidence(allBut('block-positive')));
    expect(outcome && statusOf(outcome)).toBe(422);
    const text = (language: 'en' | 'pl') =>
      outcome && toOperationOutcome(outcome, language).issue[0]?.details.text.replaceAll('\u00a0', ' ');
    expect(text('en')).toContain(
      'No diagnostic block on the record meets the rule of its target (relief of 50 % or more',
    );
    expect(text('pl')).toContain(
      'Żadna blokada diagnostyczna w dokumentacji nie spełnia warunku dla danego miejsca (zmniejszenie bólu o co najmniej 50%',
    );
    expect(text('pl')).not.toContain('relief');
  });

  test('stays closed when what was blocked, or decided on, is another site (H02)', () => {
    const right = { ...site, side: 'right' };
    const onRight = timeOut({ 'first.side': 'right', 'second.side': 'right', 'patient-side': 'right' });
    const procedure = cryoablation('in-progress', { bodySite: [bodySite('right')] });
    const others = evidence(allBut('timed-out'));
    expect(closedBy(decide([...others, ...onRight], procedure))).toEqual(['timed-out']);
    const blocked = [form('diagnostic-block', { ...block(2), side: 'right' }, '2026-03-01T11:00:00+01:00')];
    expect(closedBy(decide([...others, ...onRight, ...blocked], procedure))).toEqual(['timed-out']);
    const decided = [
      form('qualification-decision', { decision: 'qualified', ...right, grounds: 'x' }, '2026-03-01T12:00:00+01:00'),
    ];
    expect(closedBy(decide([...others, ...onRight, ...blocked, ...decided], procedure))).toEqual([]);
  });

  test('stays closed for a procedure on one side of the two that were blocked, decided on and named at the time-out (H02)', () => {
    const both = { target: 'lumbar-facet', level: 'L4/L5', side: 'both' };
    const named = [
      form('diagnostic-block', { ...block(2), side: 'both' }, '2026-03-01T11:00:00+01:00'),
      form('qualification-decision', { decision: 'qualified', ...both, grounds: 'x' }, '2026-03-01T12:00:00+01:00'),
      ...timeOut({ 'first.side': 'both', 'second.side': 'both', 'patient-side': 'both' }),
    ];
    const others = evidence(allBut('timed-out'));
    const on = (side: string) => cryoablation('in-progress', { bodySite: [bodySite(side)] });
    expect(closedBy(decide([...others, ...named], on('both')))).toEqual([]);
    expect(closedBy(decide([...others, ...named], on('left')))).toEqual(['timed-out']);
  });

  test.each([
    ['the other side', [bodySite('right')]],
    ['both sides', [bodySite('both')]],
    ['another level', [bodySite('left', 'L3/L4')]],
    ['another target', [bodySite('left', 'L4/L5', 'thoracic-facet')]],
    ['one site too many', [bodySite('left'), bodySite('left', 'L3/L4')]],
    ['no site', undefined],
  ])('stays closed for a procedure on %s than the block and the time-out (H02)', (_, site) => {
    const outcome = decide(evidence(CONDITIONS), cryoablation('in-progress', { bodySite: site }));
    expect(closedBy(outcome)).toEqual(['timed-out']);
  });

  test('throws, so that the write is refused, when a protocol has lost its gate', () => {
    const ungated = { ...protocol, steps: protocol.steps.map((step) => ({ ...step, gate: [] })) };
    expect(() => decide(evidence(CONDITIONS), cryoablation('completed'), ungated)).toThrow('no gate');
  });

  test('needs to read only the types of its evidence, the pathways, their Tasks and what was opened by hand', () => {
    expect(evidenceTypes(protocol).toSorted()).toEqual([
      'CarePlan',
      'Consent',
      'DetectedIssue',
      'Procedure',
      'QuestionnaireResponse',
      'ServiceRequest',
      'Task',
    ]);
  });

  test.each(['Patient/anna', 'RelatedPerson/ola', ''])('stays closed for evidence that %j wrote', (writer) => {
    expect(closedBy(decide(evidence(CONDITIONS), undefined, undefined, writer))).toEqual(allBut('timed-out-just-now'));
  });

  test('opens for evidence that a system brought, unless it names the patient as its author', () => {
    expect(decide(evidence(CONDITIONS), undefined, undefined, 'Device/his')).toBeUndefined();
    const own = { ...EVIDENCE['block-positive']?.[0], author: { reference: 'Patient/anna' } } as RecordResource;
    const others = evidence(CONDITIONS.filter((name) => name !== 'block-positive'));
    expect(closedBy(decide([...others, own], undefined, undefined, 'Device/his'))).toEqual(['block-positive']);
  });

  test.each([
    ['interview', 'examined'],
    ['examination', 'examined'],
    ['imaging-review', 'imaged'],
    ['diagnostic-block', 'block-positive'],
  ])(
    'stays closed for a %s that leaves a required question open, and what it replaced does not come back',
    (id, name) => {
      const items = (protocol.forms.find((each) => each.id === id)?.item ?? []).length;
      const newer = evidence(CONDITIONS).filter(({ questionnaire }) =>
        String(questionnaire).startsWith(`urn:cryopath:form:${id}|`),
      );
      const open = newer.map((each) => ({
        ...each,
        authored: '2026-03-02T09:00:00+01:00',
        item: (each.item as unknown[]).slice(1, items),
      }));
      expect(closedBy(decide([...evidence(CONDITIONS), ...open]))).toEqual([name]);
    },
  );

  const consent = (more: object) => ({ ...EVIDENCE.consented?.[0], ...more }) as RecordResource;
  const withConsents = (...consents: RecordResource[]) =>
    closedBy(decide([...evidence(CONDITIONS.filter((name) => name !== 'consented')), ...consents]));

  test.each([
    ['that denies', { type: 'deny' }],
    ['that denies inside', { type: 'permit', provision: [{ provision: [{ type: 'deny' }] }] }],
    ['that ended yesterday', { type: 'permit', period: { end: '2026-03-01' } }],
    ['that ended last month', { period: { start: '2025', end: '2026-02' } }],
    ['that begins tomorrow', { period: { start: '2026-03-03' } }],
    ['whose period cannot be read', { period: { start: 'soon' } }],
  ])('stays closed for a consent %s', (_, provision) => {
    expect(withConsents(consent({ provision }))).toEqual(['consented']);
  });

  test.each([
    [{ type: 'permit' }],
    [{ period: { start: '2026-03-02', end: '2026-03-02' } }],
    [{ period: { start: '2026', end: '2026' } }],
    [{ period: { start: '2026-03-02T10:59:00+01:00' } }],
  ])('opens for a consent of today: %j', (provision) => {
    expect(withConsents(consent({ provision }))).toEqual([]);
  });

  test('stays closed when a refusal stands beside a consent', () => {
    expect(withConsents(consent({}), consent({ provision: { type: 'deny' } }))).toEqual(['consented']);
  });

  test.each([
    [{ code: { coding: [{ system: 'urn:cryopath:code', code: 'Cryoablation' }] } }],
    [{ code: { coding: [{ code: 'cryoablation' }] } }],
    [{ code: { coding: [{ system: 'urn:other', code: '1', display: 'CRYO-neurolysis of a nerve' }] } }],
    [{ code: { text: 'Krioablację gałęzi przyśrodkowych' } }],
    [{ code: { text: 'krioneuroliza' } }],
    [{ category: { text: 'Cryoablation' }, code: { text: 'x' } }],
    [{ instantiatesCanonical: ['urn:cryopath:protocol:cryoablation'], code: { text: 'x' } }],
    [{ code: undefined }],
    [{ code: { text: ' ' } }],
    [{ code: { coding: [{ code: '1' }] } }],
  ])('is asked about a procedure however it is called: %j', (naming) => {
    expect(isCryoablationBegun(protocol, cryoablation('completed', naming))).toBe(true);
  });

  test.each(['not-done', 'preparation'])('is asked when %j is contradicted by a time of performing', (status) => {
    expect(decide([], cryoablation(status, { performedDateTime: '2026-03-02' }))).toBeDefined();
  });

  test.each(['completed', 'stopped', 'on-hold', 'entered-in-error'])(
    'lets a cryoablation that had begun be %s',
    (status) => {
      expect(beginsCryoablation(protocol, cryoablation('in-progress'), cryoablation(status))).toBe(false);
    },
  );

  test('is asked when a change makes it a cryoablation that has begun, or one of another patient', () => {
    const begun = cryoablation('completed');
    const begins = (before: RecordResource | undefined) => beginsCryoablation(protocol, before, begun);
    expect(begins(undefined)).toBe(true);
    expect(begins(cryoablation('preparation'))).toBe(true);
    expect(begins(cryoablation('entered-in-error'))).toBe(true);
    expect(begins(cryoablation('completed', { code: { text: 'Appendectomy' } }))).toBe(true);
    expect(begins(cryoablation('completed', { subject: { reference: 'Patient/bert' } }))).toBe(true);
  });
});
