import type { SiteBlock } from '../block/target-block.ts';
import type { Instant } from '../clock/instant.ts';
import { gatherEvidence } from '../evidence/gather.ts';
import type { PatientRecord } from '../evidence/patient-record.ts';
import { GATED_STEP } from '../gate/gated-step.ts';
import type { Beginning } from '../gate/procedure-beginning.ts';
import { type Pathway, pathwayOf } from '../pathway/pathway.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { stepTasks } from '../task/step-task.ts';
import { checkInsSince, courseSince } from '../triage/course.ts';
import { beside } from './expression-names.ts';
import { type RepeatView, repeatView } from './repeat.ts';
import { stepEnds } from './step-ends.ts';
import type { StepView } from './step-state.ts';
import { type Circumstances, stepView } from './step-states.ts';
import { type TimelineWindow, timelineOf } from './timeline.ts';
import { decideOn, momentsOn } from './values.ts';

export interface PathwayView {
  /** The pathway that is looked at; `undefined` when the record names one that is not there: then nothing is done, and no gate is open. */
  readonly pathway?: Pathway;
  readonly steps: readonly StepView[];
  readonly timeline: readonly TimelineWindow[];
  /** Relief by the newest diagnostic block in percent, when its scores tell it. */
  readonly blockRelief?: number;
  /** What the diagnostic blocks of each site come to, by the rule of its target. */
  readonly blocks: readonly SiteBlock[];
  readonly repeat?: RepeatView;
}

/**
 * Where a patient's pathway is at a moment. Pure: the same protocol, record and moment give the same view on the server, in a browser and
 * in the protocol's cases.
 */
export function evaluate(protocol: Protocol, record: PatientRecord, now: Instant): PathwayView {
  const pathway = pathwayOf(protocol, record, now);
  const given = circumstances(protocol, record, pathway, now);
  const { evidence, ends, decide } = given;
  const procedureEnd = ends(GATED_STEP)?.at;
  const checkIns = pathway ? checkInsSince(protocol, record, pathway, procedureEnd, now) : [];
  // Two of one instant may contradict each other; an expression that asks for one answer then finds two, and ends nothing.
  const newest = checkIns.filter(({ at }) => at === checkIns.at(-1)?.at);
  const lastCheckIn = newest.map((each) => courseSince(procedureEnd, each, protocol.timeZone));
  const decideWindow = decideOn(beside(evidence.variables, { lastCheckIn }));
  const relief = (evidence.variables.block as readonly { readonly relief?: number }[] | undefined) ?? [];
  const blockRelief = relief.length === 1 ? relief[0]?.relief : undefined;
  const repeat = protocol.repeat && repeatView(protocol.repeat, { protocol, evidence, ends, decide, now });
  return {
    ...(pathway ? { pathway } : {}),
    steps: protocol.steps.map((step) => stepView(step, given)),
    timeline: timelineOf(protocol, ends, decideWindow, evidence.found, now),
    ...(blockRelief === undefined ? {} : { blockRelief }),
    blocks: evidence.blocks,
    ...(repeat ? { repeat } : {}),
  };
}

/** Everything that a step's state is decided on, gathered once. */
export function circumstances(
  protocol: Protocol,
  record: PatientRecord,
  pathway: Pathway | undefined,
  now: Instant,
  beginning?: Beginning,
): Circumstances {
  const evidence = gatherEvidence(protocol, record, pathway, now, beginning);
  const tasks = pathway ? stepTasks(record, pathway, now, protocol.timeZone) : new Map();
  const ends = stepEnds(protocol, evidence, tasks);
  const decide = decideOn(evidence.variables);
  const momentOf = momentsOn(evidence.variables);
  return { protocol, record, pathway, evidence, tasks, ends, decide, momentOf, now, beginning };
}
