import { expect, test } from 'vitest';
import { isOutcome, negotiate, withoutPrinting } from './media-type.ts';

test.each([
  [undefined, ''],
  ['*/*', ''],
  ['application/fhir+json', ''],
  ['application/fhir+xml, application/fhir+json;q=0.5', ''],
  ['application/json;charset=utf-8', ''],
  ['application/fhir+xml', '_format=json'],
  ['application/fhir+xml', '_format=application/fhir+json'],
  ['text/html', '_format=application%2Ffhir%2Bjson&name=x'],
])('Accept %s with "%s" is answered in JSON', (accept, query) => {
  expect(negotiate(accept, query)).toEqual({ pretty: false });
});

test.each([
  ['application/fhir+xml', ''],
  ['application/fhir+json;q=0', ''],
  ['text/html', '_pretty=true'],
  ['application/fhir+json', '_format=xml'],
  ['application/fhir+json', '_format=ttl'],
  ['\u0000', ''],
])('Accept %s with "%s" cannot be satisfied', (accept, query) => {
  const refusal = negotiate(accept, query);
  expect(isOutcome(refusal) && refusal.issues[0]?.code).toBe('CRYO-505');
});

test('_pretty asks for line breaks, unless it says anything but true', () => {
  expect(negotiate(undefined, '_pretty=true')).toEqual({ pretty: true });
  expect(negotiate(undefined, '_pretty=false')).toEqual({ pretty: false });
});

test('what concerns the printing does not reach the search', () => {
  expect(withoutPrinting('_format=json&name=x&_pretty=true&_count=2')).toBe('name=x&_count=2');
  expect(withoutPrinting('name=_format=json')).toBe('name=_format=json');
});
