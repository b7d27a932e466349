import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, dayNumber, daysOfMonth, HOUR, MINUTE, SECOND } from './civil-time.ts';
import { type TimeInterval, timeInterval } from './time-interval.ts';
import { zoneOffset } from './zone.ts';

const SEED = 20_261_122;
const WARSAW = 'Europe/Warsaw';

/** The interval with its ends as ISO texts, for reading. */
function written(text: string, zone = WARSAW): readonly [string, string] {
  const { low, high } = interval(text, zone);
  return [new Date(low).toISOString(), new Date(high).toISOString()];
}

function interval(text: string, zone = WARSAW): TimeInterval {
  const found = timeInterval(text, zone);
  if (typeof found === 'string') throw new Error(`${text} is ${found}`);
  return found;
}

const two = (number: number): string => String(number).padStart(2, '0');
const four = (number: number): string => String(number).padStart(4, '0');

const civilDay = fc
  .record({ year: fc.integer({ min: 1, max: 9_998 }), month: fc.integer({ min: 1, max: 12 }), at: fc.nat(30) })
  .map(({ year, month, at }) => ({ year, month, day: (at % daysOfMonth(year, month)) + 1 }));

const zone = fc.constantFrom('UTC', WARSAW, 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'America/Santiago');

describe('the time that a date covers', () => {
  it.each([
    ['2026', '2025-12-31T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    ['2024-02', '2024-01-31T23:00:00.000Z', '2024-02-29T23:00:00.000Z'],
    ['2026-07-01', '2026-06-30T22:00:00.000Z', '2026-07-01T22:00:00.000Z'],
    ['2026-07-01T10:15', '2026-07-01T08:15:00.000Z', '2026-07-01T08:16:00.000Z'],
    ['2026-07-01T10:15:30', '2026-07-01T08:15:30.000Z', '2026-07-01T08:15:31.000Z'],
    ['2026-07-01T10:15:30Z', '2026-07-01T10:15:30.000Z', '2026-07-01T10:15:31.000Z'],
    ['2026-07-01T10:15:30.25-05:00', '2026-07-01T15:15:30.250Z', '2026-07-01T15:15:30.251Z'],
    ['2026-07-01T10:15:30.123456Z', '2026-07-01T10:15:30.123Z', '2026-07-01T10:15:30.124Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z', '2017-01-01T00:00:01.000Z'],
  ])('of %s in Warsaw is %s to %s', (text, low, high) => {
    expect(written(text)).toEqual([low, high]);
  });

  it('is 23 hours on the day when Warsaw sets its clocks forward, 25 when it sets them back', () => {
    expect(written('2027-03-28')).toEqual(['2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z']);
    expect(written('2027-10-31')).toEqual(['2027-10-30T22:00:00.000Z', '2027-10-31T23:00:00.000Z']);
  });

  it('of a time that occurs twice is the first, and of one that is skipped as long after the change', () => {
    expect(written('2027-10-31T02:30')).toEqual(['2027-10-31T00:30:00.000Z', '2027-10-31T00:31:00.000Z']);
    expect(written('2027-03-28T02:30')).toEqual(['2027-03-28T01:30:00.000Z', '2027-03-28T01:31:00.000Z']);
  });

  it('begins after midnight where midnight is skipped', () => {
    expect(written('2026-09-06', 'America/Santiago')).toEqual(['2026-09-06T04:00:00.000Z', '2026-09-07T03:00:00.000Z']);
  });

  it.each([
    '2023-02-29',
    '2026-13',
    '2026-00',
    '2026-04-31',
    '0000',
    '2026-01-01T24:00',
    '2026-01-01T10:60Z',
    '2026-01-01T10:00:00+14:01',
  ])('of %s is nothing: there is no such time', (text) => {
    expect(timeInterval(text, WARSAW)).toBe('impossible');
  });

  it.each([
    '',
    '26',
    '2026-1',
    '2026-01-01T10',
    '2026-01-01 10:00',
    '2026-01-01T10:00:00.',
    '+2026',
    '2026-W01',
    '2026-01-01T10:00z',
    '٢٠٢٦',
    ' 2026',
  ])('of %j is nothing: it is not written as a date', (text) => {
    expect(timeInterval(text, WARSAW)).toBe('malformed');
  });

  it('begins and ends at midnight of the zone', () => {
    fc.assert(
      fc.property(
        civilDay,
        fc.constantFrom('UTC', WARSAW, 'Asia/Kolkata', 'Pacific/Auckland'),
        ({ year, month, day }, place) => {
          const { low, high } = interval(`${four(year)}-${two(month)}-${two(day)}`, place);
          const midnight = dayNumber(year, month, day) * DAY;
          expect(low + zoneOffset(place, low)).toBe(midnight);
          expect(high + zoneOffset(place, high)).toBe(midnight + DAY);
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('of a year is that of its months, and of a month that of its days, without gap or overlap', () => {
    fc.assert(
      fc.property(civilDay, zone, ({ year, month }, place) => {
        const months = Array.from({ length: 12 }, (_, at) => interval(`${four(year)}-${two(at + 1)}`, place));
        const days = Array.from({ length: daysOfMonth(year, month) }, (_, at) =>
          interval(`${four(year)}-${two(month)}-${two(at + 1)}`, place),
        );
        for (const [whole, parts] of [
          [interval(four(year), place), months],
          [months[month - 1], days],
        ] as const) {
          expect(parts[0]?.low).toBe(whole?.low);
          expect(parts.at(-1)?.high).toBe(whole?.high);
          for (const [at, part] of parts.entries()) expect(part.low).toBe(parts[at - 1]?.high ?? whole?.low);
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('of a time with an offset agrees with ECMAScript', () => {
    const time = fc.record({
      hour: fc.nat(23),
      minute: fc.nat(59),
      second: fc.nat(59),
      offset: fc.integer({ min: -840, max: 840 }),
    });
    fc.assert(
      fc.property(civilDay, time, ({ year, month, day }, { hour, minute, second, offset }) => {
        const size = Math.abs(offset);
        const sign = offset < 0 ? '-' : '+';
        const text = `${four(year)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        const { low, high } = interval(text);
        expect(low).toBe(Date.parse(text));
        expect(high - low).toBe(SECOND);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('of a time without an offset is where the clocks of the zone show it', () => {
    fc.assert(
      fc.property(civilDay, fc.nat(23), zone, ({ year, month, day }, hour, place) => {
        const local = dayNumber(year, month, day) * DAY + hour * HOUR;
        const { low, high } = interval(`${four(year)}-${two(month)}-${two(day)}T${two(hour)}:00`, place);
        const shown = low + zoneOffset(place, low);
        const skipped = zoneOffset(place, low) - zoneOffset(place, low - 2 * HOUR);
        expect(shown === local || (skipped > 0 && shown === local + skipped)).toBe(true);
        expect(high - low).toBe(MINUTE);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});
