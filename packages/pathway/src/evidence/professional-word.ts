import { referenceOf } from './about.ts';
import type { PatientRecord, RecordResource } from './patient-record.ts';

/** Who may prove something: staff, and the systems that staff work with. A patient's own word is heard, and opens no gate (I1). */
const PROFESSIONAL = /^(?:Practitioner|PractitionerRole|Device)\//;
const PERSONAL = /^(?:Patient|RelatedPerson)\//;

/**
 * Whether a resource is a professional's word: its current version was written by one, where the record says by whom, and it does not itself
 * name a patient or a relative as its author. A system that brings what patients fill in elsewhere says so by that.
 */
export function isProfessionalWord({ writers }: PatientRecord, resource: RecordResource): boolean {
  if (writers && !PROFESSIONAL.test(writers.get(resource) ?? '')) return false;
  return !PERSONAL.test(referenceOf(resource.author ?? resource.source));
}

/** Whether a resource is somebody's word who may be heard at all: theirs, or the patient's own, where the record says whose it is. */
export const isKnownWord = ({ writers }: PatientRecord, resource: RecordResource): boolean =>
  writers === undefined || [PROFESSIONAL, PERSONAL].some((who) => who.test(writers.get(resource) ?? ''));

/**
 * Whose word a resource is: who wrote its current version; of what a system brought, or where the record does not know who wrote it, whom the resource names.
 * `undefined` when it names nobody: then it is not known to be another person's (H02).
 */
export function writerOf({ writers }: PatientRecord, resource: RecordResource): string | undefined {
  const writer = writers?.get(resource) ?? '';
  const who = /^Practitioner(?:Role)?\//.test(writer) ? writer : referenceOf(resource.author ?? resource.source);
  return who === '' ? undefined : who;
}
