import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeNow, cookieIn, invite, type SignInClinic, signInClinic } from '../../../test/sign-in-clinic.ts';

let clinic: SignInClinic;
beforeAll(async () => {
  clinic = await signInClinic();
});
afterAll(() => clinic.close());

const HEADERS = { 'accept-language': 'pl', origin: 'https://clinic.test', 'sec-fetch-site': 'same-origin' };
const submit = (url: string, form: Record<string, string> = {}) => clinic.call('POST', url, { form, headers: HEADERS });
const open = (url: string) => clinic.call('GET', url, { headers: HEADERS });
const actionIn = (html: string) => /action="([^"]+)"/.exec(html)?.[1] ?? '';

test('a new colleague joins, and signs in again later, with nothing but forms', async () => {
  const { path } = await invite(clinic, 'forms');
  const first = await open(path);
  expect(first.body).toContain('Wybierz sposób logowania');
  const second = await submit(actionIn(first.body));
  const secret = /<code>([^<]+)</.exec(second.body)?.[1]?.replaceAll(' ', '') ?? '';
  const wrong = await submit(actionIn(second.body), { password: 'short', code: codeNow(clinic, secret) });
  expect([wrong.statusCode, wrong.body.includes('role="alert"')]).toEqual([400, true]);
  const third = await submit(actionIn(second.body), { password: 'wiele moich słów', code: codeNow(clinic, secret) });
  expect(third.body.match(/<li><code>/g)).toHaveLength(10);
  expect((await clinic.call('GET', '/sign-in/session', { cookie: cookieIn(third) })).statusCode).toBe(200);
  clinic.clock.advance(30_000);
  const entry = { userName: 'forms', password: 'wiele moich słów', code: codeNow(clinic, secret) };
  const action = actionIn((await open('/sign-in/')).body);
  const refused = await submit(action, { ...entry, code: '000000' });
  expect([refused.statusCode, refused.body.includes('wiele moich')]).toEqual([401, false]);
  const entered = await submit(action, entry);
  expect([entered.statusCode, entered.headers.location]).toEqual([303, '/app/']);
  expect(cookieIn(entered)).toMatch(/^__Host-cryopath=[\w-]{43}$/);
});

test('an address that was made up cannot put anything into the page', async () => {
  const page = await open(`/sign-in/invitation/${encodeURIComponent('"><script>alert(1)</script>')}`);
  expect(page.body).not.toContain('<script>');
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
});

test('no page is kept, framed or told of', async () => {
  for (const url of ['/sign-in/', '/sign-in/invitation/x', '/sign-in/link/x']) {
    const { headers } = await open(url);
    expect(headers).toMatchObject({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  }
});
