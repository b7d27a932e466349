import { daysOfMonth } from '../search/civil-time.ts';

/** What a text is as a FHIR date: written wrongly, a day or time that does not exist, or how precise it is. */
export type DateForm = 'malformed' | 'impossible' | 'year' | 'month' | 'day' | 'time';

/**
 * Reads the form of a FHIR `date`, `dateTime` or `instant` (R4, datatypes.html#dateTime): YYYY, YYYY-MM, YYYY-MM-DD or
 * YYYY-MM-DDThh:mm:ss[.fraction] with Z or an offset up to 14:00. Second 60 is accepted, as the standard does.
 */
export const dateForm = (text: string): DateForm => {
  const { length } = text;
  const year = digits(text, 0, 4);
  if (year < 0) return 'malformed';
  if (year === 0) return 'impossible';
  if (length === 4) return 'year';
  const month = digits(text, 5, 2);
  if (text.charCodeAt(4) !== DASH || month < 0) return 'malformed';
  if (month < 1 || month > 12) return 'impossible';
  if (length === 7) return 'month';
  const day = digits(text, 8, 2);
  if (text.charCodeAt(7) !== DASH || day < 0) return 'malformed';
  if (length === 10) return day < 1 || day > daysOfMonth(year, month) ? 'impossible' : 'day';
  if (text.charCodeAt(10) !== 0x54) return 'malformed';
  const zoneAt = timeEnd(text, 11);
  if (zoneAt < 0 || !isZone(text, zoneAt)) return 'malformed';
  return day < 1 || day > daysOfMonth(year, month) || !isTimeOfDay(text, 11) || !isRealZone(text, zoneAt)
    ? 'impossible'
    : 'time';
};

/** Reads the form of a FHIR `time`: hh:mm:ss[.fraction]. */
export const timeForm = (text: string): 'malformed' | 'impossible' | 'time' => {
  if (timeEnd(text, 0) !== text.length) return 'malformed';
  return isTimeOfDay(text, 0) ? 'time' : 'impossible';
};

const DASH = 0x2d;
const COLON = 0x3a;

/** The number that `count` digits at `at` make, -1 when they are not digits. */
const digits = (text: string, at: number, count: number): number => {
  let value = 0;
  for (let index = at; index < at + count; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
};

/** Where hh:mm:ss[.fraction] that starts at `at` ends, -1 when it is not there. */
const timeEnd = (text: string, at: number): number => {
  const isWritten =
    digits(text, at, 2) >= 0 &&
    text.charCodeAt(at + 2) === COLON &&
    digits(text, at + 3, 2) >= 0 &&
    text.charCodeAt(at + 5) === COLON &&
    digits(text, at + 6, 2) >= 0;
  if (!isWritten) return -1;
  if (text.charCodeAt(at + 8) !== 0x2e) return at + 8;
  let end = at + 9;
  while (digits(text, end, 1) >= 0) end++;
  return end === at + 9 ? -1 : end;
};

const isTimeOfDay = (text: string, at: number): boolean =>
  digits(text, at, 2) <= 23 && digits(text, at + 3, 2) <= 59 && digits(text, at + 6, 2) <= 60;

const isZone = (text: string, at: number): boolean => {
  const sign = text.charCodeAt(at);
  if (sign === 0x5a) return text.length === at + 1;
  return (
    (sign === 0x2b || sign === DASH) &&
    text.length === at + 6 &&
    digits(text, at + 1, 2) >= 0 &&
    text.charCodeAt(at + 3) === COLON &&
    digits(text, at + 4, 2) >= 0
  );
};

const isRealZone = (text: string, at: number): boolean => {
  if (text.charCodeAt(at) === 0x5a) return true;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  return minutes <= 59 && (hours < 14 || (hours === 14 && minutes === 0));
};
