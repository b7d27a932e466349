import { type Instant, parseInstant } from '../clock/instant.ts';
import { belongsTo, type Pathway } from '../pathway/pathway.ts';
import { isAbout } from './about.ts';
import { evidenceTime } from './evidence-time.ts';
import type { PatientRecord, RecordResource } from './patient-record.ts';
import { isKnownWord, isProfessionalWord } from './professional-word.ts';
import { isInForce } from './validity.ts';

export interface StandingEvidence {
  readonly resource: RecordResource;
  readonly at: Instant;
}

/**
 * The part of a record that may prove something: about this patient, of this pathway, a professional's word, not retracted, in force, and of
 * a time that has come (H01, I1, I2). A form must be finished.
 *
 * @param patientsWord addresses of the forms of which the patient's own word counts too
 */
export const standingEvidence = (
  record: PatientRecord,
  pathway: Pathway,
  now: Instant,
  timeZone: string,
  patientsWord: readonly string[] = [],
): StandingEvidence[] =>
  heardEvidence(record, pathway, now, timeZone).filter(
    ({ resource }) =>
      isProfessionalWord(record, resource) ||
      (resource.resourceType === 'QuestionnaireResponse' &&
        patientsWord.includes(String(resource.questionnaire).split('|')[0] ?? '') &&
        isKnownWord(record, resource)),
  );

/** The same in anybody's words: what patients answer is heard, and opens no gate. */
export function heardEvidence(
  record: PatientRecord,
  pathway: Pathway,
  now: Instant,
  timeZone: string,
): StandingEvidence[] {
  return record.resources.flatMap((resource): StandingEvidence[] => {
    const status = resource.status;
    if (typeof status !== 'string' || status === 'entered-in-error' || !isAbout(resource, record.patient)) return [];
    if (resource.resourceType === 'QuestionnaireResponse' && status !== 'completed' && status !== 'amended') return [];
    const at = evidenceTime(resource, timeZone);
    if (at === undefined || at > now || isAheadOfItself(resource, at) || !belongsTo(pathway, resource, at)) return [];
    return isInForce(resource, now, timeZone) ? [{ resource, at }] : [];
  });
}

/** How far ahead of the record's clock whoever writes may be. */
const AHEAD = 3_600_000;

/**
 * Whether a resource was written down before what it tells of could have been: a time-out of tomorrow, filled in today, is none when tomorrow comes (H02). A
 * record whose resources do not say when they were stored cannot tell.
 */
function isAheadOfItself({ meta }: RecordResource, at: Instant): boolean {
  const stored = (meta as { readonly lastUpdated?: unknown } | undefined)?.lastUpdated;
  const storedAt = typeof stored === 'string' ? parseInstant(stored) : undefined;
  return storedAt !== undefined && at > storedAt + AHEAD;
}
