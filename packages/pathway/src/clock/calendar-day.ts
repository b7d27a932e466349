import { civilFromDays, daysFromCivil, daysInMonth } from './civil.ts';
import type { Instant } from './instant.ts';

/**
 * A day on the clinic's wall calendar, as a count of days since 1970-01-01. "No lifting for two days" is said in these: a day keeps
 * its length in nobody's head when the clocks change (I7). Adding a whole number of days gives another day.
 */
export type CalendarDay = number & { readonly brand: 'CalendarDay' };

/** @returns `undefined` unless the text is `YYYY-MM-DD` and names a day that exists. */
export function parseCalendarDay(text: string): CalendarDay | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return daysFromCivil({ year, month, day }) as CalendarDay;
}

/** Writes a day as FHIR's `date`: `2026-03-02`. */
export function isoOfDay(calendarDay: CalendarDay): string {
  const { year, month, day } = civilFromDays(calendarDay);
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

export function addDays(calendarDay: CalendarDay, days: number): CalendarDay {
  return (calendarDay + days) as CalendarDay;
}

/** The same day of a later month, or that month's last when it is shorter: a month after 31 January is 28 February. */
export function addMonths(calendarDay: CalendarDay, months: number): CalendarDay {
  const { year, month, day } = civilFromDays(calendarDay);
  const counted = year * 12 + month - 1 + months;
  const to = { year: Math.floor(counted / 12), month: (counted % 12) + 1 };
  return daysFromCivil({ ...to, day: Math.min(day, daysInMonth(to.year, to.month)) }) as CalendarDay;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Building a formatter costs some 50 microseconds and a clinic has one zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * The day that the clinic's calendar shows at an instant.
 *
 * @param timeZone an IANA name, such as `Europe/Warsaw`.
 * @throws RangeError for a zone that does not exist.
 */
export function calendarDayAt(instant: Instant, timeZone: string): CalendarDay {
  // A zone's day begins within a day of UTC's, so one of three is it; where they begin is kept, and asking Intl costs a hundred times more.
  const day = Math.floor(instant / DAY) as CalendarDay;
  if (instant < startOfDay(day, timeZone)) return addDays(day, -1);
  return instant >= startOfDay(addDays(day, 1), timeZone) ? addDays(day, 1) : day;
}

const beginnings = new Map<string, Map<CalendarDay, Instant>>();
const MOST_KEPT = 20_000;

/** The first moment of a day in a zone. In some zones it is not midnight: the clocks may go forward over it. */
export function startOfDay(calendarDay: CalendarDay, timeZone: string): Instant {
  const known = beginnings.get(timeZone) ?? new Map<CalendarDay, Instant>();
  beginnings.set(timeZone, known);
  let begins = known.get(calendarDay);
  if (begins === undefined) {
    if (known.size >= MOST_KEPT) known.clear();
    begins = soughtStart(calendarDay, timeZone);
    known.set(calendarDay, begins);
  }
  return begins;
}

function soughtStart(calendarDay: CalendarDay, timeZone: string): Instant {
  const midnight = calendarDay * DAY;
  // Offsets lie between -12 and +14 hours; within them the day on the calendar only grows, so halving finds where it begins.
  let before = midnight - 15 * HOUR;
  let reached = midnight + 13 * HOUR;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (shownDay(middle as Instant, timeZone) >= calendarDay) reached = middle;
    else before = middle;
  }
  return reached as Instant;
}

/** What the machine's tables of time zones say. */
function shownDay(instant: Instant, timeZone: string): CalendarDay {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  const parts = formatter.formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  return daysFromCivil({ year: part('year'), month: part('month'), day: part('day') }) as CalendarDay;
}
