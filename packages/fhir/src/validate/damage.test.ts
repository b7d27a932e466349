import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OutcomeCode } from '../outcome/registry.ts';
import { STORED_TYPES } from '../resource-types.ts';
import { elementType, type Field, valueSetCodes } from '../schema/schema.ts';
import { REFUSED_EXAMPLES } from './refused-examples.ts';
import { validate } from './validate.ts';

/** JSON that a test may damage. */
type Mutable = { [name: string]: unknown };

/** One thing done to a copy of a valid resource, and where the validator must see it. */
interface Damage {
  readonly rule: string;
  readonly path: string;
  readonly code: OutcomeCode;
  /** Does the damage, and gives the way back. */
  apply(): () => void;
}

/** Puts a value in its place, and gives the way back. */
const set = (target: Mutable | unknown[], name: string | number, value: unknown): (() => void) => {
  const before = (target as Mutable)[name];
  (target as Mutable)[name] = value;
  return () => {
    (target as Mutable)[name] = before;
  };
};

const DATES = new Set(['date', 'dateTime', 'instant']);
const NUMBERS = new Set(['decimal', 'integer', 'positiveInt', 'unsignedInt']);

/** Every way to damage an element, and what lies in it, by its definition. */
function* damages(element: Mutable, typeName: string, path: string): Generator<Damage> {
  const { fields } = elementType(typeName);
  const unknown = 'notOfThisType';
  yield {
    rule: 'unknown member',
    path: `${path}.${unknown}`,
    code: 'CRYO-121',
    apply: () => set(element, unknown, 1),
  };
  for (const field of fields.values()) {
    const { name } = field;
    const value = element[name];
    const here = `${path}.${field.element}`;
    if (value === undefined) continue;
    const put = (rule: string, code: OutcomeCode, damaged: unknown, at = here): Damage => ({
      rule,
      path: at,
      code,
      apply: () => set(element, name, damaged),
    });
    const isCounted = field.isRequired && element[`_${name}`] === undefined;
    if (isCounted) yield { rule: 'missing', path: here, code: 'CRYO-120', apply: () => set(element, name, undefined) };
    yield* choiceDamages(element, field, here, [...fields.values()]);
    if (field.isList) {
      const items = value as unknown[];
      const first = `${here}[0]`;
      yield put('one instead of many', 'CRYO-123', items[0]);
      yield put('empty array', 'CRYO-126', []);
      yield put('array in an array', 'CRYO-124', [items], first);
      yield put('null in an array', 'CRYO-127', [null], first);
    } else {
      yield put('many instead of one', 'CRYO-124', [value]);
      yield put('null', 'CRYO-127', null);
    }
    for (const [index, item] of (field.isList ? (value as unknown[]) : [value]).entries()) {
      const place = field.isList ? `${here}[${index}]` : here;
      const putItem = (rule: string, code: OutcomeCode, damaged: unknown, at = place): Damage => ({
        rule,
        path: at,
        code,
        apply: () => (field.isList ? set(value as unknown[], index, damaged) : set(element, name, damaged)),
      });
      if (item === null) continue;
      if (field.isPrimitive) yield* primitiveDamages(field, putItem);
      else if (field.type !== 'Resource') yield* elementDamages(item as Mutable, field, place, putItem);
    }
  }
}

type Put = (rule: string, code: OutcomeCode, damaged: unknown, at?: string) => Damage;

function* primitiveDamages(field: Field, put: Put): Generator<Damage> {
  const isText = !NUMBERS.has(field.type) && field.type !== 'boolean';
  yield put('wrong type', 'CRYO-122', isText ? 7 : 'seven');
  yield put('object for a value', 'CRYO-122', {});
  if (isText) yield put('empty text', 'CRYO-126', '');
  if (field.type === 'positiveInt') yield put('out of range', 'CRYO-130', 0);
  if (field.type === 'code') yield put('blank in a code', 'CRYO-128', 'a  b');
  if (field.type === 'id') yield put('not an id', 'CRYO-128', 'a/b');
  if (field.binding !== undefined && valueSetCodes(field.binding) !== undefined) {
    yield put('foreign code', 'CRYO-132', 'not-of-this-set');
  }
  if (DATES.has(field.type)) {
    const time = field.type === 'date' ? '' : 'T10:00:00Z';
    yield put('impossible date', 'CRYO-129', `2023-02-29${time}`);
    yield put('Polish date', 'CRYO-128', '22.11.2026');
  }
}

