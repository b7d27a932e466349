import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileSchema, formatSchema } from '../../build/compile-schema.ts';
import { STORED_TYPES } from '../resource-types.ts';
import { elementType, isComplexType, isResourceType, valueSetCodes } from './schema.ts';

const committed = readFileSync(new URL('../definitions/schema.json', import.meta.url), 'utf8');

describe('the compiled schema', () => {
  it('is what the published definitions compile to', () => {
    expect(committed).toBe(formatSchema(compileSchema()));
  });

  it('stays slim', () => {
    expect(committed.length).toBeLessThan(400_000);
  });

  it('knows every type that the record keeps, and what a Bundle or an operation carries', () => {
    const types = [...STORED_TYPES, 'Bundle', 'Parameters', 'OperationOutcome', 'CapabilityStatement'];
    expect(types.filter((type) => !isResourceType(type))).toStrictEqual([]);
  });

  it('takes nothing abstract, no data type and nothing that later versions added for a resource', () => {
    const names = [
      'Resource',
      'DomainResource',
      'HumanName',
      'SubscriptionStatus',
      'Observation.component',
      'toString',
      '',
    ];
    expect(names.filter(isResourceType)).toStrictEqual([]);
    expect(
      ['HumanName', 'SimpleQuantity', 'Patient', 'Observation.component', 'toString'].filter(isComplexType),
    ).toStrictEqual(['HumanName', 'SimpleQuantity']);
    expect([...elementType('Meta').fields.keys()]).not.toContain('project');
  });

  it('writes a choice as one field for every type, and keeps what is inherited', () => {
    const { fields } = elementType('Observation');
    expect([...fields.keys()].slice(0, 8)).toStrictEqual([
      'id',
      'meta',
      'implicitRules',
      'language',
      'text',
      'contained',
      'extension',
      'modifierExtension',
    ]);
    expect(fields.get('valueSampledData')).toStrictEqual({
      name: 'valueSampledData',
      element: 'value',
      type: 'SampledData',
      isPrimitive: false,
      isList: false,
      isRequired: false,
      choice: 'value[x]',
    });
    expect(fields.get('subject')?.targets).toStrictEqual(new Set(['Patient', 'Group', 'Device', 'Location']));
    expect(elementType('Extension').fields.get('valueDosage')?.choice).toBe('value[x]');
    expect(elementType('Observation.component').fields.get('referenceRange')?.type).toBe('Observation.referenceRange');
    expect(elementType('Timing').fields.get('repeat')?.type).toBe('Timing.repeat');
  });

  it('lists the codes of a required value set, nested ones and chosen ones, but none that only groups', () => {
    expect(
      valueSetCodes('condition-clinical')?.get('http://terminology.hl7.org/CodeSystem/condition-clinical'),
    ).toStrictEqual(new Set(['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved']));
    expect(valueSetCodes('units-of-time')?.get('http://unitsofmeasure.org')).toStrictEqual(
      new Set(['s', 'min', 'h', 'd', 'wk', 'mo', 'a']),
    );
    expect(valueSetCodes('item-type')?.get('http://hl7.org/fhir/item-type')?.has('question')).toBe(false);
    expect(valueSetCodes('mime-type')).toBeUndefined();
  });
});
