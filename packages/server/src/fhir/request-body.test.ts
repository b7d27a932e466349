import type { Outcome } from '@cryopath/fhir';
import { expect, test } from 'vitest';
import { type BodyKind, bodyResource, bodyText } from './request-body.ts';

const sent = (contentType: string | undefined, body?: string | Uint8Array) => ({
  headers: contentType === undefined ? {} : { 'content-type': contentType },
  body: typeof body === 'string' ? Buffer.from(body) : body,
});
const codeOf = (result: { ok: boolean; outcome?: Outcome }) => result.outcome?.issues[0]?.code;

test.each([
  ['resource', 'application/fhir+json'],
  ['resource', 'application/fhir+json; charset=utf-8'],
  ['resource', 'Application/JSON;charset="UTF-8"'],
  ['resource', 'application/fhir+json; fhirVersion=4.0'],
  ['patch', 'application/json-patch+json'],
  ['form', 'application/x-www-form-urlencoded; charset=UTF-8'],
] as [BodyKind, string][])('a %s may be sent as %s', (kind, contentType) => {
  expect(bodyText(sent(contentType, '{}'), kind)).toEqual({ ok: true, value: '{}' });
});

test.each([
  ['resource', undefined],
  ['resource', 'text/plain'],
  ['resource', 'application/fhir+xml'],
  ['resource', 'application/fhir+json; charset=utf-16'],
  ['resource', 'application/json-patch+json'],
  ['patch', 'application/json'],
  ['form', 'application/json'],
] as [BodyKind, string | undefined][])('a %s may not be sent as %s', (kind, contentType) => {
  expect(codeOf(bodyText(sent(contentType, '{}'), kind))).toBe('CRYO-504');
});

test('bytes that are not UTF-8 are refused, not replaced', () => {
  expect(codeOf(bodyText(sent('application/fhir+json', Uint8Array.of(0x22, 0xc3, 0x22)), 'resource'))).toBe('CRYO-115');
});

test('a body is needed, and it must be an object that says of which type it is', () => {
  const resource = (body?: string) => codeOf(bodyResource(sent('application/fhir+json', body)));
  expect(resource()).toBe('CRYO-113');
  expect(resource('')).toBe('CRYO-113');
  for (const body of ['null', '[]', '"x"', '1.00', '{}', '{"resourceType":1}']) expect(resource(body)).toBe('CRYO-114');
  expect(resource('{"resourceType":"Patient","resourceType":"Patient"}')).toBe('CRYO-105');
});
