import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import type { Requester } from '@cryopath/record';
import { uuidV7 } from '@cryopath/record/database';
import { findGrant, type Grant, grantsOf, insertGrant, revokeGrant } from './grant-table.ts';
import { outsideEmergency, readPerson } from './person.ts';
import type { SignIn } from './sign-in.ts';

const STAFF: readonly string[] = ['nurse', 'doctor', 'lead'];

/**
 * Gives a caregiver access to the record of the patient to whom they are related. A patient gives it themselves; staff need a Consent of the patient that names them.
 *
 * Refused: CRYO-403 neither the patient nor staff, or no consent; CRYO-416 the relation is not active or names no patient; as a read would be, when the
 * caregiver cannot be seen, or by break-glass only.
 */
export async function giveAccess(signIn: SignIn, requester: Requester, caregiver: string): Promise<Result<Grant>> {
  const { pool, clock, record } = signIn;
  if (!caregiver.startsWith('RelatedPerson/')) return refused(outcome('CRYO-419', { field: 'who' }));
  const usual = outsideEmergency(requester);
  const person = await readPerson(record, usual, caregiver);
  if (!person.ok) return person;
  const { patient, isActive } = person.value;
  if (!isActive || patient === '') return refused(outcome('CRYO-416'));
  const may = mayDecide(requester, patient) || (await hasConsent(signIn, usual, patient, caregiver));
  if (!may) return refused(outcome('CRYO-403'));
  const logged = await logGrant(signIn, requester, 'access-grant', { patient, caregiver });
  if (!logged.ok) return logged;
  const now = clock.now();
  return ok(await insertGrant(pool, { id: uuidV7(now), patient, caregiver, grantedBy: requester.who }, now));
}

/** Whom a patient has ever let in. For the patient, and staff who may see them. */
export async function listAccess(
  { pool, record }: SignIn,
  requester: Requester,
  patient: string,
): Promise<Result<readonly Grant[]>> {
  if (!mayDecide(requester, patient)) {
    if (!STAFF.includes(requester.role)) return refused(outcome('CRYO-403'));
    const seen = await readPerson(record, requester, `Patient/${patient}`);
    if (!seen.ok) return seen;
  }
  return ok(await grantsOf(pool, patient));
}

/**
 * Takes access back: the caregiver's open sessions see nothing more, at once here and within a second elsewhere. Staff may do it without a consent: to
 * close a door nobody has to be asked.
 */
export async function takeAccessBack(signIn: SignIn, requester: Requester, id: string): Promise<Result<void>> {
  const { pool, clock, record, sessions } = signIn;
  const grant = /^[0-9a-f-]{36}$/.test(id) ? await findGrant(pool, id) : undefined;
  if (grant === undefined) return refused(outcome('CRYO-421'));
  const isSeen =
    mayDecide(requester, grant.patient) ||
    (STAFF.includes(requester.role) && (await readPerson(record, requester, `Patient/${grant.patient}`)).ok);
  // Somebody else's is as if it were not there.
  if (!isSeen) return refused(outcome('CRYO-421'));
  const logged = await logGrant(signIn, requester, 'access-revoke', grant);
  if (!logged.ok) return logged;
  await revokeGrant(pool, id, clock.now());
  sessions.forget();
  return ok(undefined);
}

const mayDecide = ({ role, patients }: Requester, patient: string): boolean =>
  role === 'patient' && patients.includes(patient);

/**
 * Whether the patient has consented, on the record, to this very person: an active Consent whose provision permits and names them as actor. Asked with the
 * member of staff's own reach, so that it is in the trail under their name.
 */
async function hasConsent({ record, publicUrl }: SignIn, requester: Requester, patient: string, caregiver: string) {
  if (!STAFF.includes(requester.role)) return false;
  const query = `patient=Patient/${patient}&status=active&actor=${caregiver}&_count=50`;
  const found = await record.search(requester, 'Consent', query, { base: `${publicUrl}/fhir`, strict: true });
  if (!found.ok) return false;
  const { entry = [] } = JSON.parse(found.value.text) as { entry?: readonly { resource?: Consent }[] };
  return entry.some(
    ({ resource }) =>
      resource?.resourceType === 'Consent' && resource.status === 'active' && resource.provision?.type === 'permit',
  );
}

interface Consent {
  readonly resourceType: string;
  readonly status?: string;
  readonly provision?: { readonly type?: string };
}

const logGrant = (
  { trail }: SignIn,
  requester: Requester,
  interaction: 'access-grant' | 'access-revoke',
  { patient, caregiver }: Pick<Grant, 'patient' | 'caregiver'>,
) =>
  trail.acted(requester, {
    interaction,
    type: 'RelatedPerson',
    resource: caregiver.slice('RelatedPerson/'.length),
    patient,
  });
