import type { Instant } from '../clock/instant.ts';
import { countingOf, type GatheredEvidence } from '../evidence/gather.ts';
import type { StandingEvidence } from '../evidence/standing.ts';
import type { Protocol, Step } from '../protocol/protocol.ts';
import { earliestAfter } from './offset.ts';

/** When each step of a pathway was done, and what proves it. A step that was not is not there. */
export type StepEnds = (
  stepId: string,
) => { readonly at: Instant; readonly by: readonly StandingEvidence[] } | undefined;

/**
 * A step is done when its output stands; one without an output, when its Task is completed. Steps with the same output share it by time:
 * each owns what came to be from its own earliest moment to that of the next one, so that a visit after a month is not the one after a week.
 */
export function stepEnds(
  protocol: Protocol,
  { all }: Pick<GatheredEvidence, 'all'>,
  tasks: ReadonlyMap<string, StandingEvidence>,
): StepEnds {
  const known = new Map<string, ReturnType<StepEnds>>();
  const ends: StepEnds = (id) => {
    if (known.has(id)) return known.get(id);
    known.set(id, undefined); // a step that waits for itself, through others, has not ended
    const step = protocol.steps.find((each) => each.id === id);
    const end = step && endOf(step);
    known.set(id, end);
    return end;
  };
  const endOf = (step: Step): ReturnType<StepEnds> => {
    if (step.output === undefined) {
      const task = tasks.get(step.id);
      return task?.resource.status === 'completed' ? { at: task.at, by: [task] } : undefined;
    }
    const source = protocol.evidence.find(({ name }) => name === step.output);
    const [from, to] = ownedTime(protocol, step, ends);
    const owned = (all.get(step.output) ?? []).filter(({ at }) => at >= from && at < to);
    const counting = source ? countingOf(source, owned, protocol.forms) : [];
    return counting.length > 0 ? { at: Math.max(...counting.map(({ at }) => at)) as Instant, by: counting } : undefined;
  };
  return ends;
}

/** The time whose evidence is a step's own, of those that share an output: from its own earliest moment to that of the next one. All of time for any other step. */
export function ownedTime(protocol: Protocol, step: Step, ends: StepEnds): readonly [from: number, to: number] {
  const sharing = protocol.steps.filter(({ output }) => output !== undefined && output === step.output);
  if (sharing.length < 2) return [-Infinity, Infinity];
  const earliest = ({ offset }: Step): number => {
    if (!offset) return -Infinity;
    const ended = ends(offset.after);
    return ended ? earliestAfter(ended.at, offset, protocol.timeZone) : Infinity;
  };
  const own = earliest(step);
  return [own, Math.min(Infinity, ...sharing.map(earliest).filter((each) => each > own))];
}
