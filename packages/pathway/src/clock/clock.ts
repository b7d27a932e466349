import { type ElapsedMilliseconds, type Instant, instantOf } from './instant.ts';

/** What the core knows of time. It is handed in: nothing below a program's entry asks the machine (I7). */
export interface Clock {
  /** What the wall clock shows. It may be set, forwards or back. */
  now(): Instant;
  /** Time since some fixed moment. It only grows. */
  monotonic(): ElapsedMilliseconds;
}

export interface SimulatedClock extends Clock {
  /** Lets time pass, on both hands. @throws RangeError for a negative span. */
  advance(milliseconds: number): void;
  /** Sets the wall clock, as an administrator or a time server would; the monotonic hand does not move. */
  set(now: Instant): void;
}

/**
 * A clock that stands still until it is told otherwise, for tests and for the demo's travel in time.
 *
 * @example
 * const clock = simulatedClock('2026-03-02T10:00:00+01:00');
 * clock.advance(30 * 60_000);
 * isoOf(clock.now()); // '2026-03-02T09:30:00.000Z'
 */
export function simulatedClock(start: string): SimulatedClock {
  let now: number = instantOf(start);
  let elapsed = 0;
  return {
    now: () => now as Instant,
    monotonic: () => elapsed as ElapsedMilliseconds,
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError(`Time does not run by ${milliseconds} ms`);
      now += milliseconds;
      elapsed += milliseconds;
    },
    set(to) {
      now = to;
    },
  };
}
