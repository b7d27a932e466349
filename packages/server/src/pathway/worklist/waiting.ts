import type { JsonObject, JsonResource } from '@cryopath/fhir';
import {
  evaluate,
  type Instant,
  isoOf,
  type Pathway,
  type Protocol,
  pathwaysOf,
  type StepView,
} from '@cryopath/pathway';
import type { Change, PatientView, Projection, Waiting } from '@cryopath/record';
import type { Protocols } from '../../protocol/protocols.ts';
import { ADVICE_LEVEL_SYSTEM, TASK_SYSTEM } from '../alerts/alert.ts';
import { authoredRecord } from '../authored-record.ts';
import { chartTypes } from '../chart-types.ts';

/** Types whose changes can change what waits. A Patient because of the clinic and the restriction that the rows bear. */
const MOVING: ReadonlySet<string> = new Set(['CarePlan', 'Task', 'DetectedIssue', 'QuestionnaireResponse', 'Patient']);

/** What waits for whom in a patient's active pathways: the steps that may be done, and the alerts that nobody has closed. */
export function worklistProjection(protocols: Protocols): Projection {
  const types = () => new Set(chartTypes(protocols));
  let counted = protocols.all.length;
  let looked = types();
  return {
    name: 'worklist',
    concerns({ type, interaction }: Change) {
      if (protocols.all.length !== counted) {
        counted = protocols.all.length;
        looked = types();
      }
      if (type === 'Patient') return interaction !== 'create';
      return type !== 'Flag' && (MOVING.has(type) || looked.has(type));
    },
    waiting: (patient, view, now) => waitingIn(protocols, patient, view, now),
  };
}

async function waitingIn(
  protocols: Protocols,
  patient: string,
  view: PatientView,
  now: Instant,
): Promise<readonly Waiting[]> {
  // Nearly every chart of an import has no pathway: it is not read whole.
  const plans = await view.written(['CarePlan']);
  if (plans.length === 0) return [];
  const record = authoredRecord(patient, await view.written(chartTypes(protocols)));
  const active = pathwaysOf(protocols.current, record, now).filter(({ isActive }) => isActive);
  const rows: Waiting[] = [];
  for (const pathway of active) {
    const protocol = await protocols.find(pathway.version ?? '', view);
    if (!protocol || pathway.id === undefined) continue;
    const seen = evaluate(protocol, { ...record, pathway: pathway.id }, now);
    rows.push(
      ...seen.steps.flatMap((step) => rowOf(step, pathway.id ?? '', protocol, sinceOf(pathway, seen.steps, now))),
    );
    rows.push(
      ...record.resources.flatMap((each) =>
        alertRow(each as JsonResource, pathway.id ?? '', active.length === 1, protocol),
      ),
    );
  }
  return rows;
}

function rowOf(
  { step, state, due }: StepView,
  pathway: string,
  protocol: Protocol,
  since: Instant,
): readonly Waiting[] {
  const common = {
    pathway,
    protocol: `${protocol.url}|${protocol.version}`,
    stage: step.stage,
    step: step.id,
    level: 2 as const,
    roles: step.participants,
    ...(due === undefined ? {} : { due: isoOf(due) }),
  };
  switch (state.state) {
    case 'ready':
    case 'overridden':
      return [{ ...common, since: isoOf(since) }];
    case 'overdue':
      return [{ ...common, since: isoOf(state.since), due: isoOf(state.since) }];
    case 'waiting':
      // Without a moment it waits for another step, which has a row of its own.
      return state.until === undefined ? [] : [{ ...common, since: isoOf(state.until), ready: isoOf(state.until) }];
    case 'done':
    case 'blocked':
    case 'skipped':
    case 'not-applicable':
      return [];
    default:
      return state satisfies never;
  }
}

/** What may be done has waited since the last thing was done, or since the pathway began. */
function sinceOf({ from }: Pathway, steps: readonly StepView[], now: Instant): Instant {
  const done = steps.flatMap(({ state }) => (state.state === 'done' ? [state.at] : []));
  return Math.min(now, Math.max(from, ...done)) as Instant;
}

const CLOSED: ReadonlySet<unknown> = new Set(['completed', 'cancelled', 'rejected', 'failed', 'entered-in-error']);

function alertRow(task: JsonResource, pathway: string, isOnly: boolean, protocol: Protocol): readonly Waiting[] {
  if (task.resourceType !== 'Task' || CLOSED.has(task.status)) return [];
  const codings = ((task.code as JsonObject | undefined)?.coding ?? []) as readonly JsonObject[];
  if (!codings.some(({ system }) => system === TASK_SYSTEM)) return [];
  const named = (task.basedOn as readonly JsonObject[] | undefined)?.map(({ reference }) => reference) ?? [];
  if (!named.includes(`CarePlan/${pathway}`) && !(named.length === 0 && isOnly)) return [];
  const level = codings.find(({ system }) => system === ADVICE_LEVEL_SYSTEM)?.code;
  const since = String(task.authoredOn);
  return [
    {
      pathway,
      protocol: `${protocol.url}|${protocol.version}`,
      stage: 'alert',
      step: 'alert',
      resource: `Task/${task.id}`,
      level: level === 'emergency' ? 0 : level === 'same-day' ? 1 : 2,
      roles: ['nurse', 'doctor'],
      since,
      ...(level === 'emergency' || level === 'same-day' ? { due: since } : {}),
    },
  ];
}
