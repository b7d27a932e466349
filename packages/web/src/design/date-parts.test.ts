import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateOf, partsOf } from './date-parts.ts';

const parts = (day: string, month: string, year: string, time = '') => ({ day, month, year, time });

test.each([
  [parts('3', '4', '1968'), '1968-04-03'],
  [parts('', '', '2024'), '2024'],
  [parts('', '2', '2024'), '2024-02'],
  [parts('29', '2', '2024'), '2024-02-29'],
  [parts('29', '02', '2023'), '29~02~2023~'],
  [parts('31', '4', '2026'), '31~4~2026~'],
  [parts('1', '', '2026'), '1~~2026~'],
  [parts('1', '13', '2026'), '1~13~2026~'],
  [parts('1', '1', '26'), '1~1~26~'],
  [parts('1', '1', '2026', '9:05'), '2026-01-01T09:05'],
  [parts('1', '1', '2026', '24:00'), '1~1~2026~24:00'],
  [parts('', '', ''), ''],
])('%o is written as %s', (typed, written) => {
  expect(dateOf(typed)).toBe(written);
});

test('whatever is typed stays in its boxes, up to leading zeros', () => {
  const box = fc.stringMatching(/^[0-9a]{0,4}$/);
  fc.assert(
    fc.property(box, box, box, fc.constantFrom('', '7:30', '25:00', 'x'), (day, month, year, time) => {
      const kept = partsOf(dateOf(parts(day, month, year, time)));
      const bare = (text: string) => text.replace(/^0+(?=\d)/, '');
      expect([kept.day, kept.month, kept.year].map(bare)).toEqual([day, month, year].map(bare));
      expect(bare(kept.time)).toBe(time);
    }),
    { seed: 20261126 },
  );
});
