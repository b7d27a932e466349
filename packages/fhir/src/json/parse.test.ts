import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../outcome/outcome.ts';
import { Decimal } from './decimal.ts';
import type { Json } from './json.ts';
import { parseJson } from './parse.ts';
import { plain } from './plain.ts';
import { stringifyJson } from './stringify.ts';

const SEED = 20_261_122;
const check = <T>(arbitrary: fc.Arbitrary<T>, claim: (value: T) => unknown, numRuns = 2_000) =>
  fc.assert(
    fc.property(arbitrary, (value) => {
      claim(value);
    }),
    { seed: SEED, numRuns },
  );

const read = (text: string): Json => {
  const result = parseJson(text);
  if (!result.ok) throw new Error(`${text}: ${textOf(result.outcome.issues[0] ?? { code: 'CRYO-100' }, 'en')}`);
  return result.value;
};

const nativelyRead = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return 'refused';
  }
};

const refusalOf = (text: string, maxDepth = 64) => {
  const result = parseJson(text, { maxDepth });
  return result.ok ? undefined : { code: result.outcome.issues[0]?.code, ...result.outcome.issues[0]?.params };
};

/** Names that JavaScript keeps in the order of writing and that the reader accepts. */
const name = fc
  .oneof(
    fc.constantFrom('value', 'code', 'toString', 'hasOwnProperty', 'ł', 'a"b', 'tab\t'),
    fc.string({ unit: 'grapheme' }),
  )
  .filter((each) => !/^\d+$/.test(each) && !['__proto__', 'constructor', 'prototype'].includes(each));
const decimalText = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 10n ** 30n }),
    fc.option(fc.stringMatching(/^\d{1,30}$/)),
    fc.integer({ min: -400, max: 400 }),
    fc.constantFrom('', 'e', 'E', 'e+'),
  )
  .map(([minus, whole, fraction, exponent, mark]) =>
    [
      minus ? '-' : '',
      whole,
      fraction === null ? '' : `.${fraction}`,
      mark === '' ? '' : `${mark}${mark === 'e+' ? Math.abs(exponent) : exponent}`,
    ].join(''),
  );
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.string({ unit: 'grapheme' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Object.is(each, -0)),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(name, tie('value'), { maxKeys: 6 }).map((each) => ({ ...each })),
  ),
})).value;

describe('reading JSON without loss', () => {
  it('gives back what was written', () => {
    check(json, (value) => expect(read(stringifyJson(value))).toStrictEqual(value));
  });

  it('writes canonical text again as it was', () => {
    check(json, (value) => expect(stringifyJson(read(JSON.stringify(value)))).toBe(JSON.stringify(value)));
  });

  it('keeps the text of every number', () => {
    check(decimalText, (text) => expect(stringifyJson(read(`[${text}]`))).toBe(`[${text}]`));
  });

  it.each([
    '1.00',
    '0.0',
    '-0',
    '-0.0',
    '1e3',
    '1E+3',
    '0.10',
    '12345678901234567',
    '1e-400',
    '1e400',
    '100000000000000000000000',
  ])('keeps %s as a Decimal', (text) => {
    expect(read(text)).toStrictEqual(new Decimal(text));
    expect(stringifyJson({ value: read(text) })).toBe(`{"value":${text}}`);
  });

  it.each(['0', '7', '-7', '36.6', '0.000001', '-273.15', '123456789012345', '9007199254740991', '1e+21', '5e-324'])(
    'reads %s as a plain number',
    (text) => expect(read(text)).toBe(Number(text)),
  );

  it('agrees with JSON.parse on numbers, once decimals are made plain', () => {
    check(decimalText, (text) => expect(plain(read(text))).toBe(JSON.parse(text)));
  });

  it('agrees with JSON.parse on pretty-printed text', () => {
    check(fc.tuple(json, fc.integer({ min: 0, max: 10 })), ([value, indent]) => {
      const text = JSON.stringify(value, null, indent);
      expect(plain(read(text))).toStrictEqual(JSON.parse(text));
    });
  });

  it('reads every escape, and names that objects inherit', () => {
    expect(read('"\\u0041\\n\\/\\"\\\\\\b\\f\\r\\t\\ud83e\\uddca"')).toBe('A\n/"\\\b\f\r\t🧊');
    expect(read('{"toString":1,"valueOf":2,"\\u0061":3}')).toStrictEqual({ toString: 1, valueOf: 2, a: 3 });
  });

  it('does not take a name for another that it read before', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `a${index}`);
    const misread = names.filter((each) => {
      read('{"a":1}');
      return !Object.hasOwn(read(`{"${each}":1}`) as object, each);
    });
    expect(misread).toStrictEqual([]);
  });

  it('tolerates a byte order mark at the start only', () => {
    expect(read('\uFEFF{"a":1}')).toStrictEqual({ a: 1 });
    expect(refusalOf('{"a":\uFEFF1}')).toMatchObject({ code: 'CRYO-101', found: 'U+FEFF' });
  });

  it('does not copy what has no decimals', () => {
    const value = read('{"kept":{"a":[1,2]},"changed":[1.50]}') as { kept: object };
    const copy = plain(value as unknown as Json) as { kept: object };
    expect(copy).toStrictEqual({ kept: { a: [1, 2] }, changed: [1.5] });
    expect(copy.kept).toBe(value.kept);
  });
});

