import protocol from 'virtual:patient-protocol';
import type { Questionnaire } from '@cryopath/pathway';

/** Whether patients fill in a form themselves. */
export const isOwnForm = (id: string | undefined): id is string => id !== undefined && protocol.ownForms.includes(id);

export const checkInForm = (): Questionnaire | undefined => protocol.forms.find((form) => form.id === protocol.checkIn);
