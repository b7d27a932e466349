import {
  type Compartment,
  compartmentOf,
  type Elsewhere,
  type Json,
  type JsonObject,
  type JsonResource,
  ok,
  outcome,
  type Result,
  references,
  refused,
  stringifyJson,
  type Unreferenced,
} from '@cryopath/fhir';
import { localReference } from './local-reference.ts';

/** Where another resource lies: the id of its patient, '' for none; undefined when it does not exist or is out of reach. */
export type PatientOf = (type: string, id: string) => Promise<string | undefined>;

/**
 * The one patient whose record a resource belongs to, '' when it belongs to none (R8). More than one is refused (H01, CRYO-176): an entry that names
 * two patients is most likely one that was meant for one of them.
 *
 * Most resources say it themselves, by the published CompartmentDefinition. Provenance, Binary and DeviceMetric lie where the resource lies that
 * they are about; that one must exist, because otherwise something about a patient could come to lie in nobody's record.
 *
 * What stands where a patient is named, and may mean one who is not in this record, is refused (CRYO-212): the resource would lie in nobody's record,
 * open to the whole clinic. So is a patient who is named by identifier or by name alone (CRYO-224): which record that is, nobody has decided.
 *
 * Beyond the CompartmentDefinition of R4: a Device of a patient lies in their record, since it tells of them (R5 says the same).
 */
export async function compartmentFor(resource: JsonResource, patientOf: PatientOf): Promise<Result<string>> {
  const { resourceType: type } = resource;
  const named = compartmentOf(resource);
  // Patient.link may rightly name others: the same person under another id.
  const isPatient = type === 'Patient';
  const stranger = isPatient ? undefined : named.elsewhere.find((each) => mayBePatient(resource, each));
  if (stranger) return notHere(stranger.reference, placeOf(resource, stranger.reference));
  const unknown = isPatient ? undefined : named.unreferenced.find((each) => isUnknownPatient(resource, named, each));
  if (unknown) return refused(outcome('CRYO-224', undefined, placeOfElement(resource, unknown)));
  const patients = new Set(isPatient ? [String(resource.id)] : named.patients);
  for (const element of aboutWhich(resource)) {
    const local = localReference(element);
    const patient = local && (await patientOf(local.type, local.id));
    if (patient === undefined) return notHere(local?.reference ?? stringifyJson(element), type);
    if (patient !== '') patients.add(patient);
  }
  if (patients.size > 1) {
    const names = [...patients].map((id) => `Patient/${id}`).join(', ');
    return refused(outcome('CRYO-176', { type, patients: names }));
  }
  const [patient] = patients;
  if (patient !== undefined) return ok(patient);
  const beside = references(resource).find(({ reference }) => isStrangersAddress(reference));
  return beside ? notHere(beside.reference, beside.path) : ok('');
}

const notHere = (reference: string, path: string) =>
  refused(outcome('CRYO-212', { reference: reference.slice(0, 200) }, path));

const placeOf = (resource: JsonResource, reference: string): string =>
  references({ ...resource, contained: [] }).find((each) => each.reference === reference)?.path ??
  resource.resourceType;

/** The parameters of the elements that say whose a resource is, in contrast to those that say who took part. */
const OWNERS: readonly string[] = ['subject', 'patient'];
const isOwner = ({ resourceType }: JsonResource, parameter: string): boolean =>
  OWNERS.includes(parameter) && resourceType !== 'AuditEvent';

/**
 * Whether an element without a literal reference may mean a patient who is in this record. Whose a resource is must be said by reference, unless it is said to be
 * nobody's (a Group, a Device). Who took part may stay a name to show; one known by an identifier that may be a patient's is in doubt only while nothing else
 * says whose record it is. What a Task works on (`focus`) is a form or a bill; whom it is for says `for`.
 */
function isUnknownPatient(resource: JsonResource, { patients }: Compartment, each: Unreferenced): boolean {
  const { parameter, type, hasIdentifier } = each;
  // Provenance must lead to what it is about, see `aboutWhich`; the trail quotes what others wrote.
  if (resource.resourceType === 'Provenance' || (type !== '' && type !== 'Patient')) return false;
  if (isOwner(resource, parameter)) return true;
  return (
    patients.length === 0 &&
    (type === 'Patient' || (hasIdentifier && parameter !== 'focus' && resource.resourceType !== 'AuditEvent'))
  );
}

function placeOfElement(resource: JsonResource, { parameter, element }: Unreferenced): string {
  const [name] = Object.entries(resource).find(([, value]) => value === element) ?? [parameter];
  return `${resource.resourceType}.${name}`;
}

/** Whether what names nothing in this record may mean a patient all the same. A urn tells nothing of what it means; nor does, of an owner, an address without a type. */
function mayBePatient(resource: JsonResource, { parameter, reference, type }: Elsewhere): boolean {
  if (type === 'Patient' || /^urn:/i.test(reference)) return true;
  const isUntold = isOwner(resource, parameter) && type === '';
  // The resource itself, which is nobody's patient.
  if (reference === '#') return isUntold;
  if (!reference.startsWith('#')) return isStrangersAddress(reference) || (isUntold && typeAt(reference) === '');
  return listOf(resource.contained).some((each) => {
    const { resourceType, id } = each as JsonObject;
    return resourceType === 'Patient' && `#${id}` === reference;
  });
}

/** The type that an absolute address tells by its last two steps (R4 references.html, 2.3.0.1); '' when it tells none. */
const typeAt = (address: string): string =>
  /\/([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64}(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/.exec(address)?.[1] ?? '';

/** The address of a patient of another server, however it is written. */
const isStrangersAddress = (reference: string): boolean =>
  /^[a-z][a-z0-9+.-]*:/i.test(reference) && /[/:]patient(?:[/?#|;]|$)/i.test(unescaped(reference));

function unescaped(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** The references of what has no patient of its own to name to what it is about. */
function aboutWhich(resource: JsonResource): readonly Json[] {
  switch (resource.resourceType) {
    case 'Provenance':
      return listOf(resource.target);
    case 'Binary':
      return resource.securityContext === undefined ? [] : [resource.securityContext];
    case 'DeviceMetric':
      return resource.source === undefined ? [] : [resource.source];
    default:
      return [];
  }
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
