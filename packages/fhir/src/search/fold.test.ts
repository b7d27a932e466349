import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, INDEXED_LENGTH, indexed } from './fold.ts';

const SEED = 20_261_122;
const text = fc.string({ unit: 'binary', maxLength: 40 });

describe('folding', () => {
  it.each([
    ['Łódź', 'lodz'],
    ['Żółć', 'zolc'],
    ['ZAŻÓŁĆ  GĘŚLĄ\tJAŹŃ', 'zazolc gesla jazn'],
    ['Kowalska-Nowak', 'kowalska-nowak'],
    [' Anna  Maria ', 'anna maria'],
    ['Müller', 'muller'],
    ['Straße', 'strasse'],
    ['STRAẞE', 'strasse'],
    ['Ångström', 'angstrom'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['', ''],
  ])('makes %j compare as %j', (written, compared) => {
    expect(fold(written)).toBe(compared);
  });

  it('treats a letter and its decomposed form alike', () => {
    fc.assert(
      fc.property(text, (written) => {
        expect(fold(written.normalize('NFD'))).toBe(fold(written.normalize('NFC')));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('of what is folded changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (written) => {
        expect(fold(fold(written))).toBe(fold(written));
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('of plain text is the same by the short way as by the long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 20 }), (written) => {
        // The combining accent takes the long way, and disappears.
        expect(fold(`${written}\u0301`)).toBe(fold(written));
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});

describe('an indexed text', () => {
  it('is cut to the length that an index takes, between characters', () => {
    expect(indexed('x'.repeat(1_000))).toHaveLength(INDEXED_LENGTH);
    expect(indexed(`${'x'.repeat(INDEXED_LENGTH - 1)}😀`)).toBe('x'.repeat(INDEXED_LENGTH - 1));
    expect(indexed(`${'x'.repeat(INDEXED_LENGTH - 2)}😀`)).toBe(`${'x'.repeat(INDEXED_LENGTH - 2)}😀`);
  });
});
