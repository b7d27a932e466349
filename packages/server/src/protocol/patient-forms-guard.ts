import { outcome } from '@cryopath/fhir';
import type { Protocol } from '@cryopath/pathway';
import type { Change, Guard } from '@cryopath/record';

/**
 * Patients and caregivers fill in the forms that the protocol leaves to them, and no other (I1): an interview, an examination or a block in their words
 * would look like evidence to whoever reads the chart.
 */
export function patientFormsGuard({ patientForms }: Protocol): Guard {
  return {
    name: 'patient-forms',
    concerns: ({ after, by }: Change) =>
      (by.role === 'patient' || by.role === 'caregiver') &&
      after?.resourceType === 'QuestionnaireResponse' &&
      !patientForms.includes(String(after.questionnaire).split('|')[0] ?? ''),
    decide: async () => outcome('CRYO-426', { forms: patientForms.join(', ') }, 'QuestionnaireResponse.questionnaire'),
  };
}
