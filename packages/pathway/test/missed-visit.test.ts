import { expect, test } from 'vitest';
import { evaluate } from '../src/evaluate/evaluate.ts';
import type { RecordResource } from '../src/evidence/patient-record.ts';
import { carePlan, condition, NOW, PATIENT, response, task, toyProtocol, toyStep } from './toy-protocol.ts';

const visit = (id: string, hours: number) =>
  toyStep(id, {
    output: 'visit',
    required: 'must-unless-documented',
    applies: [condition('for-whom', '%other.exists().not()')],
    gate: [condition('examined', '%gate.exists()')],
    offset: { after: 'start', low: hours, high: hours, unit: 'h' },
    due: { after: 'start', low: hours, high: hours, unit: 'h' },
  });

/** Two visits, one hour and two hours after the start; it is two hours after it. */
const protocol = toyProtocol(
  [toyStep('start', { output: 'start' }), visit('first', 1), visit('second', 2)],
  ['start', 'visit', 'gate', 'other'],
);
const STARTED: readonly RecordResource[] = [
  carePlan('plan', '2026-03-01'),
  response('start', '2026-03-02T09:00:00+01:00'),
];

test.each([
  ['missed, with its gate closed', [], 'missed', 'blocked'],
  ['missed, with its gate open', [response('gate', '2026-03-02T09:00:00+01:00')], 'missed', 'overdue'],
  ['missed, though the second was done', [response('visit', '2026-03-02T11:00:00+01:00')], 'missed', 'done'],
  [
    'done, when what was found out in its time is entered late',
    [response('visit', '2026-03-02T10:30:00+01:00')],
    'done',
    'blocked',
  ],
  [
    'left out, when somebody said why',
    [task('first', 'cancelled', { statusReason: { text: 'abroad' } })],
    'skipped',
    'blocked',
  ],
  ['not for this patient', [response('other', '2026-03-02T09:00:00+01:00')], 'not-applicable', 'not-applicable'],
] as const)('once the second visit’s time has come the first is %s', (_, more, first, second) => {
  const { steps } = evaluate(protocol, { patient: PATIENT, resources: [...STARTED, ...more] }, NOW);
  expect(steps.slice(1).map(({ state }) => state.state)).toEqual([first, second]);
});

test('a visit is missed since the next one’s time came, and not a moment before', () => {
  const at = (now: number) =>
    evaluate(protocol, { patient: PATIENT, resources: STARTED }, now as typeof NOW).steps[1]?.state;
  expect(at(NOW - 1)).toMatchObject({ state: 'blocked' });
  expect(at(NOW)).toEqual({ state: 'missed', since: NOW });
});
