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

test('tells how far the tablet’s own clock is from the server’s, as it was heard last', () => {
  const { clock, pass } = tablet();
  expect(clock.difference()).toBeUndefined();
  clock.hear('Sun, 02 Mar 2025 00:03:05 GMT');
  expect(clock.difference()).toBe(-180_000);
  pass(180_000);
  clock.hear('Sun, 02 Mar 2025 00:03:05 GMT');
  expect(clock.difference()).toBe(0);
});

test('without a network no restriction ends early by a clock that is ahead, and none begins anew by one that went back', () => {
  const { clock, pass } = tablet();
  const shown = Date.UTC(2025, 2, 2) + 5000;
  // Read when the tablet was two days ahead: it still is.
  expect(clock.since({ at: shown - 2 * 86_400_000 - 3_600_000, difference: 2 * 86_400_000 })).toBe(
    shown - 2 * 86_400_000,
  );
  // Read at a time that the tablet has not come to: time does not run backwards.
  expect(clock.since({ at: shown + 3_600_000, difference: -3_600_000 })).toBe(shown + 3_600_000);
  // Once the server has been heard it alone counts.
  clock.hear('Mon, 02 Mar 2026 09:00:00 GMT');
  pass(1000);
  expect(isoOf(clock.since({ at: shown, difference: 2 * 86_400_000 }))).toBe('2026-03-02T09:00:01.000Z');
});
