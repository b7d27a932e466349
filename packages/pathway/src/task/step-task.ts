import type { Instant } from '../clock/instant.ts';
import type { PatientRecord, RecordResource } from '../evidence/patient-record.ts';
import { type StandingEvidence, standingEvidence } from '../evidence/standing.ts';
import type { Pathway } from '../pathway/pathway.ts';

/** The code system of steps: a Task bears its step's id under it. */
export const STEP_SYSTEM = 'urn:cryopath:step';

/** The step that a Task is for, if it says one of ours. */
export function stepIdOf({ resourceType, code }: RecordResource): string | undefined {
  if (resourceType !== 'Task') return undefined;
  const coding = (code as { readonly coding?: unknown } | undefined)?.coding;
  const codings = (Array.isArray(coding) ? coding : []) as readonly {
    readonly system?: unknown;
    readonly code?: unknown;
  }[];
  const found = codings.filter((each) => each?.system === STEP_SYSTEM);
  return found.length === 1 ? String(found[0]?.code) : found.length > 1 ? '' : undefined;
}

/** The newest Task of each step that stands in a pathway. One entered in error was undone: what stood before it counts again. */
export function stepTasks(
  record: PatientRecord,
  pathway: Pathway,
  now: Instant,
  timeZone: string,
): ReadonlyMap<string, StandingEvidence> {
  const tasks = { ...record, resources: record.resources.filter((each) => stepIdOf(each) !== undefined) };
  const newest = new Map<string, StandingEvidence>();
  for (const task of standingEvidence(tasks, pathway, now, timeZone)) {
    const step = stepIdOf(task.resource) ?? '';
    const before = newest.get(step);
    if (!before || task.at >= before.at) newest.set(step, task);
  }
  return newest;
}

/** Why a Task was cancelled, in words; `undefined` when nobody said. */
export function statusReasonOf({ statusReason }: RecordResource): string | undefined {
  const { text, coding } = (statusReason ?? {}) as { readonly text?: unknown; readonly coding?: unknown };
  const display = Array.isArray(coding)
    ? (coding[0] as { readonly display?: unknown } | undefined)?.display
    : undefined;
  const said = typeof text === 'string' && text.trim() !== '' ? text : display;
  return typeof said === 'string' && said.trim() !== '' ? said : undefined;
}
