import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../json/decimal.ts';
import { isStoredType, STORED_TYPES } from '../resource-types.ts';
import { rowsOf, searchParameter, searchParameters } from './parameters.ts';
import type { SearchValue } from './search-value.ts';
import { parameterValues, searchValues } from './search-values.ts';
import { BEGINNING_OF_TIME, END_OF_TIME } from './time-interval.ts';

const SEED = 20_261_122;
const EXAMPLES = new URL('../../../../node_modules/hl7.fhir.r4.examples/', import.meta.url);

interface Example {
  readonly resourceType: string;
}

const examples: Example[] = readdirSync(EXAMPLES)
  .filter((file) => file.endsWith('.json') && isStoredType(file.split('-')[0] ?? ''))
  .map((file) => JSON.parse(readFileSync(new URL(file, EXAMPLES), 'utf8')));

/** The values of one parameter, without kind and number. */
function valuesOf(resource: Example & Readonly<Record<string, unknown>>, name: string): object[] {
  const number = searchParameter(resource.resourceType, name)?.number;
  return searchValues(resource)
    .filter((value) => value.parameter === number)
    .map(({ kind: _kind, parameter: _parameter, ...rest }) => rest);
}

const token = (system: string, code: string, text = ''): object => ({ system, code, text });

describe('tokens', () => {
  it('keep system and code as they are, and displays folded for :text', () => {
    const code = {
      coding: [
        { system: 'http://loinc.org', code: '72514-3', display: 'Pain severity' },
        { system: 'urn:clinic', code: 'Ból' },
      ],
      text: 'Natężenie bólu',
    };
    expect(valuesOf({ resourceType: 'Observation', code }, 'code')).toEqual([
      token('http://loinc.org', '72514-3', 'pain severity\nnatezenie bolu'),
      token('urn:clinic', 'Ból', 'natezenie bolu'),
    ]);
  });

  it('of a concept that was only written have its text and no code', () => {
    expect(valuesOf({ resourceType: 'Condition', code: { text: 'Ból pleców' } }, 'code')).toEqual([
      token('', '', 'bol plecow'),
    ]);
  });

  it('of one code that stands twice are one with both texts', () => {
    const category = [
      { coding: [{ system: 's', code: 'c', display: 'One' }] },
      { coding: [{ system: 's', code: 'c', display: 'Two' }] },
      { coding: [{ system: 's', code: 'c', display: 'one' }] },
    ];
    expect(valuesOf({ resourceType: 'Observation', category }, 'category')).toEqual([token('s', 'c', 'one\ntwo')]);
  });

  it('of an identifier without a value do not exist', () => {
    const identifier = [{ system: 'urn:pesel', value: '44051401359' }, { system: 'urn:pesel' }];
    expect(valuesOf({ resourceType: 'Patient', identifier }, 'identifier')).toEqual([
      token('urn:pesel', '44051401359'),
    ]);
  });

  it('of a contact have the kind of contact as system', () => {
    const telecom = [{ system: 'phone', value: '+48 600 100 200' }];
    expect(valuesOf({ resourceType: 'Patient', telecom }, 'telecom')).toEqual([token('phone', '+48 600 100 200')]);
  });

  it.each([
    ['nothing is said', {}, 'false'],
    ['it is denied', { deceasedBoolean: false }, 'false'],
    ['it is said', { deceasedBoolean: true }, 'true'],
    ['the day is known', { deceasedDateTime: '2026-01-01' }, 'true'],
  ])('tell whether a patient is deceased when %s', (_when, said, code) => {
    expect(valuesOf({ resourceType: 'Patient', ...said }, 'deceased')).toEqual([token('', code)]);
  });
});

describe('strings', () => {
  it('of a name are its parts and the whole', () => {
    const name = [{ family: 'Żółkiewska', given: ['Anna', 'Maria'], prefix: ['dr'] }];
    expect(valuesOf({ resourceType: 'Patient', name }, 'name')).toEqual(
      ['Żółkiewska', 'Anna', 'Maria', 'dr', 'Anna Maria Żółkiewska'].map((value) => ({
        value,
        folded: value.toLowerCase().replace('ż', 'z').replace('ó', 'o').replace('ł', 'l'),
      })),
    );
  });

  it('are cut to what an index row takes', () => {
    const [value] = valuesOf({ resourceType: 'Library', description: 'x'.repeat(5_000) }, 'description');
    expect(value).toEqual({ value: 'x'.repeat(400), folded: 'x'.repeat(400) });
  });
});

