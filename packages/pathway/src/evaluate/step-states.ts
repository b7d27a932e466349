import type { Instant } from '../clock/instant.ts';
import type { GatheredEvidence } from '../evidence/gather.ts';
import type { PatientRecord } from '../evidence/patient-record.ts';
import type { StandingEvidence } from '../evidence/standing.ts';
import { GATED_STEP } from '../gate/gated-step.ts';
import { standingOverrides } from '../gate/override.ts';
import { type Beginning, beganAt } from '../gate/procedure-beginning.ts';
import type { Pathway } from '../pathway/pathway.ts';
import type { Protocol, Step } from '../protocol/protocol.ts';
import { statusReasonOf } from '../task/step-task.ts';
import { type ClosedCondition, closedConditions } from './condition.ts';
import { dayAfter, earliestAfter, passedAfter } from './offset.ts';
import { ownedTime, type StepEnds } from './step-ends.ts';
import type { OpenedByHand, StepState, StepView } from './step-state.ts';
import type { Decide, MomentOf } from './values.ts';

/** What a step's state is decided on. */
export interface Circumstances {
  readonly protocol: Protocol;
  readonly record: PatientRecord;
  readonly pathway: Pathway | undefined;
  readonly evidence: GatheredEvidence;
  readonly tasks: ReadonlyMap<string, StandingEvidence>;
  readonly ends: StepEnds;
  readonly decide: Decide;
  readonly momentOf: MomentOf;
  readonly now: Instant;
  /** The Procedure that is being written, when one is. */
  readonly beginning?: Beginning | undefined;
}

/** A step, where it is, when it becomes overdue and the Task that runs it. */
export function stepView(step: Step, given: Circumstances): StepView {
  const task = given.tasks.get(step.id)?.resource;
  const appointed = step.timing === undefined ? undefined : given.momentOf(step.timing);
  const due = appointed === undefined ? dueAt(step, given) : dayAfter(appointed, given.protocol.timeZone);
  const [, over] = ownedTime(given.protocol, step, given.ends);
  return {
    step,
    state: stateOf(step, due, over, given),
    ...(due === undefined ? {} : { due }),
    ...(Number.isFinite(over) ? { missedFrom: over as Instant } : {}),
    ...(appointed === undefined ? {} : { appointed }),
    ...(task ? { task: { ...(typeof task.id === 'string' ? { id: task.id } : {}), status: String(task.status) } } : {}),
  };
}

/** The order of SPEC.md, "States of a step": the first that holds. */
function stateOf(step: Step, due: Instant | undefined, over: number, given: Circumstances): StepState {
  const { decide, ends, now, tasks } = given;
  const done = ends(step.id);
  if (done) return { state: 'done', at: done.at };
  const because = step.applies.filter(({ expression }) => decide(expression) === 'false');
  if (because.length > 0) return { state: 'not-applicable', because };
  const reason = skipReason(step, tasks.get(step.id));
  if (reason !== undefined) return { state: 'skipped', reason };
  if (now >= over) return { state: 'missed', since: over as Instant };
  const { closed, opened } = gateOf(step, given);
  if (closed.length > 0) return { state: 'blocked', by: closed };
  const wait = waitOf(step, given);
  if (wait) return { state: 'waiting', ...wait };
  if (opened.length > 0) return { state: 'overridden', by: opened };
  return due !== undefined && now >= due ? { state: 'overdue', since: due } : { state: 'ready' };
}

/** The conditions that keep a step's gate closed, and the overrides that open the others of them by hand. */
export function gateOf(
  step: Step,
  { protocol, record, pathway, evidence, decide, now, beginning }: Circumstances,
): { readonly closed: readonly ClosedCondition[]; readonly opened: readonly OpenedByHand[] } {
  const unmet = closedConditions(step.gate, decide, protocol, evidence.found);
  if (unmet.length === 0) return { closed: [], opened: [] };
  // What was opened for one procedure is not open for the next: two people say so again (I2).
  const isNext = step.id === GATED_STEP && beginning !== undefined && pathway !== undefined;
  const begun = isNext ? beganAt(protocol, record, pathway) : [];
  const overrides = standingOverrides(step, record, pathway, now).filter(({ at }) => !begun.some((each) => each >= at));
  const opens = ({ conditions }: OpenedByHand, { name }: ClosedCondition) =>
    conditions.some((each) => each.name === name);
  const closed = unmet.filter((condition) => !overrides.some((override) => opens(override, condition)));
  const opened = overrides.filter((override) => unmet.some((condition) => opens(override, condition)));
  return { closed, opened };
}

/** What a step waits for: another step, or a moment. */
export function waitOf(
  { offset }: Step,
  { ends, now, protocol }: Pick<Circumstances, 'ends' | 'now' | 'protocol'>,
): { readonly after: string; readonly until?: Instant } | undefined {
  if (!offset) return undefined;
  const ended = ends(offset.after);
  if (!ended) return { after: offset.after };
  const until = earliestAfter(ended.at, offset, protocol.timeZone);
  return now >= until ? undefined : { after: offset.after, until };
}

function dueAt({ due }: Step, { ends, protocol }: Circumstances): Instant | undefined {
  const ended = due && ends(due.after);
  return due && ended ? passedAfter(ended.at, due, protocol.timeZone) : undefined;
}

/** Why a step was left out: its Task was cancelled, and the protocol lets it be. One that must be done is never skipped. */
function skipReason({ required }: Step, task: StandingEvidence | undefined): string | undefined {
  if (required === 'must' || task?.resource.status !== 'cancelled') return undefined;
  const said = statusReasonOf(task.resource);
  return said ?? (required === 'could' ? '' : undefined);
}
