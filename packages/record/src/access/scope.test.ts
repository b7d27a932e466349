import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseScope } from './scope.ts';

const permissions = (text: string) => [...(parseScope(text)?.permissions ?? [])];

test('a scope names a context, a type and letters in the order of cruds', () => {
  expect(parseScope('system/Observation.rs')).toMatchObject({ context: 'system', type: 'Observation' });
  expect(permissions('system/Observation.rs')).toEqual(['read', 'search']);
  expect(permissions('patient/*.cruds')).toEqual(['create', 'read', 'update', 'delete', 'search']);
});

test('the spelling of SMART 1 means what 2.2 says it means', () => {
  expect(permissions('user/Patient.read')).toEqual(['read', 'search']);
  expect(permissions('user/Patient.write')).toEqual(['create', 'update', 'delete']);
  expect(permissions('user/Patient.*')).toEqual(['create', 'read', 'update', 'delete', 'search']);
});

test.each([
  'system/Observation.sr',
  'system/Observation.',
  'system/Observation.rr',
  'system/Observation',
  'system/Claim.rs',
  'System/Observation.rs',
  'system/Observation.rs?category=laboratory',
  'system/Observation.rs ',
  'launch/patient',
  'openid',
  '',
])('%j grants nothing', (text) => {
  expect(parseScope(text)).toBeUndefined();
});

test('whatever stands where a scope should, nothing is thrown', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const scope = parseScope(text);
      expect(scope === undefined || scope.permissions.size > 0).toBe(true);
    }),
    { seed: 11 },
  );
});
