import type { Language } from '@cryopath/fhir';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', pl: 'pl-PL' };

// To make a format takes a hundred times as long as to use it, and a chart uses each some hundred times.
const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();

/** How the reader's language writes days and times. */
export const dateFormat = (language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  madeOnce(dates, language, options, () => new Intl.DateTimeFormat(LOCALES[language], options));

/** How the reader's language writes numbers. */
export const numberFormat = (language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  madeOnce(numbers, language, options, () => new Intl.NumberFormat(LOCALES[language], options));

function madeOnce<Format>(made: Map<string, Format>, language: Language, options: object, make: () => Format): Format {
  const key = language + JSON.stringify(options);
  const format = made.get(key) ?? make();
  made.set(key, format);
  return format;
}
