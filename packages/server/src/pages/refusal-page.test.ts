import { outcome } from '@cryopath/fhir';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusalCode, type TestClinic, testClinic } from '../../test/clinic.ts';
import { refusalPage } from './refusal-page.ts';

let clinic: TestClinic;
beforeAll(async () => {
  const isReady = async () => {
    throw new Error('secret of the machine');
  };
  clinic = await testClinic({ isReady });
}, 30_000);
afterAll(() => clinic.close());

/** What Chromium sends when somebody follows a link. */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
const visit = (url: string, accept = BROWSER, language = 'pl-PL,pl;q=0.9') =>
  clinic.call('', 'GET', url, { headers: { accept, 'accept-language': language } });

test('a browser at an address that is not there gets a page in its language, with the way home', async () => {
  const polish = await visit('/nowhere');
  expect([polish.statusCode, polish.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  expect(polish.body).toContain('<html lang="pl">');
  expect(polish.body).toContain('Nie ma takiej strony');
  expect(polish.body).toContain('href="/app/"');
  expect(polish.headers.vary).toBe('accept, accept-language');
  const english = await visit('/nowhere', BROWSER, 'en-GB');
  expect(english.body).toContain('There is no such page');
});

test('nothing of the address comes back in the page', async () => {
  const { body } = await visit('/no<script>where%3Cscript%3E');
  expect(body).not.toMatch(/<script|no.*where/);
});

test.each([
  ['/nowhere', 'application/json'],
  ['/nowhere', '*/*'],
  ['/nowhere', 'application/json, text/html;q=0'],
  ['/fhir/Nothing', BROWSER],
  ['/fhir', BROWSER],
  ['/fhir?x', BROWSER],
])('%s answers %s with an OperationOutcome', async (url, accept) => {
  const answer = await visit(url, accept);
  expect(answer.headers['content-type']).toContain('fhir+json');
  expect(refusalCode(answer)).toMatch(/^CRYO-/);
});

test('a form or a call that is refused is answered as before: a page is for who goes somewhere', async () => {
  const answer = await clinic.call('', 'POST', '/nowhere', { headers: { accept: BROWSER } });
  expect(refusalCode(answer)).toBe('CRYO-214');
});

test.each([
  ['CRYO-401', 401, 'Please sign in first'],
  ['CRYO-403', 403, 'This page is not open to you'],
  ['CRYO-211', 503, 'Something went wrong on our side'],
] as const)('%s has words of its own, and its code', (code, status, title) => {
  const html = refusalPage('en', outcome(code), status);
  expect(html).toContain(`<h1>${title}</h1>`);
  expect(html).toContain(code);
});

test('a fault of ours shows its reference, and nothing of what broke', async () => {
  const broken = await visit('/health/ready', BROWSER, 'en');
  expect([broken.statusCode, broken.headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
  expect(broken.body).toContain('Something went wrong on our side');
  expect(broken.body).toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  expect(broken.body).not.toMatch(/secret of the machine|\.ts:\d/);
});
