import { DAY, dayNumber, daysOfMonth, type EpochMilliseconds, HOUR, MINUTE, SECOND } from './civil-time.ts';
import { localInstant, startOfDay } from './zone.ts';

/** A span of time: from `low` up to, but without, `high`. */
export interface TimeInterval {
  readonly low: EpochMilliseconds;
  readonly high: EpochMilliseconds;
}

/** The ends of time, for periods that have no start or no end (the range of an ECMAScript time value). */
export const BEGINNING_OF_TIME: EpochMilliseconds = -8.64e15;
export const END_OF_TIME: EpochMilliseconds = 8.64e15;

const TIME = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,20}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

/**
 * The interval that a FHIR date, dateTime or instant covers by its precision: `2024` is a year, `2024-02` a month,
 * `2024-02-29` a day, each in `zone`; a time is its minute, its second, or its millisecond when a fraction is written.
 * A time without an offset is one of `zone`.
 *
 * 'malformed' when it is not written as one, 'impossible' when there is no such day or time.
 */
export function timeInterval(text: string, zone: string): TimeInterval | 'malformed' | 'impossible' {
  const match = TIME.exec(text);
  if (match === null) return 'malformed';
  const [, years = '', months, days, hours, minutes, seconds, fraction, offset] = match;
  const year = Number(years);
  if (year === 0) return 'impossible';
  if (months === undefined) {
    return { low: startOfDay(zone, dayNumber(year, 1, 1)), high: startOfDay(zone, dayNumber(year + 1, 1, 1)) };
  }
  const month = Number(months);
  if (month < 1 || month > 12) return 'impossible';
  if (days === undefined) {
    const first = dayNumber(year, month, 1);
    return { low: startOfDay(zone, first), high: startOfDay(zone, first + daysOfMonth(year, month)) };
  }
  const day = Number(days);
  if (day < 1 || day > daysOfMonth(year, month)) return 'impossible';
  const number = dayNumber(year, month, day);
  if (hours === undefined || minutes === undefined) {
    return { low: startOfDay(zone, number), high: startOfDay(zone, number + 1) };
  }
  const hour = Number(hours);
  const minute = Number(minutes);
  const second = Number(seconds ?? 0);
  // The 60th second exists: FHIR allows leap seconds to be written (R4 datatypes, dateTime).
  if (hour > 23 || minute > 59 || second > 60) return 'impossible';
  const millisecond = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
  const local = number * DAY + hour * HOUR + minute * MINUTE + second * SECOND + millisecond;
  const low = offset === undefined ? localInstant(zone, local) : withOffset(local, offset);
  if (low === undefined) return 'impossible';
  return { low, high: low + (seconds === undefined ? MINUTE : fraction === undefined ? SECOND : 1) };
}

function withOffset(local: EpochMilliseconds, offset: string): EpochMilliseconds | undefined {
  if (offset === 'Z') return local;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (hours > 14 || minutes > 59 || (hours === 14 && minutes > 0)) return undefined;
  const size = hours * HOUR + minutes * MINUTE;
  return offset.charCodeAt(0) === 0x2d ? local + size : local - size;
}
