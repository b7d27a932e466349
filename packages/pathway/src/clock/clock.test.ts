import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, calendarDayAt, isoOfDay, parseCalendarDay } from './calendar-day.ts';
import { simulatedClock } from './clock.ts';
import { type Instant, instantOf, isoOf, parseInstant } from './instant.ts';

const seed = 20_260_302;
const instants = fc.integer({ min: Date.UTC(1, 0, 1) - 62_000_000_000_000, max: Date.UTC(9999, 11, 31) });

describe('an instant', () => {
  test('is written and read as the platform does, for every millisecond FHIR can name', () => {
    fc.assert(
      fc.property(
        instants.filter((value) => value >= Date.parse('0001-01-01T00:00:00Z')),
        (value) => {
          const iso = isoOf(value as Instant);
          expect(iso).toBe(new Date(value).toISOString());
          expect(parseInstant(iso)).toBe(value);
        },
      ),
      { seed, numRuns: 2000 },
    );
  });

  test.each([
    ['2026-03-02T10:00:00+01:00', '2026-03-02T09:00:00.000Z'],
    ['2026-03-01T23:30:00-05:30', '2026-03-02T05:00:00.000Z'],
    ['2026-03-02T09:00:00.1239Z', '2026-03-02T09:00:00.123Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(isoOf(instantOf(text))).toBe(expected);
  });

  test.each([
    '2026-03-02',
    '2026-03-02T09:00:00',
    '2026-02-29T09:00:00Z',
    '2026-13-01T09:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T09:60:00Z',
    '2026-03-02T09:00:00+14:30',
    '0000-03-02T09:00:00Z',
    ' 2026-03-02T09:00:00Z',
    '',
  ])('%j is not one', (text) => {
    expect(parseInstant(text)).toBeUndefined();
    expect(() => instantOf(text)).toThrow(RangeError);
  });

  test('before the year 1 or after 9999 cannot be written', () => {
    expect(() => isoOf(253_402_300_800_000 as Instant)).toThrow(RangeError);
    expect(() => isoOf(Number.NaN as Instant)).toThrow(RangeError);
  });
});

describe('a calendar day', () => {
  test.each([
    ['2026-03-02T22:59:59Z', 'Europe/Warsaw', '2026-03-02'],
    ['2026-03-02T23:00:00Z', 'Europe/Warsaw', '2026-03-03'],
    ['2026-06-30T22:00:00Z', 'Europe/Warsaw', '2026-07-01'],
    ['2026-03-02T23:00:00Z', 'America/New_York', '2026-03-02'],
  ])('at %s in %s is %s', (instant, zone, day) => {
    expect(isoOfDay(calendarDayAt(instantOf(instant), zone))).toBe(day);
  });

  test('two days after the eve of a clock change is still two days on the calendar', () => {
    const friday = calendarDayAt(instantOf('2026-03-27T23:30:00+01:00'), 'Europe/Warsaw');
    expect(isoOfDay(addDays(friday, 2))).toBe('2026-03-29');
  });

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (days) => {
        const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
        expect(parseCalendarDay(text)).toBe(days);
      }),
      { seed, numRuns: 1000 },
    );
  });

  test.each(['2026-02-29', '1900-02-29', '2026-00-10', '2026-04-31', '2026-4-1'])('%s does not exist', (text) => {
    expect(parseCalendarDay(text)).toBeUndefined();
  });
});

describe('a simulated clock', () => {
  test('runs only when told, and its monotonic hand ignores a wall clock set back', () => {
    const clock = simulatedClock('2026-03-02T10:00:00+01:00');
    expect(isoOf(clock.now())).toBe('2026-03-02T09:00:00.000Z');
    clock.advance(1500);
    clock.set(instantOf('2026-03-02T08:00:00Z'));
    clock.advance(500);
    expect(isoOf(clock.now())).toBe('2026-03-02T08:00:00.500Z');
    expect(clock.monotonic()).toBe(2000);
    expect(() => clock.advance(-1)).toThrow(RangeError);
  });
});
