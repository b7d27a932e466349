import { describe, expect, test } from 'vitest';
import { instantOf } from '../src/clock/instant.ts';
import type { RecordResource } from '../src/evidence/patient-record.ts';
import { stepChange } from '../src/gate/step-change.ts';
import { stepGate } from '../src/gate/step-gate.ts';
import {
  basedOn,
  condition,
  cryoablation,
  NOW,
  PATIENT,
  response,
  siteCodings,
  siteItems,
  task,
  toyProtocol,
  toyStep,
} from './toy-protocol.ts';

const SAME_SITE =
  '%sites.timeOut.exists() and %sites.timeOut.subsetOf(%positiveSites) and (%sites.procedure.empty() or (%sites.procedure.subsetOf(%sites.timeOut) and %sites.timeOut.subsetOf(%sites.procedure)))';

const toy = toyProtocol(
  [
    toyStep('procedure', { output: 'done', gate: [condition('same-site', SAME_SITE)] }),
    toyStep('discharge', {
      output: 'discharge',
      form: 'discharge',
      guarded: true,
      offset: { after: 'procedure', low: 20, high: 30, unit: 'min' },
    }),
    toyStep('diary', { required: 'must-unless-documented' }),
    toyStep('call', { required: 'could' }),
  ],
  ['done', 'discharge', 'timeOut', 'block'],
);
const protocol = {
  ...toy,
  evidence: toy.evidence.map((source) =>
    source.name === 'block' ? { ...source, computed: 'block-relief' as const } : source,
  ),
};

const decide = (resources: readonly RecordResource[], written: RecordResource, now = NOW, before?: RecordResource) => {
  const change = stepChange(protocol, before, written);
  if (!change) return 'not asked';
  const record = [...resources, written];
  const writers = new Map(record.map((each) => [each, 'Practitioner/doctor']));
  const answer = stepGate(protocol, { patient: PATIENT, resources: record, writers }, written, change, now);
  return answer.open ? 'open' : answer.outcome.issues.map(({ code }) => code).join();
};

/** The relief of a block that has only its scores. */
const block = (
  target: string,
  side: string,
  level: string | undefined,
  pain = 2,
  authored = '2026-03-01T10:00:00+01:00',
) =>
  response('block', authored, {
    item: [
      siteItems('site', target, side, level),
      { linkId: 'movement', answer: [{ valueString: 'extension' }] },
      { linkId: 'before.pain', answer: [{ valueInteger: 8 }] },
      { linkId: 'at-30.pain', answer: [{ valueInteger: pain }] },
      { linkId: 'at-30.provoked-by', answer: [{ valueCoding: { code: 'same' } }] },
    ],
  });

const timeOut = (...groups: readonly object[]) => response('timeOut', '2026-03-02T10:00:00+01:00', { item: groups });
const procedureAt = (...sites: readonly (readonly object[])[]) =>
  cryoablation('in-progress', { bodySite: sites.map((coding) => ({ coding })) });

describe('H19: a discharge before the recovery’s minimum', () => {
  const ended = response('done', '2026-03-02T10:45:00+01:00');
  const minute = (clock: string) => instantOf(`2026-03-02T${clock}+01:00`);
  const discharge = response('discharge', '2026-03-02T10:50:00+01:00', { id: 'paper' });

  test.each([
    ['11:04:59', 'CRYO-612'],
    ['11:05:00', 'open'],
  ])('is refused at %s: %s, by its Task and by its form alike', (clock, answer) => {
    expect(decide([ended], task('discharge', 'completed'), minute(clock))).toBe(answer);
    expect(decide([ended], discharge, minute(clock))).toBe(answer);
  });

  test('is refused while the procedure has not ended', () => {
    expect(decide([], discharge)).toBe('CRYO-613');
    expect(decide([{ ...ended, status: 'entered-in-error' }], discharge)).toBe('CRYO-613');
  });

  test('is not asked about what is still being filled in, or was entered in error', () => {
    expect(decide([], { ...discharge, status: 'in-progress' })).toBe('not asked');
    expect(decide([], { ...discharge, status: 'entered-in-error' })).toBe('not asked');
  });

  test('may be corrected afterwards', () => {
    expect(decide([], { ...discharge, status: 'amended' }, NOW, discharge)).toBe('not asked');
    expect(decide([], discharge, NOW, { ...discharge, status: 'in-progress' })).toBe('CRYO-613');
    expect(decide([], discharge, NOW, { ...discharge, ...basedOn('other') })).toBe('CRYO-613');
  });
});

