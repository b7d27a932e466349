import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyResource } from './any-resource.ts';
import type { SearchKind } from './parameters.ts';
import { matches } from './query-match.ts';
import { type QueryValue, queryValues } from './query-value.ts';
import type { SearchValue } from './search-value.ts';
import { searchValues } from './search-values.ts';

const SEED = 20_261_122;
const NOW = Date.parse('2026-11-22T12:00:00Z');
const KINDS: readonly SearchKind[] = ['token', 'string', 'date', 'reference', 'quantity', 'uri', 'number'];

const asked = (kind: SearchKind, text: string, type?: string) =>
  queryValues({ name: 'p', kind }, text, { now: NOW, ...(type === undefined ? {} : { type }) });

/** The values asked for, or the code and parameters of the refusal. */
function read(kind: SearchKind, text: string, type?: string): readonly QueryValue[] | string {
  const result = asked(kind, text, type);
  return result.ok
    ? result.value
    : `${result.outcome.issues[0]?.code} ${JSON.stringify(result.outcome.issues[0]?.params)}`;
}

const any = undefined;

describe('a token', () => {
  it.each([
    ['http://loinc.org|72514-3', { system: 'http://loinc.org', code: '72514-3' }],
    ['72514-3', { system: any, code: '72514-3' }],
    ['|active', { system: '', code: 'active' }],
    ['http://loinc.org|', { system: 'http://loinc.org', code: any }],
    ['a\\|b', { system: any, code: 'a|b' }],
    ['s|a\\,b\\$c\\\\d', { system: 's', code: 'a,b$c\\d' }],
  ])('%s', (text, expected) => {
    expect(read('token', text)).toEqual([{ kind: 'token', ...expected }]);
  });

  it('lists alternatives', () => {
    expect(read('token', 'a,s|b')).toMatchObject([{ code: 'a' }, { system: 's', code: 'b' }]);
  });
});

describe('a reference', () => {
  it.each([
    ['Patient/7', undefined, { type: 'Patient', id: '7' }],
    ['7', undefined, { id: '7' }],
    ['7', 'Patient', { type: 'Patient', id: '7' }],
    ['Patient/7', 'Patient', { type: 'Patient', id: '7' }],
    ['Patient/7/_history/2', undefined, { type: 'Patient', id: '7', version: '2' }],
    ['https://x.example/fhir/Patient/7', undefined, { type: 'Patient', url: 'https://x.example/fhir/Patient/7' }],
    ['https://x.example/q|1.2', undefined, { url: 'https://x.example/q', version: '1.2' }],
    ['urn:oid:1.2.3', undefined, { url: 'urn:oid:1.2.3' }],
  ])('%s, asked for %s', (text, type, expected) => {
    expect(read('reference', text, type)).toMatchObject([{ kind: 'reference', ...expected }]);
  });

  it('is restricted to the type of its alias', () => {
    const patient = { name: 'patient', kind: 'reference', alias: { of: ['subject'], target: 'Patient' } } as const;
    expect(queryValues(patient, '7', { now: NOW })).toMatchObject({ ok: true, value: [{ type: 'Patient', id: '7' }] });
    expect(queryValues(patient, 'Group/7', { now: NOW })).toMatchObject({
      outcome: { issues: [{ code: 'CRYO-302', params: { parameter: 'patient', value: 'Group/7' } }] },
    });
    expect(queryValues(patient, '7', { now: NOW, type: 'Group' })).toMatchObject({
      outcome: { issues: [{ code: 'CRYO-303', params: { parameter: 'patient', modifier: 'Group' } }] },
    });
  });
});

describe('a quantity', () => {
  it.each([
    ['5.4', { prefix: 'eq', value: 5.4, low: 5.35, high: 5.45 }],
    ['5.40', { value: 5.4, low: 5.395, high: 5.405 }],
    ['100', { low: 99.5, high: 100.5 }],
    ['1e2', { low: 50, high: 150 }],
    ['5.40e-3', { low: 0.005_395, high: 0.005_405 }],
    ['-70', { low: -70.5, high: -69.5 }],
    ['0', { low: -0.5, high: 0.5 }],
    ['le5.4', { prefix: 'le', value: 5.4 }],
    ['ap50', { prefix: 'ap', low: 45, high: 55 }],
    ['5.4|http://unitsofmeasure.org|mg', { system: 'http://unitsofmeasure.org', code: 'mg' }],
    ['5.4||mg', { system: any, code: 'mg' }],
    ['gt5||a\\|b', { prefix: 'gt', code: 'a|b' }],
  ])('%s', (text, expected) => {
    expect(read('quantity', text)).toMatchObject([{ kind: 'quantity', ...expected }]);
  });
});

