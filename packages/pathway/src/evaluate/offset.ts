import { addDays, calendarDayAt, startOfDay } from '../clock/calendar-day.ts';
import type { Instant } from '../clock/instant.ts';
import type { Offset } from '../protocol/protocol.ts';

const MILLISECONDS = { min: 60_000, h: 3_600_000 } as const;

/**
 * The moment that lies a span after another. Minutes and hours are elapsed time; days are days of the clinic's calendar, and end where the
 * calendar's day begins, whatever the clocks did in between (I7, H11).
 */
export function momentAfter(ended: Instant, span: number, unit: Offset['unit'], timeZone: string): Instant {
  if (unit !== 'd') return (ended + span * MILLISECONDS[unit]) as Instant;
  return startOfDay(addDays(calendarDayAt(ended, timeZone), span), timeZone);
}

export const earliestAfter = (ended: Instant, { low, unit }: Offset, timeZone: string): Instant =>
  momentAfter(ended, low, unit, timeZone);
