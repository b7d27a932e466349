import { expect, test } from 'vitest';
import { isCrossSiteChange } from './cross-site.ts';
import { trustedHosts } from './trusted-host.ts';

const ours = 'https://clinic.example';
const changes = (headers: Record<string, string>, method = 'POST') =>
  isCrossSiteChange(method, { host: 'clinic.example', ...headers }, ours);

test('a form on a foreign page cannot use the reader’s session', () => {
  expect(changes({ cookie: 'session=1' })).toBe(true);
  expect(changes({ cookie: 'session=1', 'sec-fetch-site': 'cross-site' })).toBe(true);
  expect(changes({ cookie: 'session=1', origin: 'https://evil.example', 'x-cryopath': '1' })).toBe(true);
  expect(changes({ cookie: 'session=1', origin: 'null', 'x-cryopath': '1' })).toBe(true);
});

test('a page on a sister domain is foreign too', () => {
  expect(changes({ cookie: 'session=1', 'sec-fetch-site': 'same-site', 'x-cryopath': '1' })).toBe(true);
});

test('our own page, and a program without cookies, may change things', () => {
  expect(changes({ cookie: 'session=1', 'x-cryopath': '1' })).toBe(false);
  expect(changes({ cookie: 'session=1', 'sec-fetch-site': 'same-origin', origin: ours })).toBe(false);
  expect(changes({ authorization: 'Bearer x' })).toBe(false);
});

test('a sign-in that a foreign page starts is refused although there is no cookie yet', () => {
  expect(changes({ 'sec-fetch-site': 'cross-site' })).toBe(true);
});

test('reading is left alone, whoever links here', () => {
  expect(changes({ cookie: 'session=1', 'sec-fetch-site': 'cross-site' }, 'GET')).toBe(false);
});

test.each([
  ['clinic.example', true],
  ['CLINIC.example', true],
  ['127.0.0.1:8080', true],
  ['[::1]:8080', true],
  ['localhost:8080', true],
  ['localhost.evil.example', false],
  ['127.0.0.1.evil.example', false],
  ['evil.example', false],
  ['clinic.example.evil.example', false],
  ['', false],
  ['[::1', false],
])('the host %s is trusted: %s', (host, trusted) => {
  expect(trustedHosts(['clinic.example'])(host)).toBe(trusted);
});

test('a trusted host before it does not open the door to another one', () => {
  const isTrusted = trustedHosts(['clinic.example']);
  expect([isTrusted('clinic.example'), isTrusted('evil.example'), isTrusted(undefined)]).toEqual([true, false, false]);
});
