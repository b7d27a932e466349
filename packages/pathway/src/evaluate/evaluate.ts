import type { Instant } from '../clock/instant.ts';
import { type GatheredEvidence, gatherEvidence } from '../evidence/gather.ts';
import type { PatientRecord } from '../evidence/patient-record.ts';
import type { Protocol, Step } from '../protocol/protocol.ts';
import { closedConditions } from './condition.ts';
import { earliestAfter, passedAfter } from './offset.ts';
import type { StepState, StepView } from './step-state.ts';
import { type TimelineWindow, timelineOf } from './timeline.ts';

export interface PathwayView {
  readonly steps: readonly StepView[];
  readonly timeline: readonly TimelineWindow[];
  /** Relief by the newest diagnostic block in percent, when its scores tell it. */
  readonly blockRelief?: number;
}

/**
 * Where a patient's pathway is at a moment. Pure: the same protocol, record and moment give the same view on the server, in a browser and
 * in the protocol's cases.
 */
export function evaluate(protocol: Protocol, record: PatientRecord, now: Instant): PathwayView {
  const evidence = gatherEvidence(protocol, record, now);
  const steps = protocol.steps.map((step) => ({ step, state: stateOf(step, protocol, evidence, now) }));
  const relief = (evidence.variables.block as readonly { readonly relief?: number }[] | undefined) ?? [];
  const blockRelief = relief.length === 1 ? relief[0]?.relief : undefined;
  return {
    steps,
    timeline: timelineOf(protocol, evidence.times, now),
    ...(blockRelief === undefined ? {} : { blockRelief }),
  };
}

function stateOf(step: Step, protocol: Protocol, { variables, times }: GatheredEvidence, now: Instant): StepState {
  const done = step.output === undefined ? undefined : times.get(step.output);
  if (done !== undefined) return { state: 'done', at: done };
  const closed = closedConditions(step.gate, variables);
  if (closed.length > 0) return { state: 'blocked', by: closed };
  const endOf = (id: string) => times.get(protocol.steps.find((each) => each.id === id)?.output ?? '');
  const dueEnded = step.due && endOf(step.due.after);
  const since = step.due && dueEnded !== undefined ? passedAfter(dueEnded, step.due, protocol.timeZone) : Infinity;
  const open: StepState = now >= since ? { state: 'overdue', since: since as Instant } : { state: 'ready' };
  if (!step.offset) return open;
  const { after } = step.offset;
  const ended = endOf(after);
  if (ended === undefined) return { state: 'waiting', after };
  const until = earliestAfter(ended, step.offset, protocol.timeZone);
  return now >= until ? open : { state: 'waiting', after, until };
}
