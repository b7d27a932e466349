import { isoOf } from '@cryopath/pathway';
import { expect, test } from 'vitest';
import { serverClock } from './server-clock.ts';

/** A tablet whose calendar is a year behind (H12). */
function tablet() {
  let elapsed = 5000;
  const machine = { now: () => Date.UTC(2025, 2, 2) + elapsed, monotonic: () => elapsed };
  return { clock: serverClock(machine), pass: (milliseconds: number) => (elapsed += milliseconds) };
}

test('a tablet with a wrong date takes the server’s time, and lets it run', () => {
  const { clock, pass } = tablet();
  clock.hear('Mon, 02 Mar 2026 09:00:00 GMT');
  pass(1500);
  expect(isoOf(clock.now())).toBe('2026-03-02T09:00:01.500Z');
});

test('an answer that was slower than an earlier one does not set the clock back', () => {
  const { clock, pass } = tablet();
  clock.hear('Mon, 02 Mar 2026 09:00:10 GMT');
  pass(4000);
  clock.hear('Mon, 02 Mar 2026 09:00:09 GMT');
  expect(isoOf(clock.now())).toBe('2026-03-02T09:00:14.000Z');
});

test('a header that is missing or no date changes nothing', () => {
  const { clock } = tablet();
  clock.hear(null);
  clock.hear('soon');
  expect(isoOf(clock.now())).toBe('2025-03-02T00:00:05.000Z');
});
