import { civilFromDays, daysFromCivil, daysInMonth } from './civil.ts';

/** A point in time: milliseconds since 1970-01-01T00:00:00Z, without leap seconds. */
export type Instant = number & { readonly brand: 'Instant' };

/**
 * A span measured on a clock that never jumps. A wall clock may be set back in the middle of a freeze; a span must not notice (I7).
 */
export type ElapsedMilliseconds = number & { readonly brand: 'ElapsedMilliseconds' };

const DAY = 86_400_000;
const PATTERN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/**
 * Reads a FHIR `instant` (R4 datatypes, "instant"), or a `dateTime` that carries a time and an offset.
 * Digits finer than a millisecond are cut. A leap second (`:60`) is the first second of the next minute.
 *
 * @returns `undefined` when the text is not such an instant, or names a day that does not exist.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  if (year === 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const offsetMinutes = part(9) * 60 + part(10);
  if (part(10) > 59 || offsetMinutes > 14 * 60) return undefined;
  const millisecond = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const local = daysFromCivil({ year, month, day }) * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  return (local - (match[8] === '-' ? -offsetMinutes : offsetMinutes) * 60_000) as Instant;
}

/** Like {@link parseInstant}, for texts that our own code wrote. @throws RangeError on anything else: that is a bug. */
export function instantOf(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new RangeError(`Not an instant with an offset: ${text}`);
  return instant;
}

/**
 * Writes an instant as FHIR wants it, in UTC with milliseconds: `2026-03-02T09:00:00.000Z`.
 *
 * @throws RangeError outside the years 0001 to 9999, which FHIR cannot write.
 */
export function isoOf(instant: Instant): string {
  const whole = Math.floor(instant);
  const days = Math.floor(whole / DAY);
  const { year, month, day } = civilFromDays(days);
  if (!(year >= 1 && year <= 9999)) throw new RangeError(`Not a year that FHIR can write: ${instant}`);
  const rest = whole - days * DAY;
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const time = [rest / 3_600_000, (rest / 60_000) % 60, (rest / 1000) % 60].map((value) => pad(Math.floor(value)));
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${time.join(':')}.${pad(rest % 1000, 3)}Z`;
}