describe('refusing what is not strict JSON', () => {
  it('accepts and refuses the same texts as JSON.parse, but for what it refuses on purpose', () => {
    const onPurpose = ['CRYO-105', 'CRYO-106', 'CRYO-107', 'CRYO-108'];
    const damaged = fc
      .tuple(
        json,
        fc.nat(),
        fc.nat({ max: 3 }),
        fc.constantFrom('', '"', '\\', '{', ']', ',', ':', '0', '-', '.', 'e', ' ', '\n', '\u0001', '\ud800', 'null'),
      )
      .map(([value, at, cut, put]) => {
        const text = JSON.stringify(value);
        const where = at % (text.length + 1);
        return text.slice(0, where) + put + text.slice(where + cut);
      });
    check(
      damaged,
      (text) => {
        const result = parseJson(text);
        const code = result.ok ? undefined : result.outcome.issues[0]?.code;
        const refusedOnPurpose = code !== undefined && onPurpose.includes(code);
        expect(refusedOnPurpose || { read: result.ok ? plain(result.value) : 'refused' }).toStrictEqual(
          refusedOnPurpose || { read: nativelyRead(text) },
        );
      },
      20_000,
    );
  });

  it('never throws, whatever the text', () => {
    check(fc.string({ unit: 'binary' }), (text) => expect(parseJson(text)).toHaveProperty('ok'), 5_000);
  });

  it.each([
    ['{"a":1,"b":{"c":2,"c":3}}', { code: 'CRYO-105', line: 1, column: 19, pointer: '/b/c', key: 'c' }],
    ['{"a":1,"\\u0061":3}', { code: 'CRYO-105', pointer: '/a' }],
    ['{"a":[0,\n {"__proto__":1}]}', { code: 'CRYO-106', line: 2, column: 3, pointer: '/a/1/__proto__' }],
    ['{"constructor":1}', { code: 'CRYO-106', pointer: '/constructor' }],
    ['{"prototype":1}', { code: 'CRYO-106', pointer: '/prototype' }],
    ['{"__pro\\u0074o__":1}', { code: 'CRYO-106' }],
    ['["a","\\ud800"]', { code: 'CRYO-107', line: 1, column: 7, pointer: '/1' }],
    ['"\\udc00\\ud800"', { code: 'CRYO-107', column: 2 }],
    ['"\ud800x"', { code: 'CRYO-107' }],
    ['{"\udc00":1}', { code: 'CRYO-107' }],
    ['"\\ud83e\\u0041"', { code: 'CRYO-107' }],
    ['"a\u0000b"', { code: 'CRYO-109', column: 3 }],
    ['"a\nb"', { code: 'CRYO-109' }],
    ['{"a\tb":1}', { code: 'CRYO-109' }],
    ['{} {}', { code: 'CRYO-110', line: 1, column: 4 }],
    ['01', { code: 'CRYO-111', column: 2 }],
    ['-', { code: 'CRYO-102' }],
    ['-x', { code: 'CRYO-111', column: 2 }],
    ['1.x', { code: 'CRYO-111' }],
    ['1ex', { code: 'CRYO-111' }],
    ['+1', { code: 'CRYO-101', found: '"+"' }],
    ['NaN', { code: 'CRYO-101' }],
    ["{'a':1}", { code: 'CRYO-101', column: 2 }],
    ['{"a":1,}', { code: 'CRYO-101', column: 8 }],
    ['[1,]', { code: 'CRYO-101', pointer: '/1' }],
    ['nul', { code: 'CRYO-102' }],
    ['nulx', { code: 'CRYO-101', column: 4 }],
    ['"\\x"', { code: 'CRYO-112', column: 2 }],
    ['"\\u12g4"', { code: 'CRYO-112' }],
    ['', { code: 'CRYO-102', line: 1, column: 1, pointer: '/' }],
    ['{"a~/b":', { code: 'CRYO-102', pointer: '/a~0~1b' }],
    ['\uFEFFx', { code: 'CRYO-101', column: 1 }],
  ])('refuses %j with the place', (text, expected) => {
    expect(refusalOf(text)).toMatchObject(expected);
  });

  it('refuses nesting beyond the limit, and reads what is just within it', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(refusalOf(nested(64))).toBeUndefined();
    expect(refusalOf(nested(65))).toMatchObject({ code: 'CRYO-108', limit: 64, column: 65 });
    expect(refusalOf(nested(3), 2)).toMatchObject({ code: 'CRYO-108', limit: 2 });
    expect(refusalOf('{"a":'.repeat(1_000_000))).toMatchObject({ code: 'CRYO-108' });
    expect(refusalOf('['.repeat(1_000_000), Number.POSITIVE_INFINITY)).toMatchObject({
      code: 'CRYO-108',
      limit: 1_000,
    });
  });

  it('keeps its answer small when the input is hostile', () => {
    const result = parseJson(`{"${'k'.repeat(1_000_000)}":x}`);
    expect(JSON.stringify(result).length).toBeLessThan(500);
  });
});
