import protocol from 'virtual:patient-protocol';
import type { Level, Questionnaire, Text } from '@cryopath/pathway';
import type { FormResponse } from '../form/logic/form-response.ts';

/** What the device itself says to a check-in. */
export interface AdviceGiven {
  readonly level: Level;
  readonly title?: Text;
  readonly act?: Text;
  readonly found: readonly Text[];
}

/** Nothing is known: then somebody has to look today (H06). */
export const sameDayAdvice = (): AdviceGiven => ({ level: 'same-day', ...protocol.advice?.['same-day'], found: [] });

export interface Prepared {
  /** The pathway that the answers belong to, when there is exactly one. */
  readonly pathway?: string;
  /** The check-in's form, when the pathway keeps another version than the product's own. */
  readonly form?: Questionnaire;
  advise(response: FormResponse, now: number): AdviceGiven;
}
