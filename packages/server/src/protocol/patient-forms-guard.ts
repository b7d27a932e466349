import { outcome } from '@cryopath/fhir';
import type { Change, Guard } from '@cryopath/record';
import { formOf, isCheckIn } from '../pathway/alerts/check-in-alert.ts';
import { authoredRecord } from '../pathway/authored-record.ts';
import { chartTypes } from '../pathway/chart-types.ts';
import { protocolFor } from '../pathway/pinned-version.ts';
import type { Protocols } from './protocols.ts';

/**
 * Patients and caregivers fill in the forms that their pathway's own version of the protocol leaves to them, and no other (I1, I4): an interview, an examination or
 * a block in their words would look like evidence to whoever reads the chart. A check-in is heard by any version: nobody is sent away with a red flag (H06).
 */
export function patientFormsGuard(protocols: Protocols): Guard {
  return {
    name: 'patient-forms',
    concerns: ({ after, by }: Change) =>
      (by.role === 'patient' || by.role === 'caregiver') &&
      after?.resourceType === 'QuestionnaireResponse' &&
      !isCheckIn(protocols, after),
    async decide({ after, patient }, view, now) {
      if (after === undefined) return undefined;
      const record = authoredRecord(patient, await view.written(chartTypes(protocols)));
      const { patientForms } = (await protocolFor(protocols, record, after, now, view)).protocol;
      if (patientForms.includes(formOf(after))) return undefined;
      return outcome('CRYO-426', { forms: patientForms.join(', ') }, 'QuestionnaireResponse.questionnaire');
    },
  };
}
