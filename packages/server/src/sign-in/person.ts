import { type JsonResource, ok, outcome, parseJson, type Result, refused } from '@cryopath/fhir';
import type { ClinicRecord, Requester } from '@cryopath/record';

/** Somebody who signs in by a link, as the record tells them. */
export interface Person {
  /** `Patient/…` or `RelatedPerson/…` */
  readonly who: string;
  /** A whole day; undefined when the record knows none, or only the year. */
  readonly birthDate: string | undefined;
  readonly isActive: boolean;
  /** Id of the patient whose record it is: their own, or of a RelatedPerson the one they are related to; '' when that names nobody here. */
  readonly patient: string;
}

/**
 * The same requester without what an emergency opened. Who may let others in is asked with this: break-glass shows a chart to one person for half an hour
 * (H16), and must not leave behind a way in for anybody.
 */
export const outsideEmergency = (requester: Requester): Requester =>
  requester.purpose === 'BTG' ? { ...requester, purpose: 'TREAT' } : requester;

const REFERENCE = /^(Patient|RelatedPerson)\/([A-Za-z0-9.-]{1,64})$/;

/** Refused as the record refuses it: whom the requester may not see, they may not learn of. CRYO-419 for anything that is no such reference. */
export async function readPerson(record: ClinicRecord, requester: Requester, who: string): Promise<Result<Person>> {
  const [, type, id] = REFERENCE.exec(who) ?? [];
  if (type === undefined || id === undefined) return refused(outcome('CRYO-419', { field: 'who' }));
  const read = await record.read(requester, type, id);
  if (!read.ok) return read;
  const parsed = parseJson(read.value.text);
  if (!parsed.ok) return parsed;
  const resource = parsed.value as JsonResource;
  const { birthDate, active } = resource;
  return ok({
    who,
    birthDate: typeof birthDate === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(birthDate) ? birthDate : undefined,
    isActive: active !== false,
    patient: type === 'Patient' ? id : patientOf(resource),
  });
}

function patientOf({ patient }: JsonResource): string {
  const reference = typeof patient === 'object' && patient !== null && 'reference' in patient ? patient.reference : '';
  return typeof reference === 'string' ? (/^Patient\/([A-Za-z0-9.-]{1,64})$/.exec(reference)?.[1] ?? '') : '';
}
