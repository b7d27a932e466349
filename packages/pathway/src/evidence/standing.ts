import type { Instant } from '../clock/instant.ts';
import { evidenceTime } from './evidence-time.ts';
import type { PatientRecord, RecordResource } from './patient-record.ts';
import { isProfessionalWord } from './professional-word.ts';
import { isInForce } from './validity.ts';

export interface StandingEvidence {
  readonly resource: RecordResource;
  readonly at: Instant;
}

/** Elements that name the patient a resource is about. */
const SUBJECTS = ['subject', 'patient'] as const;

/**
 * The part of a record that may prove something: about this patient, a professional's word, not retracted, in force, and of a time that has come
 * (H01, I1, I2). A form must be finished.
 */
export function standingEvidence(record: PatientRecord, now: Instant, timeZone: string): StandingEvidence[] {
  return record.resources.flatMap((resource): StandingEvidence[] => {
    if (!isAbout(resource, record.patient) || !isProfessionalWord(record, resource)) return [];
    const status = resource.status;
    if (typeof status !== 'string' || status === 'entered-in-error') return [];
    if (resource.resourceType === 'QuestionnaireResponse' && status !== 'completed' && status !== 'amended') return [];
    const at = evidenceTime(resource, timeZone);
    return at !== undefined && at <= now && isInForce(resource, now, timeZone) ? [{ resource, at }] : [];
  });
}

const isAbout = (resource: RecordResource, patient: string): boolean =>
  SUBJECTS.some((element) => {
    const reference = (resource[element] as { readonly reference?: unknown } | undefined)?.reference;
    return reference === `Patient/${patient}`;
  });
