import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../src/evaluate/evaluate.ts';
import type { StepState } from '../src/evaluate/step-state.ts';
import type { RecordResource } from '../src/evidence/patient-record.ts';
import { carePlan, condition, NOW, override, PATIENT, response, task, toyProtocol, toyStep } from './toy-protocol.ts';

/** What may be so or not about a step, each by what the record holds. */
const FACTS = [
  'evidence',
  'not for this patient',
  'left out',
  'gate holds',
  'opened by hand',
  'time came',
  'due passed',
] as const;
type Fact = (typeof FACTS)[number];
type Facts = Readonly<Record<Fact, boolean>>;
type State = StepState['state'];

const protocol = toyProtocol(
  [
    toyStep('before', { output: 'before' }),
    toyStep('start', { output: 'start' }),
    toyStep('subject', {
      output: 'proof',
      required: 'must-unless-documented',
      applies: [condition('for-whom', '%other.exists().not()')],
      gate: [condition('examined', '%gate.exists()', ['doctor', 'lead'])],
      offset: { after: 'before', low: 2, high: 4, unit: 'h' },
      due: { after: 'start', low: 3, high: 3, unit: 'h' },
    }),
  ],
  ['before', 'start', 'proof', 'gate', 'other'],
);

const recordOf = (facts: Facts): readonly RecordResource[] => [
  carePlan('plan', '2026-03-01'),
  response('before', facts['time came'] ? '2026-03-02T08:59:00+01:00' : '2026-03-02T09:01:00+01:00'),
  response('start', facts['due passed'] ? '2026-03-02T08:00:00+01:00' : '2026-03-02T08:01:00+01:00'),
  ...(facts.evidence ? [response('proof', '2026-03-02T10:00:00+01:00')] : []),
  ...(facts['not for this patient'] ? [response('other', '2026-03-02T10:00:00+01:00')] : []),
  ...(facts['left out'] ? [task('subject', 'cancelled', { statusReason: { text: 'done elsewhere' } })] : []),
  ...(facts['gate holds'] ? [response('gate', '2026-03-02T10:00:00+01:00')] : []),
  ...(facts['opened by hand'] ? [override('subject', ['examined'], 'plan')] : []),
];

const stateIn = (facts: Facts): State => {
  const view = evaluate(protocol, { patient: PATIENT, resources: recordOf(facts) }, NOW);
  return view.steps.find(({ step }) => step.id === 'subject')?.state.state ?? 'blocked';
};

const ALL: readonly Facts[] = Array.from({ length: 2 ** FACTS.length }, (_, bits) =>
  Object.fromEntries(FACTS.map((fact, index) => [fact, (bits & (1 << index)) !== 0])),
) as unknown as readonly Facts[];

/** The order of SPEC.md, written a second time. */
function expected(facts: Facts): State {
  if (facts.evidence) return 'done';
  if (facts['not for this patient']) return 'not-applicable';
  if (facts['left out']) return 'skipped';
  if (!facts['gate holds'] && !facts['opened by hand']) return 'blocked';
  if (!facts['time came']) return 'waiting';
  if (!facts['gate holds']) return 'overridden';
  return facts['due passed'] ? 'overdue' : 'ready';
}

describe('where a step is', () => {
  const states = new Map(ALL.map((facts) => [facts, stateIn(facts)]));

  test.each(ALL)('follows the order of the specification: %o', (facts) => {
    expect(states.get(facts)).toBe(expected(facts));
  });

  test('goes from every state by every event where the table of the specification says, and nowhere else', () => {
    const found = new Map<string, Set<State>>();
    for (const facts of ALL) {
      for (const fact of FACTS) {
        const cell = `${fact} ${facts[fact] ? 'ends' : 'comes'}, ${states.get(facts)}`;
        const next = states.get(ALL[ALL.indexOf(facts) ^ (1 << FACTS.indexOf(fact))] ?? facts);
        found.set(cell, (found.get(cell) ?? new Set()).add(next ?? 'blocked'));
      }
    }
    const table = new Map([...found].map(([cell, next]) => [cell, [...next].toSorted().join(', ')]));
    expect(table).toEqual(specified());
  });
});

/** SPEC.md's table: a row for each event, a column for each state. `–` says that it cannot happen there; nothing, that the state stays. */
function specified(): ReadonlyMap<string, string> {
  const lines = readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8').split('\n');
  const head = lines.findIndex((line) => line.startsWith('| Event'));
  const end = lines.findIndex((line, index) => index > head && !line.startsWith('|'));
  const cells = (line = '') =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const states = cells(lines[head]).slice(1);
  return new Map(
    lines.slice(head + 2, end).flatMap((line) => {
      const [event = '', ...next] = cells(line);
      return next.flatMap((cell, index) => {
        if (cell === '–') return [];
        const told = cell === '' ? states[index] : cell.split(', ').toSorted().join(', ');
        return [[`${event}, ${states[index]}`, told ?? ''] as const];
      });
    }),
  );
}
