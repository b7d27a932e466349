import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { isoOf, STEP_SYSTEM, type Step, stepIdOf } from '@cryopath/pathway';
import type { ActChange } from '@cryopath/record';
import type { PathwayPlace } from '../act-on-pathway.ts';

/** What becomes of a step's Task. */
export type TaskChange = Readonly<Partial<JsonResource>> & {
  readonly status: 'in-progress' | 'completed' | 'cancelled';
};

/** The step's Task of this pathway as it is, or a new one, with this change; the write path's gate decides whether it may be. */
export function taskChanged(
  { record, view, id, patient, now, place }: PathwayPlace,
  step: Step,
  who: string,
  change: TaskChange,
): ActChange {
  const before = taskOf(record.resources as readonly JsonResource[], view, step);
  if (before) {
    const period = {
      ...(before.executionPeriod as JsonObject | undefined),
      ...(change.executionPeriod as JsonObject | undefined),
    };
    const changed = {
      ...before,
      ...change,
      lastModified: isoOf(now),
      ...(change.executionPeriod ? { executionPeriod: period } : {}),
    };
    return { interaction: 'update', resource: changed };
  }
  const task: JsonResource = {
    resourceType: 'Task',
    id: place.newId(),
    intent: 'order',
    code: { coding: [{ system: STEP_SYSTEM, code: step.id }], text: step.title.en },
    basedOn: [{ reference: `CarePlan/${id}` }],
    for: { reference: `Patient/${patient}` },
    authoredOn: isoOf(now),
    lastModified: isoOf(now),
    owner: { reference: who },
    ...change,
  };
  return { interaction: 'create', resource: task };
}

/** The step's newest Task that stands: what the evaluation found. */
export function taskOf(
  resources: readonly JsonResource[],
  view: PathwayPlace['view'],
  step: Pick<Step, 'id'>,
): JsonResource | undefined {
  const id = view.steps.find((each) => each.step.id === step.id)?.task?.id;
  return resources.find((each) => each.resourceType === 'Task' && each.id === id && stepIdOf(each) === step.id);
}
