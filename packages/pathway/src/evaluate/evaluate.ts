import type { Instant } from '../clock/instant.ts';
import { type GatheredEvidence, gatherEvidence } from '../evidence/gather.ts';
import type { PatientRecord } from '../evidence/patient-record.ts';
import type { Protocol, Step } from '../protocol/protocol.ts';
import { closedConditions } from './condition.ts';
import { earliestAfter } from './offset.ts';
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
  if (!step.offset) return { state: 'ready' };
  const { after } = step.offset;
  const output = protocol.steps.find(({ id }) => id === after)?.output;
  const ended = output === undefined ? undefined : times.get(output);
  if (ended === undefined) return { state: 'waiting', after };
  const until = earliestAfter(ended, step.offset, protocol.timeZone);
  return now >= until ? { state: 'ready' } : { state: 'waiting', after, until };
}
