import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalCode } from '../../test/clinic.ts';
import {
  codeNow,
  cookieIn,
  invite,
  joined,
  type SignInClinic,
  type StaffMember,
  signInClinic,
  withPatients,
} from '../../test/sign-in-clinic.ts';

let clinic: SignInClinic;
beforeAll(async () => {
  clinic = await signInClinic();
  await withPatients(clinic);
});
afterAll(() => clinic.close());

interface Entry {
  readonly userName?: string;
  readonly password?: string;
  readonly code?: string;
}
const enter = (member: StaffMember, entry: Entry = {}, from?: string) =>
  clinic.call('POST', '/sign-in/password', {
    body: { userName: member.userName, password: member.password, code: codeNow(clinic, member.secret), ...entry },
    ...(from === undefined ? {} : { from }),
  });
const nextCode = () => clinic.clock.advance(30_000);

describe('password and second factor', () => {
  test('together let staff in, as who they are', async () => {
    const member = await joined(clinic, 'maria');
    const response = await enter(member, { userName: ' MARIA ' });
    expect(response.headers['set-cookie']).toMatch(
      /^__Host-cryopath=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure$/,
    );
    const cookie = cookieIn(response);
    expect((await clinic.call('GET', '/sign-in/session', { cookie })).json()).toMatchObject({
      who: 'Practitioner/maria',
      role: 'doctor',
      clinic: 'c1',
    });
    expect((await clinic.call('GET', '/fhir/Patient/p1', { cookie })).statusCode).toBe(200);
    expect(await clinic.trail()).toContainEqual(
      expect.objectContaining({ interaction: 'login', outcome: 0, who: member.who, detail: 'password' }),
    );
  });

  test('beside somebody who stays signed in give a token for the second person, and leave the browser’s session alone (H02)', async () => {
    const [first, second] = [await joined(clinic, 'pierwsza'), await joined(clinic, 'druga')];
    const cookie = cookieIn(await enter(first));
    const beside = await clinic.call('POST', '/sign-in/password', {
      cookie,
      headers: { 'x-cryopath-beside': '1' },
      body: { userName: second.userName, password: second.password, code: codeNow(clinic, second.secret) },
    });
    expect([beside.statusCode, beside.headers['set-cookie']]).toEqual([200, undefined]);
    const { token: bearer } = beside.json() as { token: string };
    const who = async (shown: object) =>
      ((await clinic.call('GET', '/sign-in/session', shown)).json() as { who?: string }).who;
    expect([await who({ cookie, bearer }), await who({ cookie })]).toEqual([second.who, first.who]);
    expect(await clinic.trail()).toContainEqual(
      expect.objectContaining({ interaction: 'login', outcome: 0, who: second.who, detail: 'password' }),
    );
    await clinic.call('POST', '/sign-in/sign-out', { bearer, headers: { 'x-cryopath': '1' }, body: {} });
    expect([await who({ bearer }), await who({ cookie })]).toEqual([undefined, first.who]);
  });

  test('neither is enough, and what was wrong is not told', async () => {
    const member = await joined(clinic, 'ewa');
    const answers = await Promise.all([
      enter(member, { password: 'four words of yours' }),
      enter(member, { code: '' }),
      enter(member, { code: '000000' }),
      enter(member, { userName: 'nobody-at-all' }),
    ]);
    const texts = new Set(answers.map(({ body }) => body));
    expect([texts.size, ...new Set(answers.map(refusalCode))]).toEqual([1, 'CRYO-402']);
    expect(await clinic.trail()).toContainEqual(
      expect.objectContaining({ interaction: 'login', outcome: 4, who: '', detail: 'password CRYO-402' }),
    );
  });

  test('a code serves once, also for two who enter it at the same moment', async () => {
    const member = await joined(clinic, 'adam');
    const statuses = await Promise.all([enter(member), enter(member)]);
    expect(statuses.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
    expect((await enter(member)).statusCode).toBe(401);
    // Nor does the one before it, which a watch that is late would still show.
    expect((await enter(member, { code: codeNow(clinic, member.secret, -1) })).statusCode).toBe(401);
    nextCode();
    expect((await enter(member)).statusCode).toBe(200);
  });

  test.each([
    [-2, 401],
    [-1, 200],
    [1, 200],
    [2, 401],
  ])('the code of %i half minutes away is answered with %i', async (steps, status) => {
    const member = await joined(clinic, `late${steps + 2}`);
    expect((await enter(member, { code: codeNow(clinic, member.secret, steps) })).statusCode).toBe(status);
  });

  test('a recovery code stands for a lost telephone, once', async () => {
    const member = await joined(clinic, 'piotr');
    expect(member.recoveryCodes).toHaveLength(10);
    const code = member.recoveryCodes[3] as string;
    expect((await enter(member, { code, password: 'not this one, no' })).statusCode).toBe(401);
    const both = await Promise.all([enter(member, { code }), enter(member, { code })]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  });

  test('nothing of it stands readable in the database, nor in the log', async () => {
    const member = await joined(clinic, 'zofia');
    await enter(member);
    for (const table of ['account', 'recovery_code', 'attempt', 'session', 'link', 'audit']) {
      const { rows } = await clinic.pool.query<{ text: string }>(
        `select string_agg(t::text, ' ') as text from ${table} t`,
      );
      const text = rows[0]?.text ?? '';
      for (const secret of [member.password, member.secret, ...member.recoveryCodes])
        expect(text).not.toContain(secret);
    }
    for (const secret of [member.password, member.secret, 'zofia', '/invitation/']) {
      expect(clinic.logged().replaceAll('/sign-in/invitation/:token', '')).not.toContain(secret);
    }
  });
});

describe('lock-out', () => {
  test('five wrong tries make an account wait, twice as long each time, and a restart forgets none', async () => {
    const member = await joined(clinic, 'jan');
    for (let n = 0; n < 5; n++) expect((await enter(member, { password: 'wrong words again' })).statusCode).toBe(401);
    const right = await enter(member);
    expect([right.statusCode, refusalCode(right), right.headers['retry-after']]).toEqual([429, 'CRYO-407', '60']);
    const restarted = await clinic.another();
    const body = { userName: 'jan', password: member.password, code: codeNow(clinic, member.secret) };
    expect((await restarted.call('POST', '/sign-in/password', { body })).statusCode).toBe(429);
    clinic.clock.advance(59_000);
    expect((await enter(member, { password: 'wrong words again' })).statusCode).toBe(429);
    clinic.clock.advance(1_000);
    expect((await enter(member, { password: 'wrong words again' })).statusCode).toBe(401);
    expect((await enter(member)).headers['retry-after']).toBe('120');
    clinic.clock.advance(120_000);
    expect((await enter(member)).statusCode).toBe(200);
    nextCode();
    expect((await enter(member, { password: 'wrong words again' })).statusCode).toBe(401);
    nextCode();
    expect((await enter(member)).statusCode).toBe(200);
  });

  test('an unknown name waits just the same: the wait tells nothing', async () => {
    const body = { userName: 'no-such-person', password: 'some words of mine', code: '123456' };
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) {
      statuses.push((await clinic.call('POST', '/sign-in/password', { body, from: '192.0.2.40' })).statusCode);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  test('an address that tries many names is made to wait; another one is not', async () => {
    const tries = Array.from({ length: 31 }, (_, n) => async () => {
      const body = { userName: `guess-${n}`, password: 'some words of mine', code: '123456' };
      return (await clinic.call('POST', '/sign-in/password', { body, from: '192.0.2.50' })).statusCode;
    });
    const statuses: number[] = [];
    for (const attempt of tries) statuses.push(await attempt());
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
    const member = await joined(clinic, 'olga');
    expect((await enter(member, {}, '192.0.2.51')).statusCode).toBe(200);
  });

  test('tries at the same moment are counted one by one', async () => {
    const member = await joined(clinic, 'at-once');
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        enter(member, { password: `guess number ${n} of mine` }, `192.0.2.${100 + n}`),
      ),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(7);
  });
});

describe('an invitation', () => {
  test.each([
    ['too short', 'CRYO-417'],
    ['passwordpassword', 'CRYO-418'],
    ['my name is kasia!', 'CRYO-418'],
    ['aaaaaaaaaaaaaaaa', 'CRYO-418'],
    ['x'.repeat(201), 'CRYO-417'],
  ])('does not take the password "%s"', async (password, code) => {
    const { path } = await invite(clinic, `kasia`).catch(() => ({ path: kasia }));
    kasia = path;
    const offered = await clinic.call('POST', `${path}/authenticator`, { body: {} });
    const { secret } = offered.json() as { secret: string };
    const answer = await clinic.call('POST', path, { body: { password, code: codeNow(clinic, secret) } });
    expect(refusalCode(answer)).toBe(code);
  });
  let kasia = '';

  test('serves once, and not after two days', async () => {
    const { path } = await invite(clinic, 'late-starter');
    const { secret } = (await clinic.call('POST', `${path}/authenticator`, { body: {} })).json() as { secret: string };
    const take = () =>
      clinic.call('POST', path, { body: { password: 'many words of mine', code: codeNow(clinic, secret) } });
    const both = await Promise.all([take(), take()]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
    expect(refusalCode(await clinic.call('POST', `${path}/authenticator`, { body: {} }))).toBe('CRYO-406');
    const old = await invite(clinic, 'too-late');
    clinic.clock.advance(48 * 3_600_000);
    expect(refusalCode(await clinic.call('POST', `${old.path}/authenticator`, { body: {} }))).toBe('CRYO-406');
  });

  test('is worth nothing without a code of the app that it offered', async () => {
    const { path } = await invite(clinic, 'no-app');
    const body = { password: 'many words of mine', code: '123456' };
    expect(refusalCode(await clinic.call('POST', path, { body }))).toBe('CRYO-402');
    await clinic.call('POST', `${path}/authenticator`, { body: {} });
    expect(refusalCode(await clinic.call('POST', path, { body }))).toBe('CRYO-402');
  });
});

test('an account that is disabled, or gets another role, is out within a second', async () => {
  const member = await joined(clinic, 'leaver');
  const cookie = cookieIn(await enter(member));
  const see = async () => (await clinic.call('GET', '/fhir/Patient/p1', { cookie })).statusCode;
  expect(await see()).toBe(200);
  await clinic.pool.query(`update account set role = 'nurse' where id = $1`, [member.id]);
  clinic.clock.advance(1_000);
  expect(await see()).toBe(401);
  await clinic.pool.query(`update account set state = 'disabled' where id = $1`, [member.id]);
  nextCode();
  expect((await enter(member)).statusCode).toBe(401);
});