function* elementDamages(element: Mutable, field: Field, path: string, put: Put): Generator<Damage> {
  yield put('text for an element', 'CRYO-122', 'text');
  yield put('empty element', 'CRYO-126', {});
  if (field.type === 'Reference' && field.targets !== undefined) {
    const foreign = ['VisionPrescription', 'Slot', 'Linkage'].find((type) => field.targets?.has(type) === false);
    const damaged = { reference: `${foreign}/1` };
    yield put('reference to a wrong type', 'CRYO-136', damaged, `${path}.reference`);
    yield put('reference to nothing', 'CRYO-135', { reference: 'somewhere' }, `${path}.reference`);
    yield put('reference to what is not contained', 'CRYO-137', { reference: '#nowhere' }, `${path}.reference`);
  }
  yield* damages(element, field.type, path);
}

function* choiceDamages(element: Mutable, field: Field, path: string, fields: readonly Field[]): Generator<Damage> {
  if (field.choice === undefined) return;
  const other = fields.find((each) => each.choice === field.choice && each.name !== field.name);
  if (other !== undefined) {
    yield { rule: 'second choice', path, code: 'CRYO-133', apply: () => set(element, other.name, 'x') };
  }
  const apply = () => {
    const undo = [
      set(element, `${field.element}MarketingStatus`, element[field.name]),
      set(element, field.name, undefined),
    ];
    return () => {
      for (const each of undo) each();
    };
  };
  yield { rule: 'type not of the choice', path, code: 'CRYO-134', apply };
}

const FOLDER = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));

/** Two valid examples of the type, of middling size: large enough to be rich. */
const examplesOf = (type: string): string[] => {
  const texts = readdirSync(FOLDER)
    .filter((file) => file.startsWith(`${type}-`) && file.endsWith('.json') && !(file in REFUSED_EXAMPLES))
    .map((file) => readFileSync(join(FOLDER, file), 'utf8'))
    .filter((text) => text.length < 6_000)
    .sort((a, b) => b.length - a.length);
  return texts.slice(0, 2);
};

/** Where the published examples are damaged themselves, or larger than this test wants, one is written here. */
const WRITTEN: Readonly<Record<string, string>> = {
  Binary: JSON.stringify({
    resourceType: 'Binary',
    id: 'consent-signed',
    meta: { lastUpdated: '2026-11-22T08:00:00Z', tag: [{ system: 'urn:example', code: 'scan' }] },
    language: 'pl',
    contentType: 'application/pdf',
    securityContext: { reference: 'Consent/anna' },
    data: 'JVBERi0xLjc=',
  }),
  DeviceMetric: JSON.stringify({
    resourceType: 'DeviceMetric',
    identifier: [{ system: 'urn:example', value: '1' }],
    type: { coding: [{ system: 'urn:iso:std:iso:11073:10101', code: '150456' }] },
    source: { reference: 'Device/probe' },
    operationalStatus: 'on',
    category: 'measurement',
    calibration: [{ type: 'two-point', state: 'calibrated', time: '2026-11-22T09:03:04-05:00' }],
  }),
};

describe('damage to a valid resource', () => {
  it.each(STORED_TYPES)('%s: is found at its place, whatever was damaged where', (type) => {
    const examples = [...examplesOf(type), ...(WRITTEN[type] === undefined ? [] : [WRITTEN[type]])];
    const missed: string[] = [];
    let tried = 0;
    for (const text of examples) {
      const resource = JSON.parse(text) as Mutable;
      for (const damage of Array.from(damages(resource, type, type))) {
        const undo = damage.apply();
        const issues = validate(resource as never, { maxIssues: 1_000 });
        undo();
        tried++;
        if (!issues.some(({ code, expression }) => code === damage.code && expression === damage.path)) {
          missed.push(`${damage.rule} at ${damage.path}: ${JSON.stringify(issues.slice(0, 3))}`);
        }
      }
    }
    expect(missed.slice(0, 10)).toStrictEqual([]);
    expect(validate(JSON.parse(examples[0] ?? '{}') as never)).toStrictEqual([]);
    expect(tried).toBeGreaterThan(30);
  });
});
