import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';

interface RequestAbout {
  readonly patient: JsonResource;
  readonly activities: ReadonlyMap<string, JsonResource>;
  readonly at: Instant;
  readonly practitioner: string;
}

/**
 * The request that an action's ActivityDefinition comes to (R4 activitydefinition.html, 12.17.3.3), as a proposal; a Task that names the definition when it
 * is none that is known here, or a Questionnaire to be answered.
 *
 * @returns undefined when the action names no definition.
 */
export function requestFrom(
  action: JsonObject,
  plan: JsonResource,
  about: RequestAbout,
  id: string,
): JsonResource | undefined {
  const canonical = action.definitionCanonical;
  if (typeof canonical !== 'string') return undefined;
  const definition = canonical.startsWith('#')
    ? containedIn(plan, canonical.slice(1))
    : about.activities.get(canonical);
  const subject = { reference: `Patient/${about.patient.id}` };
  const authoredOn = isoOf(about.at);
  const instantiates = canonical.startsWith('#') ? {} : { instantiatesCanonical: [canonical] };
  const code = definition?.code as JsonObject | undefined;
  switch (definition?.resourceType === 'ActivityDefinition' ? definition.kind : undefined) {
    case 'ServiceRequest':
      return {
        resourceType: 'ServiceRequest',
        id,
        ...instantiates,
        status: 'draft',
        intent: 'proposal',
        ...(code === undefined ? {} : { code }),
        subject,
        authoredOn,
        ...(definition?.bodySite === undefined ? {} : { bodySite: definition.bodySite }),
      };
    case 'CommunicationRequest':
      return { resourceType: 'CommunicationRequest', id, status: 'draft', subject, authoredOn };
    case 'MedicationRequest': {
      const product = definition?.productCodeableConcept ?? {
        text: String(definition?.title ?? definition?.name ?? '—'),
      };
      return {
        resourceType: 'MedicationRequest',
        id,
        ...instantiates,
        status: 'draft',
        intent: 'proposal',
        medicationCodeableConcept: product,
        subject,
        authoredOn,
        ...(definition?.dosage === undefined ? {} : { dosageInstruction: definition.dosage }),
      };
    }
    default:
      return {
        resourceType: 'Task',
        id,
        ...(canonical.startsWith('#') ? {} : { instantiatesCanonical: canonical }),
        status: 'draft',
        intent: 'proposal',
        ...(code === undefined ? {} : { code }),
        description: String(action.title ?? action.description ?? definition?.title ?? canonical),
        for: subject,
        authoredOn,
      };
  }
}

const containedIn = (plan: JsonResource, id: string): JsonResource | undefined =>
  (Array.isArray(plan.contained) ? (plan.contained as readonly JsonResource[]) : []).find((each) => each.id === id);
