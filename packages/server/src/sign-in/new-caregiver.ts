import { type JsonObject, type JsonResource, outcome, type Result, refused } from '@cryopath/fhir';
import type { Requester } from '@cryopath/record';
import type { Grant } from './grant-table.ts';
import { giveAccess } from './grants.ts';
import { serviceRequester } from './service-requester.ts';
import type { SignIn } from './sign-in.ts';

/** What somebody may be to a patient who lets them in, as v3 RoleCode has it. */
const RELATIONS = ['SIGOTHR', 'CHILD', 'PRN', 'SIB', 'EXT', 'FRND'] as const;
const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
const LONGEST_NAME = 100;

export interface NewCaregiver {
  readonly name: string;
  /** One of {@link RELATIONS}. */
  readonly relation: string;
}

/**
 * A patient lets somebody in whom the record need not know yet: a RelatedPerson, by the name and relation that the patient gives and under their name, and
 * access for them. Somebody of this name and relation whom it knows is not written a second time.
 *
 * Refused: CRYO-403 for everybody but a patient; CRYO-419 what can be no name, or no relation.
 */
export async function letIn(signIn: SignIn, requester: Requester, caregiver: NewCaregiver): Promise<Result<Grant>> {
  const { record } = signIn;
  const [patient] = requester.patients;
  if (requester.role !== 'patient' || patient === undefined) return refused(outcome('CRYO-403'));
  const name = caregiver.name.trim().replace(/\s+/g, ' ');
  if (name === '' || name.length > LONGEST_NAME) return refused(outcome('CRYO-419', { field: 'name' }));
  const relation = RELATIONS.find((each) => each === caregiver.relation);
  if (relation === undefined) return refused(outcome('CRYO-419', { field: 'relation' }));
  const person: JsonResource = {
    resourceType: 'RelatedPerson',
    active: true,
    patient: { reference: `Patient/${patient}` },
    name: [{ text: name }],
    relationship: [{ coding: [{ system: ROLE_CODE, code: relation }] }],
  };
  const known = await knownAs(signIn, requester, patient, person);
  if (!known.ok) return known;
  if (known.value !== undefined) return giveAccess(signIn, requester, known.value);
  // Patients write nothing but their own word into a chart: this is written for them, and under their name.
  const { address, request } = requester;
  const by: Requester = {
    ...serviceRequester,
    who: requester.who,
    ...(address === undefined ? {} : { address }),
    ...(request === undefined ? {} : { request }),
  };
  const written = await record.create(by, person);
  return written.ok ? giveAccess(signIn, requester, `RelatedPerson/${written.value.id}`) : written;
}

/** `RelatedPerson/…` of this patient who has this name and relation. */
async function knownAs(
  { record, publicUrl }: SignIn,
  requester: Requester,
  patient: string,
  { name, relationship }: JsonResource,
): Promise<Result<string | undefined>> {
  const query = `patient=Patient/${patient}&active=true&_count=200`;
  const found = await record.search(requester, 'RelatedPerson', query, { base: `${publicUrl}/fhir`, strict: true });
  if (!found.ok) return found;
  const { entry = [] } = JSON.parse(found.value.text) as { entry?: readonly { resource: JsonResource }[] };
  const same = entry.find(
    ({ resource }) =>
      nameIn(resource.name) === nameIn(name) && relationIn(resource.relationship) === relationIn(relationship),
  );
  return { ok: true, value: same && `RelatedPerson/${same.resource.id}` };
}

const nameIn = (names: JsonResource['name']): unknown =>
  ((Array.isArray(names) ? names : []) as readonly JsonObject[])[0]?.text;

function relationIn(relationships: JsonResource['relationship']): unknown {
  const [first] = (Array.isArray(relationships) ? relationships : []) as readonly JsonObject[];
  return ((first?.coding ?? []) as readonly JsonObject[]).find(({ system }) => system === ROLE_CODE)?.code;
}
