import type { JsonObject, JsonResource } from '@cryopath/fhir';
import {
  calendarDayAt,
  evaluate,
  type Instant,
  isoOf,
  type Pathway,
  type Protocol,
  pathwaysOf,
  type StepView,
  startOfDay,
} from '@cryopath/pathway';
import type { Change, PatientView, Projection, Waiting } from '@cryopath/record';
import type { Protocols } from '../../protocol/protocols.ts';
import { isAlert, isClosed, levelIn } from '../alerts/alert.ts';
import { untakenOf } from '../alerts/untaken.ts';
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
  const few = await view.written(['CarePlan', 'Task']);
  const alerts = few.flatMap(({ resource }) => alertRow(resource, protocols.current));
  if (!few.some(({ resource }) => resource.resourceType === 'CarePlan')) return alerts;
  const record = authoredRecord(patient, await view.written(chartTypes(protocols)));
  const active = pathwaysOf(protocols.current, record, now).filter(({ isActive }) => isActive);
  const rows: Waiting[] = [...alerts];
  for (const pathway of active) {
    const protocol = await protocols.find(pathway.version ?? '', view);
    if (!protocol || pathway.id === undefined) continue;
    const seen = evaluate(protocol, { ...record, pathway: pathway.id }, now);
    rows.push(
      ...seen.steps.flatMap((step) => rowOf(step, pathway.id ?? '', protocol, sinceOf(pathway, seen.steps, now))),
    );
  }
  return rows;
}

function rowOf(
  { step, state, due, missedFrom, appointed }: StepView,
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
    ...(missedFrom === undefined ? {} : { until: isoOf(missedFrom) }),
  };
  switch (state.state) {
    case 'ready':
    case 'overridden':
      return [{ ...common, since: isoOf(since), ...appointedDay(appointed, protocol.timeZone) }];
    case 'overdue':
      return [{ ...common, since: isoOf(state.since), due: isoOf(state.since) }];
    case 'waiting':
      // Without a moment it waits for another step, which has a row of its own.
      return state.until === undefined ? [] : [{ ...common, since: isoOf(state.until), ready: isoOf(state.until) }];
    case 'done':
    case 'blocked':
    case 'skipped':
    case 'not-applicable':
    case 'missed':
      return [];
    default:
      return state satisfies never;
  }
}

/** What is appointed waits for its day: the clinic's list shows it on that day, though no gate keeps it from being done before. */
const appointedDay = (appointed: Instant | undefined, timeZone: string): Pick<Waiting, 'ready'> =>
  appointed === undefined ? {} : { ready: isoOf(startOfDay(calendarDayAt(appointed, timeZone), timeZone)) };

/** What may be done has waited since the last thing was done, or since the pathway began. */
function sinceOf({ from }: Pathway, steps: readonly StepView[], now: Instant): Instant {
  const done = steps.flatMap(({ state }) => (state.state === 'done' ? [state.at] : []));
  return Math.min(now, Math.max(from, ...done)) as Instant;
}

/** An alert waits, once, whatever became of the pathway that it names, or of which it could not be told (H06, H07). */
function alertRow(task: JsonResource, protocol: Protocol): readonly Waiting[] {
  if (!isAlert(task) || isClosed(task)) return [];
  const named = (task.basedOn as readonly JsonObject[] | undefined)?.map(({ reference }) => String(reference)) ?? [];
  const pathway = named.length === 1 ? (/^CarePlan\/([^/]+)$/.exec(named[0] ?? '')?.[1] ?? '') : '';
  const level = levelIn(task);
  const since = String(task.authoredOn);
  const untaken = untakenOf(task, protocol);
  return [
    {
      pathway,
      protocol: `${protocol.url}|${protocol.version}`,
      stage: 'alert',
      step: 'alert',
      resource: `Task/${task.id}`,
      level: level === 'emergency' ? 0 : level === 'same-day' ? 1 : 2,
      roles: ['nurse', 'doctor', 'lead'],
      since,
      ...(untaken === undefined ? {} : { due: isoOf(untaken.warns) }),
    },
  ];
}
