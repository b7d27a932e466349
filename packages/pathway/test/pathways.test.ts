import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf } from '../src/clock/instant.ts';
import { evaluate } from '../src/evaluate/evaluate.ts';
import type { RecordResource } from '../src/evidence/patient-record.ts';
import { stepGate } from '../src/gate/step-gate.ts';
import { basedOn, carePlan, condition, NOW, PATIENT, response, task, toyProtocol, toyStep } from './toy-protocol.ts';

const seed = 20_261_126;
const protocol = toyProtocol(
  [
    toyStep('examine', { output: 'examination' }),
    toyStep('start', { output: 'started', gate: [condition('examined', '%examination.exists()')] }),
  ],
  ['examination', 'started'],
);

const examined = (resources: readonly RecordResource[], pathway?: string, now = NOW) => {
  const view = evaluate(protocol, { patient: PATIENT, resources, ...(pathway ? { pathway } : {}) }, now);
  return view.steps[0]?.state.state === 'done';
};

const OLD = carePlan('old', '2026-01-10T10:00:00+01:00');
const NEW = carePlan('new', '2026-02-10T10:00:00+01:00');
const at = (authored: string, more: object = {}) => response('examination', authored, more);

describe('the evidence of a pathway (one patient, two runs)', () => {
  test.each([
    ['old', at('2026-02-20T10:00:00+01:00', basedOn('old')), true],
    ['new', at('2026-02-20T10:00:00+01:00', basedOn('old')), false],
    ['old', at('2026-01-20T10:00:00+01:00', basedOn('new')), false],
    ['new', at('2026-01-20T10:00:00+01:00', basedOn('new')), true],
    ['old', at('2026-02-20T10:00:00+01:00', basedOn('old', 'new')), false],
    ['new', at('2026-02-20T10:00:00+01:00', basedOn('old', 'new')), false],
    ['old', at('2026-01-20T10:00:00+01:00'), true],
    ['new', at('2026-01-20T10:00:00+01:00'), false],
    ['old', at('2026-02-20T10:00:00+01:00'), false],
    ['new', at('2026-02-20T10:00:00+01:00'), true],
    ['old', at('2025-12-20T10:00:00+01:00'), false],
    ['new', at('2026-02-10T08:00:00+01:00'), true],
    ['neither', at('2026-02-20T10:00:00+01:00'), false],
  ])('seen as the %s one: %o', (pathway, evidence, isSeen) => {
    expect(examined([OLD, NEW, evidence], pathway)).toBe(isSeen);
  });

  test('without a CarePlan is the implicit pathway’s', () => {
    expect(examined([at('2020-01-01T10:00:00+01:00')])).toBe(true);
  });

  test('without a name is the newest active pathway’s', () => {
    expect(examined([OLD, NEW, at('2026-01-20T10:00:00+01:00')])).toBe(false);
    const ended = carePlan('new', '2026-02-10T10:00:00+01:00', { status: 'revoked' });
    expect(examined([OLD, ended, at('2026-01-20T10:00:00+01:00')])).toBe(true);
  });

  test.each([
    [{ status: 'entered-in-error' }],
    [{ status: 'draft' }],
    [{ intent: 'proposal' }],
    [{ instantiatesCanonical: ['urn:cryopath:protocol:other|1'] }],
    [{ subject: { reference: 'Patient/bert' } }],
    [{ period: { start: '2026-03-03' } }],
    [{ period: {} }],
  ])('is not bounded by a CarePlan that is none of this protocol: %o', (damage) => {
    const plan = carePlan('new', '2026-02-10T10:00:00+01:00', damage);
    expect(examined([plan, at('2026-01-20T10:00:00+01:00')])).toBe(true);
  });

  test('belongs to at most one pathway, whatever it names and whenever it came to be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), fc.subarray(['old', 'new']), fc.boolean(), (day, named, isEnded) => {
        const authored = new Date(Date.UTC(2025, 11, 15 + day, 12)).toISOString();
        const period = { start: '2026-01-10T10:00:00+01:00', ...(isEnded ? { end: '2026-01-31' } : {}) };
        const resources = [
          carePlan('old', '', { period }),
          NEW,
          at(authored, named.length > 0 ? basedOn(...named) : {}),
        ];
        const later = instantOf('2026-04-01T00:00:00Z');
        const seenBy = ['old', 'new'].filter((pathway) => examined(resources, pathway, later));
        expect(seenBy.length).toBeLessThanOrEqual(1);
        expect(named.length === 1 ? seenBy : named).toEqual(named);
      }),
      { seed },
    );
  });
});

describe('the pathway of a write', () => {
  const decide = (resources: readonly RecordResource[], written: RecordResource) => {
    const record = [...resources, at('2026-02-20T10:00:00+01:00', basedOn('new')), written];
    const writers = new Map(record.map((each) => [each, 'Practitioner/doctor']));
    return stepGate(
      protocol,
      { patient: PATIENT, resources: record, writers },
      written,
      { step: 'start', does: 'start' },
      NOW,
    );
  };
  const codes = (answer: ReturnType<typeof decide>) =>
    answer.open ? [] : answer.outcome.issues.map(({ code }) => code);
  const begun = (more: object = {}) => task('start', 'in-progress', more);

  test('is the one that it names', () => {
    const answer = decide([OLD, NEW], begun(basedOn('new')));
    expect(answer).toMatchObject({
      open: true,
      pathway: 'new',
      protocol: 'urn:cryopath:protocol:toy|1',
      opened: 'evidence',
    });
    expect(codes(decide([OLD, NEW], begun(basedOn('old'))))).toEqual(['CRYO-601']);
  });

  test('cannot be told among two active ones, or among none that is active', () => {
    expect(codes(decide([OLD, NEW], begun()))).toEqual(['CRYO-610']);
    expect(codes(decide([OLD, NEW], begun(basedOn('old', 'new'))))).toEqual(['CRYO-610']);
    expect(codes(decide([OLD, NEW], begun(basedOn('another'))))).toEqual(['CRYO-610']);
    expect(codes(decide([{ ...NEW, status: 'completed' }], begun()))).toEqual(['CRYO-610']);
    expect(codes(decide([{ ...NEW, status: 'completed' }], begun(basedOn('new'))))).toEqual(['CRYO-610']);
  });

  test('is the only active one when it names none', () => {
    expect(decide([NEW], begun()).open).toBe(true);
    expect(decide([{ ...OLD, status: 'completed' }, NEW], begun()).open).toBe(true);
  });

  test.each([['urn:cryopath:protocol:toy|2'], ['urn:cryopath:protocol:toy']])(
    'keeps its version (I4): %s is not asked for by another',
    (canonical) => {
      expect(codes(decide([{ ...NEW, instantiatesCanonical: [canonical] }], begun()))).toEqual(['CRYO-611']);
    },
  );

  test('rests on what opened its gate', () => {
    const answer = decide([NEW], begun());
    expect(answer.open && answer.evidence.map(({ questionnaire }) => questionnaire)).toEqual([
      'urn:cryopath:form:examination|1',
    ]);
  });
});