describe('references', () => {
  const subject = (reference: object) => valuesOf({ resourceType: 'Observation', subject: reference }, 'subject');
  const nothing = { type: '', id: '', url: '', version: '', identifier: undefined };

  it.each([
    ['Patient/7', { type: 'Patient', id: '7' }],
    ['Patient/7/_history/2', { type: 'Patient', id: '7', version: '2' }],
    ['https://other.example/fhir/Patient/7', { type: 'Patient', url: 'https://other.example/fhir/Patient/7' }],
    [
      'https://other.example/fhir/Patient/7/_history/3',
      { type: 'Patient', url: 'https://other.example/fhir/Patient/7', version: '3' },
    ],
    ['urn:uuid:0c2e9d7e-7a2c-4a4c-9d0e-111111111111', { url: 'urn:uuid:0c2e9d7e-7a2c-4a4c-9d0e-111111111111' }],
  ])('read %s', (reference, expected) => {
    expect(subject({ reference })).toEqual([{ ...nothing, ...expected }]);
  });

  it('into the resource itself are none', () => {
    expect(subject({ reference: '#patient' })).toEqual([]);
  });

  it('by identifier keep it, and the type that is said', () => {
    expect(subject({ type: 'Patient', identifier: { system: 'urn:pesel', value: '1' } })).toEqual([
      { ...nothing, type: 'Patient', identifier: { system: 'urn:pesel', code: '1' } },
    ]);
  });

  it('by canonical keep address and version apart', () => {
    const questionnaire = 'https://clinic.example/Questionnaire/check-in|1.2.0#top';
    expect(valuesOf({ resourceType: 'QuestionnaireResponse', questionnaire }, 'questionnaire')).toEqual([
      { ...nothing, url: 'https://clinic.example/Questionnaire/check-in', version: '1.2.0' },
    ]);
  });
});

describe('times', () => {
  const effective = (element: object) => valuesOf({ resourceType: 'Observation', ...element }, 'date');
  const at = (text: string): number => Date.parse(text);

  it('without an offset are of the zone that is asked for', () => {
    const resource = { resourceType: 'Patient', birthDate: '1980-05-17' };
    const day = (zone?: string) =>
      searchValues(resource, zone === undefined ? {} : { zone }).find((value) => value.kind === 'date');
    expect(day()).toMatchObject({ low: at('1980-05-16T22:00Z'), high: at('1980-05-17T22:00Z') });
    expect(day('UTC')).toMatchObject({ low: at('1980-05-17T00:00Z'), high: at('1980-05-18T00:00Z') });
  });

  it('of a period without an end go on', () => {
    expect(effective({ effectivePeriod: { start: '2026-01-01T00:00:00Z' } })).toEqual([
      { low: at('2026-01-01T00:00:00Z'), high: END_OF_TIME },
    ]);
    expect(effective({ effectivePeriod: { end: '2026-01-01T00:00:00Z' } })).toEqual([
      { low: BEGINNING_OF_TIME, high: at('2026-01-01T00:00:01Z') },
    ]);
    expect(effective({ effectivePeriod: {} })).toEqual([]);
  });

  it('of a period whose end cannot be read are none, rather than endless', () => {
    expect(effective({ effectivePeriod: { start: '2026-01-01', end: 'soon' } })).toEqual([]);
  });

  it('of a schedule are its outer limits', () => {
    const effectiveTiming = {
      event: ['2026-03-01T08:00:00Z', '2026-02-01T08:00:00Z'],
      repeat: { boundsPeriod: { start: '2026-02-10T00:00:00Z', end: '2026-04-01T00:00:00Z' } },
    };
    expect(effective({ effectiveTiming })).toEqual([
      { low: at('2026-02-01T08:00:00Z'), high: at('2026-04-01T00:00:01Z') },
    ]);
    expect(effective({ effectiveTiming: { repeat: { frequency: 2 } } })).toEqual([]);
  });
});

