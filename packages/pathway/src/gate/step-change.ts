import { referenceOf } from '../evidence/about.ts';
import type { RecordResource } from '../evidence/patient-record.ts';
import { carePlansOf } from '../pathway/pathway.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { formUrl } from '../protocol/questionnaire.ts';
import { isSame } from '../site/site.ts';
import { stepIdOf } from '../task/step-task.ts';
import { beginsCryoablation } from './cryoablation-begins.ts';
import { GATED_STEP } from './gated-step.ts';

/** Statuses of a Task that has not begun, or never was. Every other one, an unknown one too, says that somebody is at it. */
const NOT_BEGUN: ReadonlySet<unknown> = new Set([
  'draft',
  'requested',
  'received',
  'accepted',
  'rejected',
  'ready',
  'cancelled',
  'entered-in-error',
]);

/** What a change does to a step: starts or completes it, or leaves it out. */
export interface StepChange {
  readonly step: string;
  readonly does: 'start' | 'skip';
}

/**
 * The step that a change needs the pathway's leave for, by whatever resource it says so: the Procedure, a step's Task, or the response to the form of a
 * step that the protocol guards. What had begun before may be ended or corrected: what happened must be told.
 */
export function stepChange(
  protocol: Protocol,
  before: RecordResource | undefined,
  after: RecordResource | undefined,
): StepChange | undefined {
  if (after === undefined) return undefined;
  switch (after.resourceType) {
    case 'Procedure':
      return beginsCryoablation(protocol, before, after) ? { step: GATED_STEP, does: 'start' } : undefined;
    case 'Task':
      return taskChange(before, after);
    case 'QuestionnaireResponse':
      return responseChange(protocol, before, after);
    default:
      return undefined;
  }
}

function taskChange(before: RecordResource | undefined, after: RecordResource): StepChange | undefined {
  const step = stepIdOf(after);
  if (step === undefined) return undefined;
  const isSameRun = before !== undefined && stepIdOf(before) === step && isOfSame(before, after, 'for');
  if (after.status === 'cancelled') {
    return isSameRun && before.status === 'cancelled' ? undefined : { step, does: 'skip' };
  }
  if (NOT_BEGUN.has(after.status)) return undefined;
  const hadBegun = isSameRun && !NOT_BEGUN.has(before.status);
  const goesOn = after.status === 'in-progress' && before?.status !== 'in-progress';
  return hadBegun && !goesOn ? undefined : { step, does: 'start' };
}

function responseChange(
  { steps }: Protocol,
  before: RecordResource | undefined,
  after: RecordResource,
): StepChange | undefined {
  const form = (resource: RecordResource) => String(resource.questionnaire).split('|')[0];
  const step = steps.find((each) => each.guarded && each.form !== undefined && formUrl(each.form) === form(after));
  if (!step || !isFinished(after)) return undefined;
  const wasFinished = before !== undefined && isFinished(before) && form(before) === form(after);
  return wasFinished && isOfSame(before, after, 'subject') ? undefined : { step: step.id, does: 'start' };
}

/** Only what is still being filled in, or never was, is not finished; an unknown status is. */
const isFinished = ({ status }: RecordResource) => status !== 'in-progress' && status !== 'entered-in-error';

const isOfSame = (before: RecordResource, after: RecordResource, subject: 'for' | 'subject') =>
  referenceOf(before[subject]) === referenceOf(after[subject]) && isSame(carePlansOf(before), carePlansOf(after));
