export { addDays, type CalendarDay, calendarDayAt, isoOfDay, parseCalendarDay } from './clock/calendar-day.ts';
export { type Clock, type SimulatedClock, simulatedClock } from './clock/clock.ts';
export { type ElapsedMilliseconds, type Instant, instantOf, isoOf, parseInstant } from './clock/instant.ts';
export { type CompiledProtocol, compileProtocol, type ProtocolFiles } from './protocol/compile.ts';
export { describeFault, type Fault } from './protocol/fault.ts';
export type {
  Guide,
  GuideContent,
  GuideSection,
  GuideStep,
  Protocol,
  RedFlag,
  Stage,
  Step,
  Text,
  Window,
} from './protocol/protocol.ts';
