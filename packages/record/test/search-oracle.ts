import {
  fold,
  type JsonResource,
  matches,
  type QueryValue,
  queryValues,
  rowsOf,
  type SearchParameter,
  type SearchValue,
  searchParameter,
  searchValues,
  splitUnescaped,
  tokenQuery,
  unescaped,
} from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';

/** A stored resource, as the oracle sees it. */
export interface Known {
  readonly n: number;
  readonly resource: JsonResource;
  readonly at: Instant;
}

/**
 * The search said a second time, without SQL, indexes or plans: every resource is looked at, and every order is made by sorting. What it shares with the search
 * is the reading of one value (`queryValues`) and the meaning of one comparison (`matches`), which @cryopath/fhir tests by itself.
 */
export interface SearchOracle {
  /** Resources of the type that answer all of `name=value`. */
  answers(type: string, conditions: readonly (readonly [string, string])[]): readonly Known[];
  /** The same resources in the order of `_sort`; of `n`, the newest first, without one. */
  sorted(type: string, found: readonly Known[], sort: string | undefined): readonly Known[];
}

export function searchOracle(all: readonly Known[], now: Instant, zone: string): SearchOracle {
  const values = new Map(all.map((known) => [known, searchValues(known.resource, { zone })]));
  const of = (known: Known): readonly SearchValue[] => values.get(known) ?? [];
  const ofType = (type: string) => all.filter(({ resource }) => resource.resourceType === type);

  const isAnswer = (known: Known, name: string, text: string): boolean => {
    const type = known.resource.resourceType;
    if (name.startsWith('_has:')) {
      const [, other = '', link = '', ...inner] = name.split(':');
      return ofType(other).some(
        (candidate) =>
          isAnswer(candidate, inner.join(':'), text) && pointsTo(candidate, parameterOf(other, link), known),
      );
    }
    if (name.includes('.')) {
      const [link = '', inner = ''] = name.split('.');
      const [word = '', target] = link.split(':');
      return all.some(
        (candidate) =>
          (target === undefined || candidate.resource.resourceType === target) &&
          searchParameter(candidate.resource.resourceType, inner.split(':')[0] ?? '') !== undefined &&
          pointsTo(known, parameterOf(type, word), candidate) &&
          isAnswer(candidate, inner, text),
      );
    }
    const [word = '', modifier] = name.split(':');
    const parameter = parameterOf(type, word);
    const rows = rowsFor(known, parameter);
    if (modifier === 'missing') return (rows.length === 0) === (text === 'true');
    if (modifier === 'not') return !isAnswer(known, word, text);
    if (modifier === 'text') {
      return splitUnescaped(text, ',').some((part) =>
        rows.some(
          (row) => row.kind === 'token' && row.text.split('\n').some((line) => line.startsWith(fold(unescaped(part)))),
        ),
      );
    }
    if (modifier === 'identifier') {
      return splitUnescaped(text, ',').some((part) => {
        const query = tokenQuery(word, part);
        if (!query.ok) throw new Error(part);
        return rows.some(
          (row) =>
            row.kind === 'reference' &&
            row.identifier !== undefined &&
            matches({ kind: 'token', parameter: 0, text: '', ...row.identifier }, query.value),
        );
      });
    }
    const queries = queryValues(parameter, text, {
      now,
      zone,
      ...(modifier && /^[A-Z]/.test(modifier) ? { type: modifier } : {}),
    });
    if (!queries.ok) throw new Error(`${name}=${text}`);
    return queries.value.some((query) => rows.some((row) => matchesBy(modifier, row, query)));
  };

  const rowsFor = (known: Known, parameter: SearchParameter): readonly SearchValue[] => {
    if (parameter.name === '_id') {
      return [{ kind: 'token', parameter: 0, system: '', code: String(known.resource.id), text: '' }];
    }
    if (parameter.name === '_lastUpdated') return [{ kind: 'date', parameter: 0, low: known.at, high: known.at + 1 }];
    const numbers = new Set(rowsOf(parameter).map(({ number }) => number));
    return of(known).filter(
      (row) =>
        numbers.has(row.parameter) &&
        (parameter.alias?.target === undefined || (row.kind === 'reference' && row.type === parameter.alias.target)) &&
        (parameter.alias?.system === undefined || (row.kind === 'token' && row.system === parameter.alias.system)),
    );
  };

  const pointsTo = (from: Known, parameter: SearchParameter, to: Known): boolean =>
    rowsFor(from, parameter).some(
      (row) => row.kind === 'reference' && row.type === to.resource.resourceType && row.id === to.resource.id,
    );

  const keyOf = (known: Known, parameter: SearchParameter, descending: boolean): string | number | undefined => {
    if (parameter.name === '_id') return String(known.resource.id);
    if (parameter.name === '_lastUpdated') return known.at;
    const keys = rowsFor(known, parameter).flatMap(keysOf).sort(compare);
    return descending ? keys.at(-1) : keys[0];
  };

  return {
    answers: (type, conditions) =>
      ofType(type).filter((known) => conditions.every(([name, text]) => isAnswer(known, name, text))),
    sorted(type, found, sort) {
      const keys = (sort ?? '').split(',').filter((key) => key !== '');
      const isUp = keys[0] !== undefined && !keys[0].startsWith('-');
      return [...found].sort((a, b) => {
        for (const key of keys) {
          const descending = key.startsWith('-');
          const parameter = parameterOf(type, descending ? key.slice(1) : key);
          const [left, right] = [keyOf(a, parameter, descending), keyOf(b, parameter, descending)];
          if (left === right) continue;
          if (left === undefined) return 1;
          if (right === undefined) return -1;
          return compare(left, right) * (descending ? -1 : 1);
        }
        return isUp ? a.n - b.n : b.n - a.n;
      });
    },
  };
}

function matchesBy(modifier: string | undefined, row: SearchValue, query: QueryValue): boolean {
  if (modifier === 'exact') return row.kind === 'string' && query.kind === 'string' && row.value === query.value;
  if (modifier === 'contains')
    return row.kind === 'string' && query.kind === 'string' && row.folded.includes(query.folded);
  return matches(row, query);
}

/** What of a value an order goes by. */
function keysOf(value: SearchValue): readonly (string | number)[] {
  switch (value.kind) {
    case 'token':
      return value.code === '' ? [] : [value.code];
    case 'string':
      return [value.folded];
    case 'reference':
      return value.id === '' ? [] : [value.id];
    case 'date':
    case 'quantity':
    case 'number':
      return [value.low];
    case 'uri':
      return [value.value];
    default:
      return value satisfies never;
  }
}

/** Numbers by size, texts by their bytes. */
const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));

function parameterOf(type: string, name: string): SearchParameter {
  const parameter = searchParameter(type, name);
  if (!parameter) throw new Error(`${type} has no ${name}`);
  return parameter;
}
