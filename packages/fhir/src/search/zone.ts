import { DAY, dayNumber, type EpochMilliseconds, HOUR, MINUTE, SECOND } from './civil-time.ts';

/** The clinic's zone unless said otherwise: a date without a zone is a day of this place. */
export const DEFAULT_ZONE = 'Europe/Warsaw';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Throws a RangeError on a zone that is not of the IANA list: that is a fault of configuration, not of input. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** What the zone's clocks show minus UTC, in milliseconds, at an instant. */
export function zoneOffset(zone: string, at: EpochMilliseconds): number {
  const part: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = value;
  const read = (type: string): number => Number(part[type]);
  const year = part.era === 'BC' ? 1 - read('year') : read('year');
  const shown =
    dayNumber(year, read('month'), read('day')) * DAY +
    read('hour') * HOUR +
    read('minute') * MINUTE +
    read('second') * SECOND;
  return shown - Math.floor(at / SECOND) * SECOND;
}

/**
 * The instant at which the zone's clocks show a local time, given as if it were UTC. A time that occurs twice (clocks
 * set back) is its first occurrence; one that does not occur (set forward) is as long after the change as it would be.
 */
export function localInstant(zone: string, local: EpochMilliseconds): EpochMilliseconds {
  const before = zoneOffset(zone, local - DAY);
  const after = zoneOffset(zone, local + DAY);
  if (before === after || zoneOffset(zone, local - before) === before) return local - before;
  return zoneOffset(zone, local - after) === after ? local - after : local - before;
}

const MIDNIGHTS_KEPT = 10_000;
const midnights = new Map<string, Map<number, EpochMilliseconds>>();

/** The instant at which a day begins in the zone. Asking Intl costs microseconds, and the same days are asked for again. */
export function startOfDay(zone: string, day: number): EpochMilliseconds {
  let known = midnights.get(zone);
  if (known === undefined) {
    known = new Map();
    midnights.set(zone, known);
  }
  let instant = known.get(day);
  if (instant === undefined) {
    instant = localInstant(zone, day * DAY);
    if (known.size >= MIDNIGHTS_KEPT) known.clear();
    known.set(day, instant);
  }
  return instant;
}
