import type { Language } from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';
import { dateFormat } from '../texts/formats.ts';

/** A day on the clinic's calendar, in words: "Monday, 2 March". */
export const dayInWords = (instant: Instant, language: Language, timeZone: string): string =>
  dateFormat(language, { timeZone, weekday: 'long', day: 'numeric', month: 'long' }).format(instant);

/** A day and a time to be there: "Monday, 2 March at 10:15". */
export const momentInDay = (instant: Instant, language: Language, timeZone: string): string =>
  dateFormat(language, {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(instant);

/** A day and a time on the clinic's clock: "2 Mar 2026, 10:15". */
export const momentInWords = (instant: Instant, language: Language, timeZone: string): string =>
  dateFormat(language, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(instant);

/** A day on the clinic's calendar with its year: "Monday, 2 March 2026". */
export const dateInWords = (instant: Instant, language: Language, timeZone: string): string =>
  dateFormat(language, { timeZone, dateStyle: 'full' }).format(instant);

/** A time on the clinic's clock: "10:15". */
export const timeInWords = (instant: Instant, language: Language, timeZone: string): string =>
  dateFormat(language, { timeZone, timeStyle: 'short' }).format(instant);

/** A birth date, which is a day without a place: "12 Apr 1968". `undefined` unless it is known to the day. */
export function birthDateInWords(date: unknown, language: Language): string | undefined {
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  return dateFormat(language, { timeZone: 'UTC', dateStyle: 'medium' }).format(Date.parse(date));
}
