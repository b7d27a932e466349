import type { LightMyRequestResponse } from 'fastify';
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

interface Waiting {
  readonly secret: string;
  readonly code: string;
  readonly userName: string;
  readonly password: string;
  readonly id: string;
  readonly joined: LightMyRequestResponse;
}
const lead = () => clinic.cookieOf('Practitioner/lead', 'lead');

/** Somebody whom the administrator took on or invited anew, and who chose how to sign in by the link. */
async function chosen(made: LightMyRequestResponse, userName: string): Promise<Waiting> {
  const path = new URL((made.json() as { url: string }).url).pathname;
  const { secret } = (await post(`${path}/authenticator`)).json() as { secret: string };
  const password = 'many words of mine';
  const joined = await post(path, { password, code: codeNow(clinic, secret) });
  const { rows } = await clinic.pool.query<{ id: string }>('select id from account where user_name = $1', [
    userName.toLowerCase(),
  ]);
  const { confirmationCode = '' } = joined.json() as { confirmationCode?: string };
  clinic.clock.advance(90_000);
  return { secret, code: confirmationCode, userName, password, id: rows[0]?.id ?? '', joined };
}
const takenOn = async (userName: string, role: string) =>
  chosen(await post('/sign-in/accounts', { userName, name: 'Halina Maria Nowak', role }), userName);
const enters = ({ userName, password, secret }: Waiting) =>
  clinic.call('POST', '/sign-in/password', { body: { userName, password, code: codeNow(clinic, secret) } });
const confirms = async (id: string, code: string, cookie?: string) =>
  post(`/sign-in/confirmations/${id}`, { code }, cookie ?? (await lead()));

