import type { Language } from '@cryopath/fhir';
import { instantOf } from '@cryopath/pathway';
import { momentInWords } from '../app/dates.ts';

/** A moment of one's own account, on the clock of the device that shows it. */
export const ownMoment = (iso: string, language: Language): string =>
  momentInWords(instantOf(iso), language, Intl.DateTimeFormat().resolvedOptions().timeZone);
