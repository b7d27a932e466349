import {
  compartmentOf,
  type Json,
  type JsonObject,
  type JsonResource,
  ok,
  outcome,
  type Result,
  references,
  refused,
} from '@cryopath/fhir';

/** Where another resource lies: the id of its patient, '' for none; undefined when it does not exist or is out of reach. */
export type PatientOf = (type: string, id: string) => Promise<string | undefined>;

/**
 * The one patient whose record a resource belongs to, '' when it belongs to none (R8). More than one is refused (H01, CRYO-176): an entry that names
 * two patients is most likely one that was meant for one of them.
 *
 * Most resources say it themselves, by the published CompartmentDefinition. Provenance, Binary and DeviceMetric lie where the resource lies that
 * they are about; that one must exist, because otherwise something about a patient could come to lie in nobody's record.
 *
 * Beyond the CompartmentDefinition of R4: a Device of a patient lies in their record, since it tells of them (R5 says the same).
 */
export async function compartmentFor(resource: JsonResource, patientOf: PatientOf): Promise<Result<string>> {
  const patients = new Set(patientsNamed(resource));
  for (const { reference, type, id } of aboutWhich(resource)) {
    const patient = await patientOf(type, id);
    if (patient === undefined) return refused(outcome('CRYO-212', { reference }, resource.resourceType));
    if (patient !== '') patients.add(patient);
  }
  if (patients.size > 1) {
    const names = [...patients].map((id) => `Patient/${id}`).join(', ');
    return refused(outcome('CRYO-176', { type: resource.resourceType, patients: names }));
  }
  const [patient] = patients;
  if (patient !== undefined) return ok(patient);
  const stranger = references(resource).find(({ reference }) => STRANGER.test(reference));
  if (stranger) return refused(outcome('CRYO-212', { reference: stranger.reference.slice(0, 200) }, stranger.path));
  return ok('');
}

/** A patient of another server. What is only about them would lie in nobody's record, open to the whole clinic. */
const STRANGER = /^[a-z]+:.*\/Patient\/[A-Za-z0-9.-]{1,64}(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;

function patientsNamed(resource: JsonResource): readonly string[] {
  // Patient.link may rightly name others: the same person under another id.
  if (resource.resourceType === 'Patient') return [String(resource.id)];
  const { patients } = compartmentOf(resource);
  if (resource.resourceType !== 'Device') return patients;
  const patient = localReference(resource.patient);
  return patient?.type === 'Patient' ? [patient.id] : [];
}

/** What a resource is about that has no patient of its own to name. */
function aboutWhich(resource: JsonResource): readonly LocalReference[] {
  switch (resource.resourceType) {
    case 'Provenance':
      return listOf(resource.target).flatMap((target) => localReference(target) ?? []);
    case 'Binary':
      return [localReference(resource.securityContext) ?? []].flat();
    case 'DeviceMetric':
      return [localReference(resource.source) ?? []].flat();
    default:
      return [];
  }
}

interface LocalReference {
  readonly reference: string;
  readonly type: string;
  readonly id: string;
}

const LOCAL = /^([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;

/** A Reference element that leads into this record. */
export function localReference(element: Json | undefined): LocalReference | undefined {
  const reference = memberOf(element, 'reference');
  if (typeof reference !== 'string') return undefined;
  const [, type, id] = LOCAL.exec(reference) ?? [];
  return type !== undefined && id !== undefined ? { reference, type, id } : undefined;
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

const memberOf = (value: Json | undefined, name: string): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject)[name] : undefined;
