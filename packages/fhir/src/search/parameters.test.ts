import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { committedSearch, compileSearch, formatSearch } from '../../build/compile-search.ts';
import { STORED_TYPES } from '../resource-types.ts';
import { leftOut, rowsOf, type SearchParameter, searchParameter, searchParameters } from './parameters.ts';

const all = STORED_TYPES.flatMap(searchParameters);
const LARGEST_SMALLINT = 32_767;

const parameter = (type: string, name: string): SearchParameter => {
  const found = searchParameter(type, name);
  if (found === undefined) throw new Error(`${type} has no parameter ${name}`);
  return found;
};

describe('the published search parameters', () => {
  it('are what the published definitions compile to', () => {
    const file = new URL('../definitions/search-parameters.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(formatSearch(compileSearch(committedSearch())));
  });

  it('have a number each that fits a smallint and belongs to no other', () => {
    const numbers = all.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.every((number) => Number.isInteger(number) && number > 0 && number <= LARGEST_SMALLINT)).toBe(true);
  });

  it('keep their numbers when others come and go, and a retired number is never given again', () => {
    const committed = committedSearch();
    if (committed === undefined) throw new Error('nothing is committed');
    const [gone, ...others] = committed.types.Flag ?? [];
    const withoutOne = { ...committed, types: { ...committed.types, Flag: others } };
    const stranger = { number: 9_000, name: 'no-longer-published', kind: 'token', paths: [] };
    const previous = { ...withoutOne, nextNumber: 9_001, types: { ...withoutOne.types, Flag: [...others, stranger] } };
    const compiled = compileSearch(previous);
    const numberOf = (name: string) => compiled.types.Flag?.find((each) => each.name === name)?.number;
    expect(others.map(({ name }) => numberOf(name))).toEqual(others.map(({ number }) => number));
    expect(gone === undefined ? undefined : numberOf(gone.name)).toBe(9_001);
    expect(compiled.retired).toEqual({ 'Flag.no-longer-published': 9_000 });
    expect(compileSearch(compiled).retired).toEqual(compiled.retired);
  });

  it('are found by type and name, and nothing else is', () => {
    expect(parameter('Observation', 'code')).toMatchObject({ kind: 'token', paths: ['code:CodeableConcept'] });
    expect(searchParameter('Observation', 'constructor')).toBeUndefined();
    expect(searchParameter('constructor', 'code')).toBeUndefined();
    expect(searchParameters('Basic')).toEqual([]);
  });

  it('of every type include those of the resource itself', () => {
    const names = ['_id', '_lastUpdated', '_profile', '_security', '_source', '_tag'];
    for (const type of STORED_TYPES) {
      expect(searchParameters(type).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    }
    expect(all.filter(({ column }) => column === true).every(({ name }) => /^_(id|lastUpdated)$/.test(name))).toBe(
      true,
    );
  });

  it('that other parameters already hold are aliases of these', () => {
    expect(parameter('Observation', 'patient').alias).toEqual({ of: ['subject'], target: 'Patient' });
    expect(parameter('Observation', 'combo-code').alias).toEqual({ of: ['code', 'component-code'] });
    expect(parameter('AuditEvent', 'patient').alias).toEqual({ of: ['agent', 'entity'], target: 'Patient' });
    expect(parameter('Patient', 'email').alias).toEqual({ of: ['telecom'], system: 'email' });
    expect(parameter('AllergyIntolerance', 'patient').alias).toBeUndefined();
  });

  it('that are aliases name parameters with rows of the same kind', () => {
    for (const each of all.filter(({ alias }) => alias !== undefined)) {
      const rows = rowsOf(each);
      expect(rows).toHaveLength(each.alias?.of.length ?? 0);
      expect(rows.every(({ alias, kind }) => alias === undefined && kind === each.kind)).toBe(true);
    }
  });

  it('that are left out are left out for a reason, and none is both', () => {
    for (const { type, name, reason } of leftOut.filter((each) => !each.reason.includes('does not fit'))) {
      expect(reason).toMatch(/^(composite|special|phonetic|full text)/);
      expect(searchParameter(type, name)).toBeUndefined();
    }
  });
});