describe('a step’s Task', () => {
  test.each(['in-progress', 'completed', 'on-hold', 'failed', 'begun', undefined])(
    'passes the gate when it is %j',
    (status) => {
      expect(decide([], task('discharge', 'x', { status }))).toBe('CRYO-613');
    },
  );

  test.each(['draft', 'requested', 'received', 'accepted', 'rejected', 'ready', 'entered-in-error'])(
    'does not when it is %s',
    (status) => {
      expect(decide([], task('discharge', status))).toBe('not asked');
    },
  );

  test('that had begun may be ended, and needs the gate to go on after that', () => {
    const begun = task('discharge', 'in-progress');
    expect(decide([], task('discharge', 'completed'), NOW, begun)).toBe('not asked');
    expect(decide([], begun, NOW, task('discharge', 'completed'))).toBe('CRYO-613');
    expect(decide([], begun, NOW, task('diary', 'in-progress'))).toBe('CRYO-613');
  });

  test('of a step that the protocol does not have is refused', () => {
    expect(decide([], task('invented', 'completed'))).toBe('CRYO-616');
    const two = {
      coding: [
        { system: 'urn:cryopath:step', code: 'diary' },
        { system: 'urn:cryopath:step', code: 'call' },
      ],
    };
    expect(decide([], task('diary', 'completed', { code: two }))).toBe('CRYO-616');
  });

  test('leaves out only what may be left out, with a reason where one is asked for', () => {
    expect(decide([], task('discharge', 'cancelled', { statusReason: { text: 'no time' } }))).toBe('CRYO-614');
    expect(decide([], task('diary', 'cancelled'))).toBe('CRYO-615');
    expect(decide([], task('diary', 'cancelled', { statusReason: { text: ' ' } }))).toBe('CRYO-615');
    expect(decide([], task('diary', 'cancelled', { statusReason: { text: 'abroad' } }))).toBe('open');
    expect(decide([], task('call', 'cancelled'))).toBe('open');
  });

  test('that is none of ours is not asked about', () => {
    expect(decide([], task('x', 'completed', { code: { text: 'water the plants' } }))).toBe('not asked');
  });
});

const SIDES = ['left', 'right', 'both'] as const;
const LEVELS = ['L3/L4', 'L4/L5'] as const;

describe('H02: the level and the side of block, time-out and procedure', () => {
  const sites = SIDES.flatMap((side) => LEVELS.map((level) => ({ side, level })));
  const each = sites.flatMap((blocked) =>
    sites.flatMap((said) => sites.map((treated) => ({ blocked, said, treated }))),
  );

  test(`open the gate in none of ${each.length} combinations but those in which they agree`, () => {
    const wrong = each.filter(({ blocked, said, treated }) => {
      const resources = [
        block('lumbar-facet', blocked.side, blocked.level),
        timeOut(siteItems('first', 'lumbar-facet', said.side, said.level)),
      ];
      const answer = decide(resources, procedureAt(siteCodings('lumbar-facet', treated.side, treated.level)));
      const isBlocked = blocked.level === said.level && (blocked.side === said.side || blocked.side === 'both');
      const agrees = isBlocked && said.side === treated.side && said.level === treated.level;
      return (answer === 'open') !== agrees;
    });
    expect(wrong).toEqual([]);
  });

  const positive = block('lumbar-facet', 'left', 'L4/L5');
  const left = siteCodings('lumbar-facet', 'left', 'L4/L5');
  const first = siteItems('first', 'lumbar-facet', 'left', 'L4/L5');
  const second = siteItems('second', 'lumbar-facet', 'left', 'L4/L5');

  test('stop the procedure when two people, or the patient, say otherwise', () => {
    const patient = (side: string) => ({
      linkId: 'patient',
      item: [{ linkId: 'patient.side', answer: [{ valueCoding: { system: 'urn:cryopath:side', code: side } }] }],
    });
    expect(decide([positive, timeOut(first, second, patient('left'))], procedureAt(left))).toBe('open');
    expect(decide([positive, timeOut(first, second, patient('right'))], procedureAt(left))).toBe('CRYO-601');
    const other = siteItems('second', 'lumbar-facet', 'right', 'L4/L5');
    expect(decide([positive, block('lumbar-facet', 'right', 'L4/L5'), timeOut(first, other)], procedureAt(left))).toBe(
      'CRYO-601',
    );
  });

  test.each([
    ['names nothing', cryoablation('in-progress')],
    ['names words', cryoablation('in-progress', { bodySite: [{ text: 'left L4/L5' }] })],
    ['names no side', procedureAt([{ system: 'urn:cryopath:target', code: 'lumbar-facet' }])],
    ['names no level', procedureAt(siteCodings('lumbar-facet', 'left'))],
    ['names one more', procedureAt(left, siteCodings('lumbar-facet', 'left', 'L3/L4'))],
    ['names another target', procedureAt(siteCodings('genicular', 'left'))],
  ])('stop a procedure that %s', (_, procedure) => {
    expect(decide([positive, timeOut(first)], procedure)).toBe('CRYO-601');
  });

  test('ask for a positive block of that very site', () => {
    expect(decide([block('lumbar-facet', 'left', 'L4/L5', 7), timeOut(first)], procedureAt(left))).toBe('CRYO-601');
    const newer = block('lumbar-facet', 'left', 'L4/L5', 7, '2026-03-02T08:00:00+01:00');
    expect(decide([positive, newer, timeOut(first)], procedureAt(left))).toBe('CRYO-601');
    const elsewhere = block('lumbar-facet', 'left', 'L3/L4', 7, '2026-03-02T08:00:00+01:00');
    expect(decide([positive, elsewhere, timeOut(first)], procedureAt(left))).toBe('open');
  });

  test('are asked again when a procedure that began goes on elsewhere, or after it had ended', () => {
    const right = procedureAt(siteCodings('lumbar-facet', 'right', 'L4/L5'));
    const begun = procedureAt(left);
    expect(decide([positive, timeOut(first)], right, NOW, begun)).toBe('CRYO-601');
    expect(decide([], begun, NOW, { ...begun, status: 'completed' })).toBe('CRYO-601');
    expect(decide([], begun, NOW, { ...begun, status: 'on-hold' })).toBe('CRYO-601');
    expect(decide([], { ...begun, status: 'completed' }, NOW, begun)).toBe('not asked');
    expect(decide([], { ...right, status: 'completed' }, NOW, begun)).toBe('not asked');
    expect(decide([], { ...begun, ...basedOn('other') }, NOW, begun)).not.toBe('not asked');
  });
});
