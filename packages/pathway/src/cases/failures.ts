import { type Instant, isoOf } from '../clock/instant.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { StepState } from '../evaluate/step-state.ts';
import type { TimelineWindow } from '../evaluate/timeline.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { advise } from '../triage/advise.ts';
import type { Case } from './case.ts';
import type { Expected, ExpectedStep, ExpectedWindow } from './case-expected.ts';

/** Where a pathway is not where its case expects it: one sentence for each difference. */
export function caseFailures(protocol: Protocol, { record, now, checkIn, then }: Case): readonly string[] {
  const failures: string[] = [];
  const compare = (what: string, expected: string, found: string) => {
    if (expected !== found) failures.push(`${what}: expected ${expected}, found ${found}`);
  };
  if (speaksOfTheView(then)) {
    const view = evaluate(protocol, record, now);
    if (then.relief !== undefined) compare('relief', String(then.relief), String(view.blockRelief));
    for (const [id, expected] of Object.entries(then.steps)) {
      const found = view.steps.find(({ step }) => step.id === id);
      compare(id, describeExpected(expected), found ? describeState(found.state) : 'nothing');
    }
    for (const [id, expected] of Object.entries(then.windows)) {
      const found = view.timeline.find(({ window }) => window.id === id);
      compare(id, describeWindow(expected, expected), found ? describeWindow(found, expected) : 'nothing');
    }
    for (const [site, expected] of Object.entries(then.blocks)) {
      const found = view.blocks.find((each) => each.site === site);
      compare(site, expected, found ? (found.positive ? 'positive' : 'not-positive') : 'no block');
    }
    if (then.repeat) compare('repeat', then.repeat, view.repeat?.state ?? 'nothing');
  }
  if (then.advice) {
    if (!checkIn) return [...failures, 'advice: expected one, and no check-in is given'];
    const { level, rules } = advise(protocol, record, checkIn, now);
    const names = rules.map(({ name }) => name);
    const missing = then.advice.because.filter((name) => !names.includes(name));
    compare('advice', then.advice.level, level);
    if (missing.length > 0)
      failures.push(`because: expected ${missing.join(', ')}, found ${names.join(', ') || 'nothing'}`);
  }
  return failures;
}

/** Many cases ask for an advice alone. */
const speaksOfTheView = ({ relief, steps, windows, blocks, repeat }: Expected): boolean =>
  relief !== undefined || repeat !== undefined || [steps, windows, blocks].some((each) => Object.keys(each).length > 0);

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
    case 'missed':
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

/** The state, those moments that the case names, and what a restriction waits for when the case asks. */
function describeWindow(window: TimelineWindow | ExpectedWindow, asked: ExpectedWindow): string {
  const moments = (['from', 'earliest', 'until'] as const).flatMap((key) => {
    const moment = (window as ExpectedWindow)[key];
    return asked[key] === undefined ? [] : [`${key} ${moment === undefined ? 'never' : isoOf(moment)}`];
  });
  const waits = 'waitsFor' in window ? (window.waitsFor ?? []) : [];
  const names = waits.map((each) => (typeof each === 'string' ? each : each.name));
  return [window.state, ...moments, ...(asked.waitsFor ? [`waits for ${names.join(', ') || 'nothing'}`] : [])].join(
    ', ',
  );
}
