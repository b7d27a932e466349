import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { refusalCode } from '../../test/clinic.ts';
import { codeNow, cookieIn, joined, type SignInClinic, signInClinic, withPatients } from '../../test/sign-in-clinic.ts';

let clinic: SignInClinic;
let administrator: string;
beforeAll(async () => {
  clinic = await signInClinic();
  await withPatients(clinic);
});
beforeEach(async () => {
  clinic.clock.advance(3_600_000);
  administrator = await clinic.cookieOf('Practitioner/a1', 'administrator');
});
afterAll(() => clinic.close());

const post = (url: string, body: unknown = {}, cookie = administrator) => clinic.call('POST', url, { cookie, body });
const status = async (cookie: string) => (await clinic.call('GET', '/fhir/Patient/p1', { cookie })).statusCode;
async function signedInAs(userName: string) {
  const member = await joined(clinic, userName);
  const { password, secret } = member;
  const enter = () =>
    clinic.call('POST', '/sign-in/password', { body: { userName, password, code: codeNow(clinic, secret) } });
  const entered = await enter();
  return { ...member, cookie: cookieIn(entered), enter };
}

test('an administrator takes somebody on, who chooses how to sign in by the link', async () => {
  const made = await post('/sign-in/accounts', { userName: 'Halina.Nowak', name: 'Halina Maria Nowak', role: 'nurse' });
  expect(made.statusCode).toBe(201);
  const path = new URL((made.json() as { url: string }).url).pathname;
  const { secret } = (await post(`${path}/authenticator`)).json() as { secret: string };
  const entered = await post(path, { password: 'many words of mine', code: codeNow(clinic, secret) });
  const cookie = cookieIn(entered);
  const { who } = (await clinic.call('GET', '/sign-in/session', { cookie })).json() as { who: string };
  const practitioner = (await clinic.call('GET', `/fhir/${who}`, { cookie })).json();
  expect(practitioner).toMatchObject({ name: [{ family: 'Nowak', given: ['Halina', 'Maria'] }] });
  const again = await post('/sign-in/accounts', { userName: 'halina.nowak', name: 'Somebody', role: 'nurse' });
  expect(refusalCode(again)).toBe('CRYO-420');
});

test.each([
  [{ role: 'nurse' }, 'a change of role'],
  [{ state: 'disabled' }, 'a disabled account'],
])('%j ends the sessions of its holder at once', async (change, what) => {
  const member = await signedInAs(`changed-${what.length}`);
  expect(await status(member.cookie)).toBe(200);
  expect((await post(`/sign-in/accounts/${member.id}`, change)).json()).toMatchObject(change);
  expect(await status(member.cookie)).toBe(401);
});

test('a disabled account lets nobody in until it is activated again', async () => {
  const member = await signedInAs('on-leave');
  await post(`/sign-in/accounts/${member.id}`, { state: 'disabled' });
  clinic.clock.advance(30_000);
  expect((await member.enter()).statusCode).toBe(401);
  await post(`/sign-in/accounts/${member.id}`, { state: 'active' });
  clinic.clock.advance(30_000);
  expect((await member.enter()).statusCode).toBe(200);
});

test('an administrator ends somebody’s sessions, and they may sign in again', async () => {
  const member = await signedInAs('ended');
  expect((await post(`/sign-in/accounts/${member.id}/end-sessions`)).json()).toEqual({ ended: 2 });
  expect(await status(member.cookie)).toBe(401);
  clinic.clock.advance(30_000);
  expect((await member.enter()).statusCode).toBe(200);
});

test('whoever lost everything is invited anew: what they had is worth nothing', async () => {
  const member = await signedInAs('lost-all');
  const invited = await post(`/sign-in/accounts/${member.id}/invitation`);
  expect(await status(member.cookie)).toBe(401);
  clinic.clock.advance(30_000);
  expect((await member.enter()).statusCode).toBe(401);
  const path = new URL((invited.json() as { url: string }).url).pathname;
  const { secret } = (await post(`${path}/authenticator`)).json() as { secret: string };
  const entered = await post(path, { password: 'other words of mine', code: codeNow(clinic, secret) });
  expect(await status(cookieIn(entered))).toBe(200);
});

test('all of this is an administrator’s of the same clinic, and nobody’s upon themselves', async () => {
  const member = await signedInAs('target');
  const urls = ['', '/invitation', '/end-sessions'].map((rest) => `/sign-in/accounts/${member.id}${rest}`);
  const doctor = await clinic.cookieOf('Practitioner/d9', 'doctor');
  const elsewhere = await clinic.cookieOf('Practitioner/a2', 'administrator', { clinic: 'c2' });
  const oneself = await clinic.cookieOf(member.who, 'administrator');
  for (const url of urls) {
    expect(refusalCode(await post(url, { state: 'disabled' }, doctor))).toBe('CRYO-403');
    expect(refusalCode(await post(url, { state: 'disabled' }, elsewhere))).toBe('CRYO-421');
    expect(refusalCode(await post(url, { state: 'disabled' }, oneself))).toBe('CRYO-403');
  }
  expect((await clinic.call('GET', '/sign-in/accounts', { cookie: doctor })).statusCode).toBe(403);
  expect((await clinic.call('GET', '/sign-in/accounts', { cookie: elsewhere })).json()).toEqual([]);
  expect(await status(member.cookie)).toBe(200);
  const listed = await clinic.call('GET', '/sign-in/accounts', { cookie: administrator });
  expect(listed.body).toContain('"userName":"target"');
  expect(listed.body).not.toMatch(/argon2|totp|password/);
});

test.each([[{}], [{ role: 'service' }], [{ role: 'patient' }], [{ state: 'invited' }], [{ role: 'nurse', state: 1 }]])(
  'the change %j is refused',
  async (change) => {
    const { rows } = await clinic.pool.query<{ id: string }>('select id from account limit 1');
    expect(refusalCode(await post(`/sign-in/accounts/${rows[0]?.id}`, change))).toBe('CRYO-419');
  },
);
