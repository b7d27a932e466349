import { type JsonResource, ok, outcome, type Result, refused, stringifyJson } from '@cryopath/fhir';
import { type Instant, instantOf, isoOf } from '@cryopath/pathway';
import { anothersWord } from '../access/own-word.ts';
import { mayWrite } from '../access/policy.ts';
import type { Change, Interaction } from '../guard.ts';
import type { Requester } from '../requester.ts';
import { clinicNamed, isRestricted } from './chart.ts';
import { compartmentFor, type PatientOf } from './compartment.ts';
import { type Head, resourceOf } from './head.ts';
import { hasWholeAddress, withOwnReferences } from './own-references.ts';
import type { PreparedChange } from './prepared-change.ts';
import { searchRows } from './search-rows.ts';
import { stamped } from './stamp.ts';
import { invalidity } from './validate-resource.ts';

/** What somebody wants to become of one resource. */
export interface Intent {
  readonly interaction: Interaction;
  readonly type: string;
  readonly id: string;
  /** As the writer sent it; absent for a deletion. */
  readonly resource?: JsonResource;
  /** What is there now, as far as the writer may see; absent when nothing is. */
  readonly before?: Head | undefined;
  /** The version that the writer saw; 0 when nothing was there. */
  readonly expected: number;
  /** See {@link PreparedChange.mustBeNew}. */
  readonly mustBeNew?: boolean;
}

export interface Circumstances {
  readonly requester: Requester;
  readonly now: Instant;
  readonly zone: string;
  /** Address of this server, without a trailing slash; '' when it is not known. */
  readonly base: string;
  readonly patientOf: PatientOf;
}

/**
 * Steps 1 and 2 of the write path: authorise by role, purpose and type; validate; find the compartment; stamp. What comes out differs from what is
 * stored by nothing. Whether the compartment is within reach and the version the expected one, `record_write` decides.
 */
export async function prepareChange(intent: Intent, circumstances: Circumstances): Promise<Result<PreparedChange>> {
  const { interaction, type, id, resource, before, expected } = intent;
  const { requester, zone, base, patientOf } = circumstances;
  const creates = expected === 0;
  if (!mayWrite(requester, interaction, type) || (creates && !mayWrite(requester, 'create', type))) {
    return refused(outcome('CRYO-403'));
  }
  if (resource) {
    const invalid = invalidity(resource, type, id);
    if (invalid) return refused(invalid);
  }
  const instant = timeOf(before, circumstances.now);
  const at = isoOf(instant);
  const stored = resource && asStored(stamped(resource, id, expected + 1, at), base);
  const after = stored?.resource;
  const foreign = after && anothersWord(requester, after);
  if (foreign) return refused(foreign);
  const patient = after ? await compartmentFor(after, patientOf) : ok(before?.patient ?? '');
  if (!patient.ok) return patient;
  // An event goes to the trail and not through `record_write`, which holds everything else against the reach.
  if (type === 'AuditEvent' && patient.value !== '' && (await patientOf('Patient', patient.value)) === undefined)
    return refused(outcome('CRYO-212', { reference: `Patient/${patient.value}` }, type));
  if (before && patient.value !== before.patient) return refused(outcome('CRYO-177', { reference: `${type}/${id}` }));
  const previous = before && resourceOf(before);
  const change: Change = {
    interaction,
    type,
    id,
    patient: patient.value,
    by: { who: requester.who, role: requester.role },
    ...(previous ? { before: previous } : {}),
    ...(after ? { after } : {}),
  };
  return ok({
    change,
    expected,
    mustBeNew: intent.mustBeNew ?? interaction === 'create',
    clinic: clinicFor(change, before, requester),
    restricted: type === 'Patient' && after !== undefined && isRestricted(after),
    instant,
    at,
    text: stored?.text ?? '',
    values: searchRows(after, zone),
  });
}

/** The resource and its text, its references to this server relative. */
function asStored(resource: JsonResource, base: string): { readonly resource: JsonResource; readonly text: string } {
  const text = stringifyJson(resource);
  if (base === '' || !hasWholeAddress(text)) return { resource, text };
  const own = withOwnReferences(resource, base);
  return { resource: own, text: stringifyJson(own) };
}

/**
 * A version is never older than the one before it, even when the wall clock was set back (H12): history and `_lastUpdated` are read as an order.
 */
function timeOf(before: Head | undefined, now: Instant): Instant {
  if (!before) return now;
  const next = (instantOf(before.at) + 1) as Instant;
  return next > now ? next : now;
}

/** A Patient says which clinic is theirs; otherwise, as for what belongs to no patient, it stays or is the writer's. */
function clinicFor({ type, after }: Change, before: Head | undefined, requester: Requester): string {
  const named = type === 'Patient' && after ? clinicNamed(after) : undefined;
  return named ?? before?.clinic ?? requester.clinic;
}
