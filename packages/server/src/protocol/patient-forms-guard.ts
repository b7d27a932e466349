import { outcome } from '@cryopath/fhir';
import type { Change, Guard } from '@cryopath/record';
import type { Protocols } from './protocols.ts';

/**
 * Patients and caregivers fill in the forms that the protocol leaves to them, and no other (I1): an interview, an examination or a block in their words
 * would look like evidence to whoever reads the chart.
 */
export function patientFormsGuard(protocols: Protocols): Guard {
  const forms = () => protocols.current.patientForms;
  return {
    name: 'patient-forms',
    concerns: ({ after, by }: Change) =>
      (by.role === 'patient' || by.role === 'caregiver') &&
      after?.resourceType === 'QuestionnaireResponse' &&
      !forms().includes(String(after.questionnaire).split('|')[0] ?? ''),
    decide: async () => outcome('CRYO-426', { forms: forms().join(', ') }, 'QuestionnaireResponse.questionnaire'),
  };
}
