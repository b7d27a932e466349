import protocol from 'virtual:patient-protocol';
import type { Protocol, Questionnaire } from '@cryopath/pathway';

/** The form of this id, if patients fill it in themselves by this version of the protocol. */
export const ownForm = ({ forms, patientForms }: Protocol, id: string | undefined): Questionnaire | undefined =>
  forms.find((form) => form.id === id && patientForms.includes(form.url));

export const checkInForm = (): Questionnaire | undefined => protocol.forms.find((form) => form.id === protocol.checkIn);
