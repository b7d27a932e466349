import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cursorParts, cursorText } from './cursor.ts';

test('a cursor is read back as it was written', () => {
  const parts = ['2026-03-02T09:00:00.000Z', 'łoś', -8.64e15, null, 17];
  expect(cursorParts(cursorText(parts), ['instant', 'text', 'integer', 'number', 'integer'], true)).toEqual(parts);
});

test('the last part is never absent', () => {
  expect(cursorParts(cursorText([null]), ['integer'], true)).toBeUndefined();
});

test.each([
  ['too few parts', [1], ['text', 'integer']],
  ['a text for a number', ['1; drop table version'], ['integer']],
  ['a fraction for a number of a row', [1.5], ['integer']],
  ['a day that does not exist', ['2026-02-30T09:00:00.000Z', 1], ['instant', 'integer']],
  ['a NUL', ['a\0b', 1], ['text', 'integer']],
  ['half a surrogate pair', ['\ud800', 1], ['text', 'integer']],
  ['an object', [{}, 1], ['text', 'integer']],
  ['a text without end', ['x'.repeat(2_000), 1], ['text', 'integer']],
] as const)('%s is not a cursor of ours', (_name, parts, kinds) => {
  expect(cursorParts(cursorText(parts as never), kinds)).toBeUndefined();
});

test('whatever a client sends as a cursor, it is read as one or it is not, and nothing is thrown', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json().map((json) => Buffer.from(json).toString('base64url')),
      ),
      (text) => {
        const parts = cursorParts(text, ['text', 'integer']);
        expect(parts === undefined || (typeof parts[0] === 'string' && Number.isSafeInteger(parts[1]))).toBe(true);
      },
    ),
    { seed: 5, numRuns: 200 },
  );
});
