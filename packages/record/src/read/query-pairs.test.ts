import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_QUERY, MOST_PAIRS, queryPairs, queryText } from './query-pairs.ts';

test('what is written as a query is read back as it was', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((value) => value.isWellFormed() && !value.includes('\0'));
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: text.filter((name) => name !== ''), value: text }), { maxLength: 20 }),
      (pairs) => {
        expect(queryPairs(queryText(pairs))).toEqual({ ok: true, value: pairs });
      },
    ),
    { seed: 3 },
  );
});

test('any text is read or refused, and never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (query) => {
      const read = queryPairs(query);
      const isSound = read.ok
        ? read.value.every(({ value }) => !value.includes('\0') && value.isWellFormed())
        : read.outcome.issues[0]?.code.startsWith('CRYO-3');
      expect(isSound).toBe(true);
    }),
    { seed: 4, numRuns: 150 },
  );
});

test.each(['a=%', 'a=%zz', 'a=%c3%28', 'a=%00', 'a=%ed%a0%80', '%=1'])(
  '%s is refused: what it means would be a guess',
  (query) => {
    expect(queryPairs(query).ok).toBe(false);
  },
);

test('too long a query, and too many parameters, are refused', () => {
  expect(queryPairs(`a=${'x'.repeat(LONGEST_QUERY)}`).ok).toBe(false);
  expect(queryPairs('a=1&'.repeat(MOST_PAIRS + 1)).ok).toBe(false);
  expect(queryPairs('a=1&'.repeat(MOST_PAIRS)).ok).toBe(true);
});