describe('a date', () => {
  const at = (text: string): number => Date.parse(text);

  it('is a day of the clinic, with its prefix', () => {
    expect(read('date', 'ge2026-03-28')).toEqual([
      { kind: 'date', prefix: 'ge', low: at('2026-03-27T23:00Z'), high: at('2026-03-28T23:00Z') },
    ]);
  });

  it('that is approximate is wider by a tenth of its distance from now, on both sides', () => {
    expect(read('date', 'ap2026-11-12T12:00:00Z')).toEqual([
      {
        kind: 'date',
        prefix: 'ap',
        low: at('2026-11-11T12:00:00.100Z'),
        high: at('2026-11-13T12:00:00.900Z'),
      },
    ]);
    expect(read('date', 'ap2026-11-22T12:00Z')).toMatchObject([{ low: NOW, high: NOW + 60_000 }]);
  });
});

describe('a refusal', () => {
  it.each<[SearchKind, string, string]>([
    ['token', '', 'CRYO-316 {"parameter":"p"}'],
    ['token', 'a,,b', 'CRYO-316 {"parameter":"p"}'],
    ['token', '|', 'CRYO-302 {"parameter":"p","kind":"token","value":"|"}'],
    ['token', 'a|b|c', 'CRYO-302 {"parameter":"p","kind":"token","value":"a|b|c"}'],
    ['string', ' ', 'CRYO-316 {"parameter":"p"}'],
    ['date', 'yesterday', 'CRYO-304 {"parameter":"p","prefix":"ye"}'],
    ['date', '26-01-01', 'CRYO-302 {"parameter":"p","kind":"date","value":"26-01-01"}'],
    ['date', 'ge', 'CRYO-302 {"parameter":"p","kind":"date","value":"ge"}'],
    ['date', '2023-02-29', 'CRYO-311 {"parameter":"p","value":"2023-02-29"}'],
    ['quantity', 'five', 'CRYO-304 {"parameter":"p","prefix":"fi"}'],
    ['quantity', '5,4|', 'ok'],
    ['quantity', '5.4|a|b|c', 'CRYO-302 {"parameter":"p","kind":"quantity","value":"5.4|a|b|c"}'],
    ['quantity', '1e400', 'CRYO-302 {"parameter":"p","kind":"quantity","value":"1e400"}'],
    ['quantity', '|s|c', 'CRYO-302 {"parameter":"p","kind":"quantity","value":"|s|c"}'],
    ['number', '0x10', 'CRYO-302 {"parameter":"p","kind":"number","value":"0x10"}'],
    ['number', '1.', 'CRYO-302 {"parameter":"p","kind":"number","value":"1."}'],
    ['reference', '#x', 'CRYO-302 {"parameter":"p","kind":"reference","value":"#x"}'],
    ['reference', 'patient/7', 'CRYO-302 {"parameter":"p","kind":"reference","value":"patient/7"}'],
    ['reference', "7' or 1=1", 'CRYO-302 {"parameter":"p","kind":"reference","value":"7\' or 1=1"}'],
  ])('of a %s "%s" names parameter and value', (kind, text, expected) => {
    const result = read(kind, text);
    expect(typeof result === 'string' ? result : 'ok').toBe(expected);
  });

  it('meets a list longer than a search may have', () => {
    expect(read('token', Array.from({ length: 501 }, (_, at) => at).join(','))).toMatch(/^CRYO-310/);
  });

  it('is a value: no text makes a search throw', () => {
    const scraps = fc.constantFrom(
      ',',
      '|',
      '\\',
      '$',
      'ge',
      'ap',
      '2026',
      '-02-29',
      '5.4',
      'Patient/',
      'http://',
      'T24:00',
      '\u0000',
      "'",
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(scraps).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), text, (kind, hostile) => {
        expect(typeof asked(kind, hostile).ok).toBe('boolean');
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('does not meet a value that was escaped, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 50 }), (code) => {
        const escaped = code.replace(/[\\,|$]/g, (character) => `\\${character}`);
        expect(read('token', `s|${escaped}`)).toEqual([{ kind: 'token', system: 's', code }]);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});

/** Whether a resource has a value that answers the search. */
function finds(resource: AnyResource, kind: SearchKind, text: string): boolean {
  const query = read(kind, text);
  if (typeof query === 'string') throw new Error(query);
  return searchValues(resource).some((value) => query.some((each) => matches(value, each)));
}

describe('a search by date', () => {
  const on = (effectiveDateTime: string) => ({ resourceType: 'Observation', effectiveDateTime });

  it.each([
    ['2026', '2026-07-01', true],
    ['2026-07-01', '2026', false],
    ['ne2026', '2026-07-01', false],
    ['ne2026-07-02', '2026-07-01', true],
    ['gt2026-06-30', '2026-07-01', true],
    ['gt2026-07-01', '2026-07-01', false],
    ['gt2026-07-01', '2026', true],
    ['lt2026-07-01', '2026', true],
    ['lt2026-07-01', '2026-07-01', false],
    ['ge2026-07-01', '2026-07-01', true],
    ['le2026-07-01', '2026-07-01T23:59:59+02:00', true],
    ['le2026-07-01', '2026-07-02T00:00:00+02:00', false],
    ['sa2026-07-01', '2026-07-02', true],
    ['sa2026-07-01', '2026', false],
    ['eb2026-07-01', '2026-06-30T23:59:59+02:00', true],
    ['eb2026-07-01', '2026', false],
    ['ap2026-11-20', '2026-11-20T08:00:00Z', true],
    ['ap2025-11-22', '2026-01-01', false],
    ['ap2025-11-22', '2025-12-10', true],
  ])('%s meets %s: %s', (query, when, isFound) => {
    expect(finds(on(when), 'date', query)).toBe(isFound);
  });

  it('is met by exactly one of before, overlapping the day, and after', () => {
    const instant = fc.integer({ min: NOW - 4e8, max: NOW + 4e8 });
    fc.assert(
      fc.property(instant, instant, (from, to) => {
        const value: SearchValue = {
          kind: 'date',
          parameter: 1,
          low: Math.min(from, to),
          high: Math.max(from, to) + 1,
        };
        const meets = (prefix: string): boolean => {
          const query = read('date', `${prefix}2026-11-22`);
          return typeof query !== 'string' && query.some((each) => matches(value, each));
        };
        const overlaps = !meets('sa') && !meets('eb');
        expect([meets('sa'), meets('eb'), overlaps].filter(Boolean)).toHaveLength(1);
        expect(meets('ne')).toBe(!meets('eq'));
        expect(meets('ge')).toBe(meets('gt') || meets('eq'));
        expect(meets('le')).toBe(meets('lt') || meets('eq'));
        expect(meets('eq')).toBe(!meets('gt') && !meets('lt'));
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});

describe('a search by quantity', () => {
  const with_ = (quantity: object) => ({ resourceType: 'Observation', valueQuantity: quantity });
  const mg = { unit: 'milligram', system: 'http://unitsofmeasure.org', code: 'mg' };

  it.each([
    ['5.4', { value: 5.4 }, true],
    ['5', { value: 5.4 }, true],
    ['5', { value: 4.5 }, true],
    ['5', { value: 5.5 }, false],
    ['5.0', { value: 5.4 }, false],
    ['5.40', { value: 5.4 }, true],
    ['ne5.4', { value: 5.4 }, false],
    ['gt5.4', { value: 5.4 }, false],
    ['ge5.4', { value: 5.4 }, true],
    ['lt5.4', { value: 5.399 }, true],
    ['le-60', { value: -60.5 }, true],
    ['sa5', { value: 5.01 }, true],
    ['eb5', { value: 5 }, false],
    ['ap5', { value: 5.4 }, true],
    ['ap5', { value: 5.6 }, false],
    ['gt100', { value: 5, comparator: '>' }, true],
    ['5.4|http://unitsofmeasure.org|mg', { value: 5.4, ...mg }, true],
    ['5.4||mg', { value: 5.4, ...mg }, true],
    ['5.4||milligram', { value: 5.4, ...mg }, true],
    ['5.4|http://unitsofmeasure.org|g', { value: 5.4, ...mg }, false],
    ['5.4|http://unitsofmeasure.org|mg', { value: 5.4, unit: 'mg' }, false],
  ])('%s meets %j: %s', (query, quantity, isFound) => {
    expect(finds(with_(quantity), 'quantity', query)).toBe(isFound);
  });
});

describe('a search by text, code or reference', () => {
  it('does not mind case and accents in a name', () => {
    const patient = { resourceType: 'Patient', name: [{ family: 'Żółkiewska', given: ['Łucja'] }] };
    expect(finds(patient, 'string', 'zolk')).toBe(true);
    expect(finds(patient, 'string', 'ŁUCJA ŻÓŁ')).toBe(true);
    expect(finds(patient, 'string', 'kiewska')).toBe(false);
  });

  it('minds case in a code, and does not find what has only a text', () => {
    const condition = { resourceType: 'Condition', code: { text: 'Fever', coding: [{ system: 's', code: 'Fever' }] } };
    expect(finds(condition, 'token', 's|Fever')).toBe(true);
    expect(finds(condition, 'token', 's|fever')).toBe(false);
    expect(finds(condition, 'token', '|Fever')).toBe(false);
    expect(finds({ resourceType: 'Condition', code: { text: 'Fever' } }, 'token', 's|')).toBe(false);
  });

  it('tells a patient here from one elsewhere', () => {
    const flag = (reference: string) => ({ resourceType: 'Flag', subject: { reference } });
    expect(finds(flag('Patient/7'), 'reference', 'Patient/7')).toBe(true);
    expect(finds(flag('https://x.example/fhir/Patient/7'), 'reference', 'Patient/7')).toBe(false);
    expect(finds(flag('https://x.example/fhir/Patient/7'), 'reference', 'https://x.example/fhir/Patient/7')).toBe(true);
    expect(finds(flag('Group/7'), 'reference', '7')).toBe(true);
  });
});
