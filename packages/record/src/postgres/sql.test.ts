import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joined, named, sql } from './sql.ts';

test('parameters stay apart from the text and are numbered in the order in which they stand', () => {
  const inner = sql`b = ${2} or c = ${3}`;
  const whole = sql`select 1 where a = ${1} and (${inner}) and d = ${4}`;
  expect(whole.text).toBe('select 1 where a = $1 and (b = $2 or c = $3) and d = $4');
  expect(whole.values).toEqual([1, 2, 3, 4]);
});

test('a fragment without parameters may stand anywhere, also side by side', () => {
  const whole = sql`${named('r.id')}${sql``}${sql` = ${'x'}`}`;
  expect([whole.text, whole.values]).toEqual(['r.id = $1', ['x']]);
});

test('fragments are joined with a fixed word between them', () => {
  const all = joined([sql`a = ${1}`, sql`b`, sql`c = ${2}`], ' and ');
  expect([all.text, all.values]).toEqual(['a = $1 and b and c = $2', [1, 2]]);
  expect(joined([], ' and ').text).toBe('');
});

test('whatever text is given as a value, the statement is the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const one = sql`select ${value} where ${sql`x = ${value}`}`;
      expect(one.text).toBe('select $1 where x = $2');
      expect(one.values).toEqual([value, value]);
    }),
    { seed: 7, numRuns: 50 },
  );
});

test('a name that is not a plain word is a bug and says so', () => {
  expect(() => named('x; drop table version')).toThrow(RangeError);
  expect(() => named('a.b.c')).toThrow(RangeError);
});