test('an administrator takes somebody on, who chooses how to sign in by the link, and whom the lead confirms', async () => {
  const made = await takenOn('Halina.Nowak', 'nurse');
  expect(made.joined.headers['set-cookie']).toBeUndefined();
  expect(made.code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  const early = await enters(made);
  expect([early.statusCode, refusalCode(early), early.headers['set-cookie']]).toEqual([403, 'CRYO-427', undefined]);
  expect(early.body).toContain(made.code);
  const waiting = await clinic.call('GET', '/sign-in/confirmations', { cookie: await lead() });
  expect(waiting.json()).toContainEqual(expect.objectContaining({ id: made.id, role: 'nurse' }));
  expect(waiting.body).not.toContain(made.code);
  expect((await confirms(made.id, made.code.toLowerCase())).statusCode).toBe(200);
  clinic.clock.advance(30_000);
  const cookie = cookieIn(await enters(made));
  const { who } = (await clinic.call('GET', '/sign-in/session', { cookie })).json() as { who: string };
  const practitioner = (await clinic.call('GET', `/fhir/${who}`, { cookie })).json();
  expect(practitioner).toMatchObject({ name: [{ family: 'Nowak', given: ['Halina', 'Maria'] }] });
  const again = await post('/sign-in/accounts', { userName: 'halina.nowak', name: 'Somebody', role: 'nurse' });
  expect(refusalCode(again)).toBe('CRYO-420');
  expect(await clinic.trail()).toContainEqual(
    expect.objectContaining({
      interaction: 'account',
      who: 'Practitioner/lead',
      detail: 'confirmed as nurse',
      outcome: 0,
    }),
  );
});

test.each(['nurse', 'doctor', 'lead', 'auditor'])('an administrator alone lets nobody in as a %s', async (role) => {
  const made = await takenOn(`alone.${role}`, role);
  const others: readonly (readonly [string, string])[] = [
    [administrator, 'CRYO-403'],
    [await clinic.cookieOf('Practitioner/d9', 'doctor'), 'CRYO-403'],
    [await clinic.cookieOf('Practitioner/l2', 'lead', { clinic: 'c2' }), 'CRYO-421'],
    [await clinic.cookieOf('Practitioner/l3', 'lead', { clinic: '' }), 'CRYO-403'],
  ];
  for (const [cookie, code] of others) expect(refusalCode(await confirms(made.id, made.code, cookie))).toBe(code);
  expect(refusalCode(await confirms(made.id, 'AAAA-AAAA'))).toBe('CRYO-428');
  expect(refusalCode(await enters(made))).toBe('CRYO-427');
  // Nor by a session that there was for whatever reason: the table is asked about the account.
  const { rows } = await clinic.pool.query<{ who: string }>('select who from account where id = $1', [made.id]);
  const slipped = await clinic.cookieOf(rows[0]?.who ?? '', role as 'nurse', { account: made.id });
  expect((await clinic.call('GET', '/sign-in/session', { cookie: slipped })).statusCode).toBe(401);
});

test('the lead who does not know somebody closes their account before it was open, and nobody else can', async () => {
  const made = await takenOn('Un.Known', 'nurse');
  const refuses = (cookie: string) => clinic.call('DELETE', `/sign-in/confirmations/${made.id}`, { cookie });
  expect(refusalCode(await refuses(administrator))).toBe('CRYO-403');
  expect(refusalCode(await refuses(await clinic.cookieOf('Practitioner/l2', 'lead', { clinic: 'c2' })))).toBe(
    'CRYO-421',
  );
  expect((await refuses(await lead())).statusCode).toBe(200);
  expect(refusalCode(await refuses(await lead()))).toBe('CRYO-421');
  expect(refusalCode(await confirms(made.id, made.code))).toBe('CRYO-421');
  clinic.clock.advance(30_000);
  expect((await enters(made)).statusCode).toBe(401);
  // An administrator who opens it again does not thereby let anybody in.
  await post(`/sign-in/accounts/${made.id}`, { state: 'active' }, administrator);
  clinic.clock.advance(30_000);
  expect(refusalCode(await enters(made))).toBe('CRYO-427');
  expect(await clinic.trail()).toContainEqual(
    expect.objectContaining({ interaction: 'account', who: 'Practitioner/lead', detail: 'not confirmed as nurse' }),
  );
});

test('nobody confirms themselves', async () => {
  const made = await takenOn('self.lead', 'lead');
  const { rows } = await clinic.pool.query<{ who: string }>('select who from account where id = $1', [made.id]);
  const oneself = await clinic.cookieOf(rows[0]?.who ?? '', 'lead');
  expect(refusalCode(await confirms(made.id, made.code, oneself))).toBe('CRYO-403');
});

test('another role, or another invitation, is confirmed anew', async () => {
  const made = await takenOn('promoted', 'nurse');
  await confirms(made.id, made.code);
  clinic.clock.advance(30_000);
  expect((await enters(made)).statusCode).toBe(200);
  expect((await post(`/sign-in/accounts/${made.id}`, { role: 'lead' })).json()).toMatchObject({
    role: 'lead',
    waits: true,
  });
  clinic.clock.advance(30_000);
  const told = await enters(made);
  expect(refusalCode(told)).toBe('CRYO-427');
  const [code = ''] = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(told.body) ?? [];
  expect(refusalCode(await confirms(made.id, made.code))).toBe('CRYO-428');
  expect((await confirms(made.id, code)).statusCode).toBe(200);
  clinic.clock.advance(30_000);
  expect((await enters(made)).statusCode).toBe(200);
  const anew = await chosen(await post(`/sign-in/accounts/${made.id}/invitation`), 'promoted');
  expect(refusalCode(await enters(anew))).toBe('CRYO-427');
});

test('a role and back again is another decision too, and leaving is none', async () => {
  const made = await takenOn('twice.changed', 'doctor');
  await confirms(made.id, made.code);
  for (const role of ['administrator', 'doctor']) await post(`/sign-in/accounts/${made.id}`, { role });
  clinic.clock.advance(30_000);
  const told = await enters(made);
  expect(refusalCode(told)).toBe('CRYO-427');
  await confirms(made.id, /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(told.body)?.[0] ?? '');
  for (const state of ['disabled', 'active']) await post(`/sign-in/accounts/${made.id}`, { state });
  clinic.clock.advance(30_000);
  expect((await enters(made)).statusCode).toBe(200);
});

test('an administrator is made by an administrator alone: they see no chart', async () => {
  const made = await takenOn('second.admin', 'administrator');
  expect(made.joined.json()).not.toHaveProperty('confirmationCode');
  const cookie = cookieIn(made.joined);
  expect((await clinic.call('GET', '/fhir/Patient/p1', { cookie })).statusCode).toBe(403);
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
  const anew = await chosen(invited, 'lost-all');
  await confirms(member.id, anew.code);
  expect(await status(cookieIn(await enters(anew)))).toBe(200);
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
