import { elementOf, itemsOf, textOf } from './element.ts';
import { BEGINNING_OF_TIME, END_OF_TIME, type TimeInterval, timeInterval } from './time-interval.ts';

type DateReader = (element: unknown, zone: string) => TimeInterval | undefined;

function instant(element: unknown, zone: string): TimeInterval | undefined {
  if (typeof element !== 'string') return undefined;
  const interval = timeInterval(element, zone);
  return typeof interval === 'string' ? undefined : interval;
}

/** An end that is absent is open; one that cannot be read makes the whole period unreadable, rather than endless. */
function period(element: unknown, zone: string): TimeInterval | undefined {
  const { start, end } = elementOf(element);
  if (start === undefined && end === undefined) return undefined;
  const first = start === undefined ? { low: BEGINNING_OF_TIME } : instant(start, zone);
  const last = end === undefined ? { high: END_OF_TIME } : instant(end, zone);
  return first === undefined || last === undefined ? undefined : { low: first.low, high: last.high };
}

/** The outer limits of a schedule: its events and its bounds; how it repeats in between does not matter (R4 search, 3.1.1.4.7). */
function timing(element: unknown, zone: string): TimeInterval | undefined {
  const { event, repeat } = elementOf(element);
  const intervals = itemsOf(event).map((each) => instant(textOf(each), zone));
  intervals.push(period(elementOf(repeat).boundsPeriod, zone));
  const known = intervals.filter((interval) => interval !== undefined);
  if (known.length === 0) return undefined;
  return {
    low: known.reduce((low, interval) => Math.min(low, interval.low), END_OF_TIME),
    high: known.reduce((high, interval) => Math.max(high, interval.high), BEGINNING_OF_TIME),
  };
}

/** How each element type is read as a time. */
export const dateReaders: Readonly<Record<string, DateReader>> = {
  date: instant,
  dateTime: instant,
  instant,
  Period: period,
  Timing: timing,
};
