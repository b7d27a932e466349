export { addDays, type CalendarDay, calendarDayAt, isoOfDay, parseCalendarDay } from './clock/calendar-day.ts';
export { type Clock, type SimulatedClock, simulatedClock } from './clock/clock.ts';
export { type ElapsedMilliseconds, type Instant, instantOf, isoOf, parseInstant } from './clock/instant.ts';