describe('quantities', () => {
  const value = (element: object) => valuesOf({ resourceType: 'Observation', ...element }, 'value-quantity');
  const celsius = { unit: '°C', system: 'http://unitsofmeasure.org', code: 'Cel' };

  it('keep the digits that were written', () => {
    const valueQuantity = { value: new Decimal('-70.0'), ...celsius };
    expect(value({ valueQuantity })).toEqual([{ value: '-70.0', low: -70, high: -70, ...celsius }]);
  });

  it('with a comparator are open on that side', () => {
    expect(value({ valueQuantity: { value: 5, comparator: '<' } })).toMatchObject([
      { low: -Number.MAX_VALUE, high: 5 },
    ]);
    expect(value({ valueQuantity: { value: 5, comparator: '>=' } })).toMatchObject([
      { low: 5, high: Number.MAX_VALUE },
    ]);
  });

  it('of sampled data are the lowest and highest sample', () => {
    const valueSampledData = {
      origin: { value: 20, ...celsius },
      period: 100,
      factor: 0.5,
      dimensions: 1,
      data: '10 -180 E 0',
    };
    expect(value({ valueSampledData })).toEqual([{ value: '-70', low: -70, high: 25, ...celsius }]);
    expect(value({ valueSampledData: { origin: { value: 20 }, data: 'E E' } })).toEqual([]);
  });

  it('of a range are its ends', () => {
    const onsetRange = { low: { value: 30, unit: 'a' }, high: { value: 40, unit: 'a' } };
    expect(valuesOf({ resourceType: 'Condition', onsetRange }, 'onset-age')).toEqual([
      { value: '30', low: 30, high: 40, system: '', code: '', unit: 'a' },
    ]);
  });

  it('too large for a number stay within what a database holds', () => {
    const [found] = value({ valueQuantity: { value: new Decimal('1e999') } });
    expect(found).toMatchObject({ value: '1e999', low: Number.MAX_VALUE, high: Number.MAX_VALUE });
  });

  it('without a unit are numbers', () => {
    const prediction = [{ probabilityDecimal: new Decimal('0.10') }];
    expect(valuesOf({ resourceType: 'RiskAssessment', prediction }, 'probability')).toEqual([
      { value: '0.10', low: 0.1, high: 0.1 },
    ]);
  });
});

/** What a row is found by, apart from its parameter. Texts may be gathered from several elements of one code. */
const rowOf = (value: SearchValue): string =>
  JSON.stringify(value.kind === 'token' ? [value.system, value.code] : { ...value, parameter: 0 });

describe('search values', () => {
  it('of every public example are none twice and in the order of the parameters', () => {
    for (const resource of examples) {
      const values = searchValues(resource);
      expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(values.length);
      const order = searchParameters(resource.resourceType).map(({ number }) => number);
      const places = values.map(({ parameter }) => order.indexOf(parameter));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  it('are only of parameters that keep rows of their own, and of their kind', () => {
    const parameters = new Map(STORED_TYPES.flatMap(searchParameters).map((each) => [each.number, each]));
    for (const resource of examples) {
      for (const value of searchValues(resource)) {
        const parameter = parameters.get(value.parameter);
        expect(parameter).toMatchObject({ type: resource.resourceType, kind: value.kind });
        expect(parameter?.alias ?? parameter?.column).toBeUndefined();
      }
    }
  });

  it('of an alias are among the rows of the parameters that it names', () => {
    for (const parameter of STORED_TYPES.flatMap(searchParameters)) {
      if (parameter.alias === undefined) continue;
      const { target, system } = parameter.alias;
      const isRestricted = (value: SearchValue): boolean =>
        (target === undefined || (value.kind === 'reference' && value.type === target)) &&
        (system === undefined || (value.kind === 'token' && value.system === system));
      for (const resource of examples.filter(({ resourceType }) => resourceType === parameter.type)) {
        const numbers = rowsOf(parameter).map(({ number }) => number);
        const rows = searchValues(resource).filter((value) => numbers.includes(value.parameter) && isRestricted(value));
        const own = parameterValues(parameter, resource);
        expect(new Set(rows.map(rowOf))).toEqual(new Set(own.map(rowOf)));
      }
    }
  });

  it('do not depend on a resource being valid, and never throw', () => {
    const anything = fc.anything({ withNullPrototype: true, maxDepth: 3 });
    const fields = fc.constantFrom(
      'code',
      'subject',
      'identifier',
      'valueQuantity',
      'valueSampledData',
      'name',
      'telecom',
      'effectivePeriod',
      'effectiveTiming',
      'meta',
      'component',
      'category',
      'address',
      'performer',
    );
    fc.assert(
      fc.property(fc.constantFrom(...STORED_TYPES), fc.dictionary(fields, anything), (resourceType, damaged) => {
        expect(Array.isArray(searchValues({ ...damaged, resourceType }))).toBe(true);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it('of a type that is not stored are none', () => {
    expect(searchValues({ resourceType: 'Basic' })).toEqual([]);
    expect(searchValues({ resourceType: '__proto__' })).toEqual([]);
  });

  it('of ten thousand codings take time in proportion', () => {
    const coding = Array.from({ length: 10_000 }, (_, at) => ({ system: 's', code: String(at % 5_000) }));
    expect(valuesOf({ resourceType: 'Observation', code: { coding } }, 'code')).toHaveLength(5_000);
    const displays = coding.map(({ code }, at) => ({ code, display: `display ${at}` }));
    const same = displays.map(({ display }) => ({ code: 'same', display }));
    const [only] = valuesOf({ resourceType: 'Observation', code: { coding: same } }, 'code') as { text: string }[];
    expect(only?.text.length).toBeLessThanOrEqual(2_000);
  });
});
