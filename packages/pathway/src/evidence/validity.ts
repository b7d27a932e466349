import { addDays, parseCalendarDay, startOfDay } from '../clock/calendar-day.ts';
import { type Instant, parseInstant } from '../clock/instant.ts';
import type { RecordResource } from './patient-record.ts';

/**
 * Whether a resource that says how long it holds (a Consent's `provision.period`) holds now. A day, month or year is meant whole, in the
 * clinic's zone; with an end that cannot be read it does not hold.
 */
export function isInForce(resource: RecordResource, now: Instant, timeZone: string): boolean {
  const { period } = (resource.provision ?? {}) as {
    readonly period?: { readonly start?: unknown; readonly end?: unknown };
  };
  if (period === undefined) return true;
  const begins = period.start === undefined ? -Infinity : momentOf(period.start, 'first', timeZone);
  const ends = period.end === undefined ? Infinity : momentOf(period.end, 'after', timeZone);
  return begins !== undefined && ends !== undefined && begins <= now && now < ends;
}

/** The instant that a text names; of a day, month or year its first moment, or the first one after it. */
function momentOf(value: unknown, which: 'first' | 'after', timeZone: string): Instant | undefined {
  if (typeof value !== 'string') return undefined;
  const [year = '', month] = value.split('-');
  const day = parseCalendarDay(value);
  if (day !== undefined) return startOfDay(addDays(day, which === 'first' ? 0 : 1), timeZone);
  if (!/^\d{4}(?:-\d{2})?$/.test(value)) return parseInstant(value);
  const monthsIn = which === 'first' ? 0 : month === undefined ? 12 : 1;
  const months = Number(year) * 12 + Number(month ?? 1) - 1 + monthsIn;
  const first = parseCalendarDay(`${pad(Math.floor(months / 12), 4)}-${pad((months % 12) + 1, 2)}-01`);
  return first === undefined ? undefined : startOfDay(first, timeZone);
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
