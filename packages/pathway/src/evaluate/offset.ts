import { addDays, addMonths, type CalendarDay, calendarDayAt, startOfDay } from '../clock/calendar-day.ts';
import type { Instant } from '../clock/instant.ts';
import type { Offset } from '../protocol/protocol.ts';

/**
 * The moment that lies a span after another. Minutes and hours are elapsed time; days, weeks and months are the clinic's calendar's, and end
 * where the calendar's day begins, whatever the clocks did in between (I7, H11).
 */
export function momentAfter(ended: Instant, span: number, unit: Offset['unit'], timeZone: string): Instant {
  const day = (move: (from: CalendarDay) => CalendarDay) => startOfDay(move(calendarDayAt(ended, timeZone)), timeZone);
  switch (unit) {
    case 'min':
      return (ended + span * 60_000) as Instant;
    case 'h':
      return (ended + span * 3_600_000) as Instant;
    case 'd':
      return day((from) => addDays(from, span));
    case 'wk':
      return day((from) => addDays(from, 7 * span));
    case 'mo':
      return day((from) => addMonths(from, span));
    default:
      return unit satisfies never;
  }
}

export const earliestAfter = (ended: Instant, { low, unit }: Offset, timeZone: string): Instant =>
  momentAfter(ended, low, unit, timeZone);

/** When a span has wholly passed: elapsed time to the minute, a span of the calendar with its last day. */
export function passedAfter(ended: Instant, { high, unit }: Offset, timeZone: string): Instant {
  const last = momentAfter(ended, high, unit, timeZone);
  return unit === 'min' || unit === 'h' ? last : dayAfter(last, timeZone);
}

/** When the clinic's day of a moment is over. */
export const dayAfter = (moment: Instant, timeZone: string): Instant => momentAfter(moment, 1, 'd', timeZone);
