import { describe, expect, it } from 'vitest';
import type { Json } from '../json/json.ts';
import { parseJson } from '../json/parse.ts';
import { Inspection } from './inspection.ts';
import { PRIMITIVES } from './primitive.ts';

const read = (text: string): Json => {
  const result = parseJson(text);
  return result.ok ? result.value : null;
};

/** The code of the fault of a value as a type, 'valid' when it has none. */
const verdict = (type: string, value: Json): string => {
  const at = new Inspection(10, false);
  PRIMITIVES.get(type)?.(value, at);
  return at.issues[0]?.code ?? 'valid';
};

/** Texts of JSON by verdict; R4, datatypes.html#primitive. */
const CASES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  base64Binary: {
    valid: ['"AA=="', '"AAA="', '"AAAA"', '"AA AA\\n"'],
    'CRYO-128': ['"A"', '"AAA"', '"A==="', '"AA-_"', '"=AAA"', '" "'],
    'CRYO-126': ['""'],
  },
  boolean: { valid: ['true', 'false'], 'CRYO-122': ['"true"', '0', '1.0', 'null'] },
  canonical: { valid: ['"http://a/b|1.0"', '"urn:a:b"'], 'CRYO-128': ['"a b"', '"JavaScript:alert(1)"'] },
  code: {
    valid: ['"a"', '"a b"', '"<="', '"żółć"'],
    'CRYO-128': ['" a"', '"a "', '"a  b"', '"a\\tb"', '"a\\nb"', '" "'],
    'CRYO-122': ['7', '{}'],
  },
  date: {
    valid: ['"2024"', '"2024-02"', '"2024-02-29"', '"0001-01-01"', '"9999-12-31"', '"2000-02-29"'],
    'CRYO-129': ['"2023-02-29"', '"1900-02-29"', '"2024-13"', '"2024-00"', '"2024-04-31"', '"2024-01-00"', '"0000"'],
    'CRYO-128': [
      '"24"',
      '"2024-1"',
      '"2024-01-1"',
      '"2024-01-01T10:00:00Z"',
      '"20240101"',
      '"2024-01-01 "',
      '"2024-"',
      '"-2024"',
    ],
  },
  dateTime: {
    valid: ['"2024"', '"2024-02-29T23:59:60Z"', '"2024-02-29T00:00:00.123456789+14:00"', '"2024-02-29T10:00:00-00:00"'],
    'CRYO-129': [
      '"2023-02-29T10:00:00Z"',
      '"2024-02-29T24:00:00Z"',
      '"2024-02-29T10:60:00Z"',
      '"2024-02-29T10:00:61Z"',
      '"2024-02-29T10:00:00+14:30"',
      '"2024-02-29T10:00:00+10:60"',
    ],
    'CRYO-128': [
      '"2024-02-29T10:00Z"',
      '"2024-02-29T10:00:00"',
      '"2024-02-29T10:00:00."',
      '"2024-02-29T10:00:00z"',
      '"2024-02-29 10:00:00Z"',
      '"2024-02-29T10:00:00+1:00"',
      '"2024-02-29T10:00:00ZZ"',
    ],
  },
  decimal: {
    valid: ['1', '1.00', '-0.0', '1e3', '0.10000000000000000000001'],
    'CRYO-130': ['1e400', '-1e999'],
    'CRYO-122': ['"1.0"', 'true', '[]'],
  },
  id: { valid: ['"a-B.9"'], 'CRYO-128': ['"a_b"', '"a/b"', '"ż"', `"${'a'.repeat(65)}"`] },
  instant: { valid: ['"2024-02-29T10:00:00.5Z"'], 'CRYO-128': ['"2024-02-29"', '"2024-02-29T10:00:00"'] },
  integer: {
    valid: ['0', '-1', '2147483647', '-2147483648'],
    'CRYO-130': ['2147483648', '-2147483649', '1e+21'],
    'CRYO-128': ['0.5', '1.0', '1e3', '-0'],
    'CRYO-122': ['"1"', 'true'],
  },
  markdown: { valid: ['"# a\\r\\n\\tb"'], 'CRYO-153': ['"a\\u0000"', '"\\u001b[0m"'] },
  oid: {
    valid: ['"urn:oid:1.2.3"', '"urn:oid:2.16.840.0"'],
    'CRYO-128': ['"1.2.3"', '"urn:oid:3.1"', '"urn:oid:1.02"', '"urn:oid:1."'],
    'CRYO-131': [`"urn:oid:1${'.1'.repeat(1_000_000)}"`],
  },
  positiveInt: { valid: ['1'], 'CRYO-130': ['0', '-1'] },
  string: {
    valid: ['"a"', '"Zażółć gęślą jaźń"', '" "', `"${'a'.repeat(1_048_576)}"`],
    'CRYO-131': [`"${'a'.repeat(1_048_577)}"`],
    'CRYO-126': ['""'],
    'CRYO-153': ['"a\\u0007b"'],
    'CRYO-122': ['null', '["a"]'],
  },
  time: {
    valid: ['"10:00:00"', '"23:59:60.5"'],
    'CRYO-129': ['"24:00:00"'],
    'CRYO-128': ['"10:00"', '"10:00:00Z"', '"10:00:00."'],
  },
  unsignedInt: { valid: ['0', '2147483647'], 'CRYO-130': ['-1'] },
  uri: {
    valid: ['"a"', '"http://a/b?c#d"', '"urn:a"'],
    'CRYO-128': ['"a b"', '"javascript:alert(1)"', '"VBScript:x"'],
  },
  url: { valid: ['"https://a"'], 'CRYO-128': ['"a b"'] },
  uuid: {
    valid: ['"urn:uuid:0193a5f2-7a51-7c1e-9f6e-2f3f1c0d7a11"'],
    'CRYO-128': ['"0193a5f2-7a51-7c1e-9f6e-2f3f1c0d7a11"', '"urn:uuid:0193A5F2-7a51-7c1e-9f6e-2f3f1c0d7a11"'],
  },
};

const rows = Object.entries(CASES).flatMap(([type, verdicts]) =>
  Object.entries(verdicts).flatMap(([code, texts]) => texts.map((text) => [type, text, code] as const)),
);

describe('a primitive', () => {
  it.each(rows)('%s %.60s: %s', (type, text, code) => {
    expect(verdict(type, read(text))).toBe(code);
  });

  it('has cases here for every type but xhtml, which has its own test', () => {
    expect([...PRIMITIVES.keys()].filter((type) => !(type in CASES))).toStrictEqual(['xhtml']);
  });
});
