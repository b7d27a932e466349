import { type Instant, isoOf } from '../clock/instant.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { StepState } from '../evaluate/step-state.ts';
import type { TimelineWindow } from '../evaluate/timeline.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { Case, ExpectedStep, ExpectedWindow } from './case.ts';

/** Where a pathway is not where its case expects it: one sentence for each difference. */
export function caseFailures(protocol: Protocol, { record, now, relief, steps, windows }: Case): readonly string[] {
  const view = evaluate(protocol, record, now);
  const failures: string[] = [];
  const compare = (what: string, expected: string, found: string) => {
    if (expected !== found) failures.push(`${what}: expected ${expected}, found ${found}`);
  };
  if (relief !== undefined) compare('relief', String(relief), String(view.blockRelief));
  for (const [id, expected] of Object.entries(steps)) {
    const found = view.steps.find(({ step }) => step.id === id);
    compare(id, describeExpected(expected), found ? describeState(found.state) : 'nothing');
  }
  for (const [id, expected] of Object.entries(windows)) {
    const found = view.timeline.find(({ window }) => window.id === id);
    compare(id, describeWindow(expected, expected), found ? describeWindow(found, expected) : 'nothing');
  }
  return failures;
}

function describeExpected(expected: ExpectedStep): string {
  if (typeof expected === 'string') return expected;
  if ('after' in expected) return waiting(expected);
  return `blocked by ${expected.join(', ')}`;
}

function describeState(state: StepState): string {
  switch (state.state) {
    case 'done':
    case 'ready':
    case 'overdue':
    case 'skipped':
    case 'not-applicable':
    case 'overridden':
      return state.state;
    case 'waiting':
      return waiting(state);
    case 'blocked':
      return `blocked by ${state.by.map(({ name }) => name).join(', ')}`;
    default:
      return state satisfies never;
  }
}

const waiting = ({ after, until }: { readonly after: string; readonly until?: Instant }) =>
  `waiting for ${after}${until === undefined ? '' : ` until ${isoOf(until)}`}`;

/** The state, and those moments that the case names. */
function describeWindow(window: TimelineWindow | ExpectedWindow, asked: ExpectedWindow): string {
  const moments = (['from', 'earliest', 'until'] as const).flatMap((key) => {
    const moment = (window as ExpectedWindow)[key];
    return asked[key] === undefined ? [] : [`${key} ${moment === undefined ? 'never' : isoOf(moment)}`];
  });
  return [window.state, ...moments].join(', ');
}
