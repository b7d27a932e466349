import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BlockScore, blockRelief, painScore } from './relief.ts';

const seed = 20_260_302;
const decides = { from: 15, to: 60 };
const score = (minute: number, pain: number, sameMovement = true): BlockScore => {
  const scored = painScore(pain);
  if (scored === undefined) throw new RangeError(String(pain));
  return { minute, pain: scored, sameMovement };
};

describe('relief by a diagnostic block', () => {
  test('is the best of the scores that may decide', () => {
    const { relief, curve } = blockRelief([score(0, 8), score(15, 6), score(30, 2), score(60, 5)], decides);
    expect(relief).toBe(75);
    expect(curve).toEqual([
      { minute: 15, relief: 25 },
      { minute: 30, relief: 75 },
      { minute: 60, relief: 37.5 },
    ]);
  });

  test('is unknown without a score before', () => {
    expect(blockRelief([score(30, 0)], decides)).toEqual({ curve: [] });
  });

  test('is unknown when nothing hurt before', () => {
    expect(blockRelief([score(0, 0), score(30, 0)], decides).relief).toBeUndefined();
  });

  test('is unknown without a score after it', () => {
    expect(blockRelief([score(0, 8)], decides).relief).toBeUndefined();
  });

  test('takes no score on another movement, nor one too early or too late to decide', () => {
    const scores = [score(0, 8), score(5, 0), score(30, 0, false), score(60, 6), score(240, 0)];
    expect(blockRelief(scores, decides).relief).toBe(25);
  });

  test('is negative when the pain grew', () => {
    expect(blockRelief([score(0, 4), score(30, 6)], decides).relief).toBe(-50);
  });

  test('takes neither of two scores for one minute', () => {
    expect(blockRelief([score(0, 8), score(30, 0), score(30, 8), score(60, 6)], decides).relief).toBe(25);
    expect(blockRelief([score(0, 8), score(0, 2), score(30, 1)], decides).relief).toBeUndefined();
  });

  test('never exceeds 100 %, and never depends on the order of the scores', () => {
    const scores = fc.uniqueArray(
      fc.record({ minute: fc.constantFrom(0, 15, 30, 60, 120), pain: fc.nat(10), same: fc.boolean() }),
      { selector: ({ minute }) => minute },
    );
    fc.assert(
      fc.property(scores, (drawn) => {
        const all = drawn.map(({ minute, pain, same }) => score(minute, pain, same));
        const { relief } = blockRelief(all, decides);
        expect(relief ?? 0).toBeLessThanOrEqual(100);
        expect(blockRelief(all.toReversed(), decides).relief).toBe(relief);
      }),
      { seed },
    );
  });

  test.each([-1, 11, 4.5, Number.NaN, '4', null, undefined])('%j is no score of pain', (value) => {
    expect(painScore(value)).toBeUndefined();
  });
});
