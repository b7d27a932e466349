import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { applicability } from './applicability.ts';
import { requestFrom } from './request-from.ts';

export interface AppliedTo {
  readonly patient: JsonResource;
  /** ActivityDefinitions by their canonical address. */
  readonly activities: ReadonlyMap<string, JsonResource>;
  readonly at: Instant;
  readonly language: 'en' | 'pl';
  readonly practitioner: string;
  readonly encounter: string | undefined;
  readonly organization: string | undefined;
}

/** Elements of an action that a RequestGroup's action has too, with the same meaning (R4 requestgroup.html). */
const KEPT = [
  'prefix',
  'title',
  'description',
  'textEquivalent',
  'priority',
  'code',
  'documentation',
  'relatedAction',
  'timingDateTime',
  'timingAge',
  'timingPeriod',
  'timingDuration',
  'timingRange',
  'timingTiming',
  'type',
  'groupingBehavior',
  'selectionBehavior',
  'requiredBehavior',
  'precheckBehavior',
  'cardinalityBehavior',
] as const;

/**
 * A PlanDefinition applied to a patient (R4 plandefinition.html, 12.18.3.1): a CarePlan whose RequestGroup holds the actions that are applicable. An action whose
 * applicability is not exactly true, or that nobody here can evaluate, is left out with what is inside it, and the CarePlan's note says so.
 */
export function applied(plan: JsonResource, about: AppliedTo): JsonResource {
  const subject = { reference: `Patient/${about.patient.id}` };
  const requests: JsonResource[] = [];
  const leftOut: string[] = [];
  const actions = listOf(plan.action).flatMap((action) => actionOf(action, plan, about, { requests, leftOut }));
  const goals = listOf(plan.goal).map((goal, index) => goalOf(goal, `goal-${index + 1}`, subject));
  const group: JsonResource = {
    resourceType: 'RequestGroup',
    id: 'actions',
    status: 'draft',
    intent: 'proposal',
    subject,
    authoredOn: isoOf(about.at),
    ...(about.encounter === undefined ? {} : { encounter: { reference: about.encounter } }),
    ...(actions.length > 0 ? { action: actions } : {}),
  };
  const canonical =
    typeof plan.url === 'string' ? [plan.version === undefined ? plan.url : `${plan.url}|${plan.version}`] : [];
  return {
    resourceType: 'CarePlan',
    contained: [group, ...goals, ...requests],
    status: 'draft',
    intent: 'proposal',
    subject,
    created: isoOf(about.at),
    author: { reference: about.practitioner },
    ...(canonical.length > 0 ? { instantiatesCanonical: canonical } : {}),
    ...(typeof plan.title === 'string' ? { title: plan.title } : {}),
    ...(typeof plan.description === 'string' ? { description: plan.description } : {}),
    ...(about.encounter === undefined ? {} : { encounter: { reference: about.encounter } }),
    ...(about.organization === undefined ? {} : { contributor: [{ reference: about.organization }] }),
    ...(goals.length > 0 ? { goal: goals.map(({ id }) => ({ reference: `#${id}` })) } : {}),
    activity: [{ reference: { reference: '#actions' } }],
    ...(leftOut.length > 0 ? { note: leftOut.map((text) => ({ text })) } : {}),
  };
}

interface Found {
  readonly requests: JsonResource[];
  readonly leftOut: string[];
}

function actionOf(action: JsonObject, plan: JsonResource, about: AppliedTo, found: Found): readonly JsonObject[] {
  const reason = applicability(action, about);
  if (reason !== undefined) {
    found.leftOut.push(leftOutText(action, reason, about.language));
    return [];
  }
  const inside = listOf(action.action).flatMap((each) => actionOf(each, plan, about, found));
  const start = listOf(action.condition)
    .filter(({ kind }) => kind !== 'applicability')
    .map(({ kind, expression }) => ({ kind: kind ?? 'start', ...(expression === undefined ? {} : { expression }) }));
  const participants = listOf(action.participant).flatMap(({ type }) => participantOf(type, about));
  const kept = Object.fromEntries(KEPT.flatMap((name) => (action[name] === undefined ? [] : [[name, action[name]]])));
  const made: JsonObject = {
    ...(typeof action.id === 'string' ? { id: action.id } : {}),
    ...kept,
    ...(start.length > 0 ? { condition: start } : {}),
    ...(participants.length > 0 ? { participant: participants } : {}),
    ...(inside.length > 0 ? { action: inside } : {}),
  };
  // An action of a RequestGroup has actions inside or a resource, never both (rqg-1).
  const request =
    inside.length > 0 ? undefined : requestFrom(action, plan, about, `request-${found.requests.length + 1}`);
  if (!request) return [made];
  found.requests.push(request);
  return [{ ...made, resource: { reference: `#${request.id}` } }];
}

const participantOf = (type: unknown, { patient, practitioner }: AppliedTo): readonly JsonObject[] => {
  if (type === 'patient') return [{ reference: `Patient/${patient.id}` }];
  return type === 'practitioner' && practitioner.startsWith('Practitioner/') ? [{ reference: practitioner }] : [];
};

function goalOf(goal: JsonObject, id: string, subject: JsonObject): JsonResource {
  const targets = listOf(goal.target).map(({ measure, detailQuantity, detailRange, detailCodeableConcept, due }) => ({
    ...(measure === undefined ? {} : { measure }),
    ...(detailQuantity === undefined ? {} : { detailQuantity }),
    ...(detailRange === undefined ? {} : { detailRange }),
    ...(detailCodeableConcept === undefined ? {} : { detailCodeableConcept }),
    ...(due === undefined ? {} : { dueDuration: due }),
  }));
  return {
    resourceType: 'Goal',
    id,
    lifecycleStatus: 'proposed',
    ...(goal.category === undefined ? {} : { category: [goal.category as JsonObject] }),
    ...(goal.priority === undefined ? {} : { priority: goal.priority }),
    description: goal.description ?? { text: '—' },
    subject,
    ...(targets.length > 0 ? { target: targets } : {}),
  };
}

const leftOutText = (
  action: JsonObject,
  reason: { readonly en: string; readonly pl: string },
  language: 'en' | 'pl',
): string => {
  const name = String(action.title ?? action.description ?? action.id ?? '—');
  return language === 'pl' ? `Nie zastosowano: ${name}: ${reason.pl}` : `Not applied: ${name}: ${reason.en}`;
};

const listOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonObject[]) : [];
