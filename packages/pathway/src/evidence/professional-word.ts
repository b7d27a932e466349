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
