import {
  rowsOf,
  type SearchParameter,
  type SearchValue,
  searchParameter,
  searchParameters,
  searchValues,
} from '@cryopath/fhir';
import type { Known } from './search-oracle.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A search made of chance: conditions that the population can answer, modifiers and prefixes of every kind, an order, a size of page. */
export interface Question {
  readonly type: string;
  readonly conditions: readonly (readonly [string, string])[];
  readonly sort: string | undefined;
  readonly count: number;
}

const TYPES = [
  'Observation',
  'Observation',
  'Patient',
  'Encounter',
  'Condition',
  'QuestionnaireResponse',
  'RiskAssessment',
  'Goal',
];

export function question(random: SeededRandom, all: readonly Known[]): Question {
  const type = random.pick(TYPES);
  const conditions: (readonly [string, string])[] = [];
  for (let left = random.pick([0, 1, 1, 1, 2, 2, 3]); left > 0; left--) {
    const made = random.onceIn(6) ? link(random, all, type) : plain(random, all, type);
    if (made) conditions.push(made);
  }
  return { type, conditions, sort: sortOf(random, type), count: random.pick([3, 10, 40]) };
}

function sortOf(random: SeededRandom, type: string): string | undefined {
  if (random.onceIn(2)) return undefined;
  const names = searchParameters(type).map(({ name }) => name);
  const key = () =>
    `${random.pick(['', '-'])}${random.pick([...names, 'date', '_lastUpdated'].filter((name) => searchParameter(type, name)))}`;
  return random.onceIn(3) ? `${key()},${key()}` : key();
}

/** `subject:Patient.name=…` or `_has:Observation:patient:code=…`. */
function link(random: SeededRandom, all: readonly Known[], type: string): readonly [string, string] | undefined {
  if (type === 'Patient' && random.onceIn(2)) {
    const inner = plain(random, all, 'Observation');
    return inner && [`_has:Observation:${random.pick(['patient', 'subject'])}:${inner[0]}`, inner[1]];
  }
  const [name, target] =
    type === 'Patient'
      ? ['general-practitioner:Practitioner', 'Practitioner']
      : [random.pick(['patient', 'subject:Patient']), 'Patient'];
  if (!searchParameter(type, name.split(':')[0] ?? '')) return undefined;
  const inner = plain(random, all, target);
  return inner && [`${name}.${inner[0]}`, inner[1]];
}

function plain(random: SeededRandom, all: readonly Known[], type: string): readonly [string, string] | undefined {
  const known = random.pick(all.filter(({ resource }) => resource.resourceType === type));
  const values = searchValues(known.resource);
  const parameters = searchParameters(type).filter(
    (parameter) => parameter.column || valuesFor(values, parameter).length > 0 || random.onceIn(20),
  );
  if (parameters.length === 0) return undefined;
  const parameter = random.pick(parameters);
  if (random.onceIn(12)) return [`${parameter.name}:missing`, random.pick(['true', 'false'])];
  if (parameter.name === '_id') {
    return [random.pick(['_id', '_id:not']), list(random, () => String(random.pick(all).resource.id))];
  }
  if (parameter.name === '_lastUpdated') {
    const at = new Date(random.pick(all).at).toISOString();
    return [
      '_lastUpdated',
      list(random, () => random.pick(DATE_PREFIXES) + random.pick([at, at.slice(0, 10), at.slice(0, 4)])),
    ];
  }
  const candidates = valuesFor(values, parameter);
  if (candidates.length === 0) return undefined;
  const modifier = modifierFor(random, parameter, candidates);
  const text = list(random, () => textOf(random, random.pick(candidates), modifier));
  return [modifier === undefined ? parameter.name : `${parameter.name}:${modifier}`, text];
}

const list = (random: SeededRandom, make: () => string): string =>
  random.onceIn(4) ? [make(), make(), ...(random.onceIn(3) ? Array.from({ length: 10 }, make) : [])].join(',') : make();

function valuesFor(values: readonly SearchValue[], parameter: SearchParameter): readonly SearchValue[] {
  const numbers = new Set(rowsOf(parameter).map(({ number }) => number));
  return values.filter(
    (value) =>
      numbers.has(value.parameter) &&
      (parameter.alias?.target === undefined ||
        (value.kind === 'reference' && value.type === parameter.alias.target)) &&
      (parameter.alias?.system === undefined || (value.kind === 'token' && value.system === parameter.alias.system)),
  );
}

function modifierFor(
  random: SeededRandom,
  { kind }: SearchParameter,
  values: readonly SearchValue[],
): string | undefined {
  if (kind === 'string') return random.pick([undefined, undefined, 'exact', 'contains']);
  if (kind === 'token')
    return random.pick([undefined, undefined, undefined, 'not', ...(values.every(hasText) ? ['text'] : [])]);
  if (kind === 'reference' && values.every((value) => value.kind === 'reference' && value.identifier))
    return 'identifier';
  return undefined;
}
const hasText = (value: SearchValue): boolean => value.kind === 'token' && value.text !== '';

const PREFIXES = ['', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'];
/** Without `ap`, whose meaning hangs on the clock; it has a test of its own. */
const DATE_PREFIXES = PREFIXES;
const DATES = [
  '2024',
  '2024-02',
  '2024-02-29',
  '2024-03-31',
  '2024-02-29T10:00:00Z',
  '2025',
  '1999',
  '2024-10-27T02:30:00+01:00',
];

const escaped = (text: string): string => text.replace(/[\\,|$]/g, (character) => `\\${character}`);

function textOf(random: SeededRandom, value: SearchValue, modifier: string | undefined): string {
  switch (value.kind) {
    case 'token': {
      const [system, code] = [escaped(value.system), escaped(value.code)];
      if (modifier === 'text') return escaped(random.pick(value.text.split('\n')).slice(0, 1 + random.below(5))) || 'b';
      if (value.code === '') return 'nothing';
      return random.pick([code, code, `${system}|${code}`, ...(value.system === '' ? [] : [`${system}|`, `|${code}`])]);
    }
    case 'string': {
      const text = value.value;
      if (modifier === 'exact') return escaped(random.onceIn(3) ? text.toLowerCase() : text);
      const start = modifier === 'contains' ? random.below(text.length) : 0;
      const part = text.slice(start, start + 1 + random.below(6)).trim() || text;
      return escaped(random.onceIn(2) ? part.toUpperCase() : part);
    }
    case 'reference': {
      if (modifier === 'identifier') {
        const { system, code } = value.identifier ?? { system: '', code: '' };
        return random.pick([escaped(code), `${escaped(system)}|${escaped(code)}`]);
      }
      if (value.url !== '')
        return escaped(value.url) + (value.version !== '' && random.onceIn(2) ? `|${value.version}` : '');
      return value.type === '' || random.onceIn(3) ? value.id || 'x' : `${value.type}/${value.id}`;
    }
    case 'date':
      return random.pick([...PREFIXES]) + random.pick(DATES);
    case 'quantity':
    case 'number': {
      const number = random.pick([String(value.low), String(value.high), '5.4', '1e0', '0', '-80.0', '30']);
      const unit =
        value.kind === 'number'
          ? ''
          : random.pick(['', '', `|${value.system}|${value.code}`, `||${value.unit || value.code}`]);
      return `${random.pick([...PREFIXES, 'ap'])}${number}${unit}`;
    }
    case 'uri':
      return escaped(value.value);
    default:
      return value satisfies never;
  }
}
