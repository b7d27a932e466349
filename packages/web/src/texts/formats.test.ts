import { expect, test } from 'vitest';
import { dateFormat, numberFormat } from './formats.ts';

test('a format is made once for a language and its options, and never given to another', () => {
  const day = { timeZone: 'Europe/Warsaw', dateStyle: 'medium' } as const;
  expect(dateFormat('pl', day)).toBe(dateFormat('pl', { ...day }));
  const at = Date.parse('2026-03-02T23:30:00Z');
  expect(dateFormat('pl', day).format(at)).toBe('3 mar 2026');
  expect(dateFormat('en', day).format(at)).toBe('3 Mar 2026');
  expect(dateFormat('en', { ...day, timeZone: 'UTC' }).format(at)).toBe('2 Mar 2026');
  expect(numberFormat('pl', { maximumFractionDigits: 1 }).format(2.55)).toBe('2,6');
  expect(numberFormat('en', { maximumFractionDigits: 1 }).format(2.55)).toBe('2.6');
});
