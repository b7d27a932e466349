import protocol from 'virtual:patient-protocol';
import type { Questionnaire } from '@cryopath/pathway';

/** A form that patients fill in themselves. */
export const formOf = (id: string | undefined): Questionnaire | undefined =>
  protocol.forms.find((form) => form.id === id);

export const checkInForm = (): Questionnaire | undefined => formOf(protocol.checkIn);
