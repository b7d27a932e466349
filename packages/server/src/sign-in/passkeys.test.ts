import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalCode } from '../../test/clinic.ts';
import { cookieIn, invite, joined, type SignInClinic, signInClinic, withPatients } from '../../test/sign-in-clinic.ts';
import { type SoftwareAuthenticator, softwareAuthenticator, type Wrong } from '../../test/software-authenticator.ts';

const ORIGIN = 'https://clinic.test';
let clinic: SignInClinic;
beforeAll(async () => {
  clinic = await signInClinic(ORIGIN);
  await withPatients(clinic);
});
afterAll(() => clinic.close());

const post = (url: string, body: unknown = {}, cookie?: string) =>
  clinic.call('POST', url, {
    body,
    ...(cookie === undefined ? {} : { cookie }),
    from: `192.0.2.${1 + (from++ % 250)}`,
  });
let from = 0;

/** Somebody who took up their invitation with a passkey alone. */
async function withPasskey(userName: string): Promise<{ device: SoftwareAuthenticator; cookie: string; id: string }> {
  const { path, id } = await invite(clinic, userName);
  const device = softwareAuthenticator(ORIGIN);
  const options = (await post(`${path}/passkey/options`)).json();
  const made = await post(`${path}/passkey`, device.create(options));
  expect(made.statusCode).toBe(201);
  return { device, cookie: cookieIn(made), id };
}
async function signIn(device: SoftwareAuthenticator, wrong?: Wrong) {
  const options = (await post('/sign-in/passkey/options')).json();
  return post('/sign-in/passkey', device.get(options, wrong));
}

test('a new colleague makes a passkey by their invitation, and signs in with it', async () => {
  const { device, cookie } = await withPasskey('key-maria');
  expect((await clinic.call('GET', '/fhir/Patient/p1', { cookie })).statusCode).toBe(200);
  const entered = await signIn(device);
  expect(entered.statusCode).toBe(200);
  const shown = await clinic.call('GET', '/sign-in/session', { cookie: cookieIn(entered) });
  expect(shown.json()).toMatchObject({ who: 'Practitioner/key-maria', role: 'doctor' });
  expect(await clinic.trail()).toContainEqual(
    expect.objectContaining({ interaction: 'login', who: 'Practitioner/key-maria', detail: 'passkey' }),
  );
});

test('the options ask for the owner’s finger or PIN, for this host, and for no name', async () => {
  const options = (await post('/sign-in/passkey/options')).json();
  expect(options).toMatchObject({ rpId: 'clinic.test', userVerification: 'required' });
  expect(options).not.toHaveProperty('allowCredentials');
});

describe('is refused', () => {
  let known: { device: SoftwareAuthenticator };
  beforeAll(async () => {
    known = await withPasskey('key-ewa');
  });
  test.each<[string, Wrong]>([
    ['a signature made for a false page', { origin: 'https://clinic.test.evil.example' }],
    ['one made over plain http', { origin: 'http://clinic.test' }],
    ['one made for another party', { rpId: 'evil.example' }],
    ['one over another challenge', { challenge: 'A'.repeat(43) }],
    ['one that was meant for a registration', { type: 'webauthn.create' }],
    ['one without finger or PIN', { unverified: true }],
    ['one that does not fit what was signed', { badSignature: true }],
    ['one in the name of another account', { userHandle: Buffer.from('somebody').toString('base64url') }],
  ])('%s', async (_what, wrong) => {
    const refused = await signIn(known.device, wrong);
    expect([refused.statusCode, refusalCode(refused)]).toEqual([400, 'CRYO-422']);
    expect((await signIn(known.device)).statusCode).toBe(200);
  });

  test('an answer that is given a second time', async () => {
    const options = (await post('/sign-in/passkey/options')).json();
    const answer = known.device.get(options);
    const both = await Promise.all([post('/sign-in/passkey', answer), post('/sign-in/passkey', answer)]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400]);
    expect((await post('/sign-in/passkey', answer)).statusCode).toBe(400);
  });

  test('an answer that is given a second time, of a device that does not count', async () => {
    const { path } = await invite(clinic, 'key-uncounted');
    const device = softwareAuthenticator(ORIGIN);
    const made = device.create((await post(`${path}/passkey/options`)).json(), { counter: 0 });
    expect((await post(`${path}/passkey`, made)).statusCode).toBe(201);
    const answer = device.get((await post('/sign-in/passkey/options')).json(), { counter: 0 });
    const both = await Promise.all([post('/sign-in/passkey', answer), post('/sign-in/passkey', answer)]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400]);
    expect((await post('/sign-in/passkey', answer)).statusCode).toBe(400);
  });

  test('a device whose counter does not grow: there may be a copy of it', async () => {
    const options = (await post('/sign-in/passkey/options')).json();
    expect((await post('/sign-in/passkey', known.device.get(options, { counter: 100 }))).statusCode).toBe(200);
    expect((await signIn(known.device, { counter: 100 })).statusCode).toBe(400);
    expect((await signIn(known.device, { counter: 5 })).statusCode).toBe(400);
    expect((await signIn(known.device, { counter: 101 })).statusCode).toBe(200);
  });

  test('a challenge that is five minutes old', async () => {
    const options = (await post('/sign-in/passkey/options')).json();
    clinic.clock.advance(299_000);
    expect((await post('/sign-in/passkey', known.device.get(options))).statusCode).toBe(200);
    const late = (await post('/sign-in/passkey/options')).json();
    clinic.clock.advance(300_000);
    expect((await post('/sign-in/passkey', known.device.get(late))).statusCode).toBe(400);
  });

  test('a device that nobody registered, and anything that is no passkey', async () => {
    expect((await signIn(softwareAuthenticator(ORIGIN))).statusCode).toBe(400);
    for (const nonsense of [
      {},
      { id: 1 },
      { response: {} },
      { response: { clientDataJSON: 'e30' } },
      { id: known.device.id },
    ]) {
      expect((await post('/sign-in/passkey', nonsense)).statusCode).toBe(400);
    }
  });

  test('somebody whose account is disabled', async () => {
    const { device, id } = await withPasskey('key-leaver');
    await clinic.pool.query(`update account set state = 'disabled' where id = $1`, [id]);
    expect((await signIn(device)).statusCode).toBe(400);
  });

  test.each<[string, Wrong]>([
    ['registered for a false page', { origin: 'https://evil.example' }],
    ['registered without finger or PIN', { unverified: true }],
    ['registered over a challenge of signing in', { type: 'webauthn.get' }],
  ])('a passkey %s', async (_what, wrong) => {
    const { path } = await invite(clinic, `key-wrong-${from}`);
    const device = softwareAuthenticator(ORIGIN);
    const options = (await post(`${path}/passkey/options`)).json();
    expect(refusalCode(await post(`${path}/passkey`, device.create(options, wrong)))).toBe('CRYO-422');
    expect((await signIn(device)).statusCode).toBe(400);
  });

  test('a registration that answers somebody else’s challenge', async () => {
    const [one, other] = [await invite(clinic, 'key-one'), await invite(clinic, 'key-other')];
    const options = (await post(`${one.path}/passkey/options`)).json();
    const answer = softwareAuthenticator(ORIGIN).create(options);
    expect(refusalCode(await post(`${other.path}/passkey`, answer))).toBe('CRYO-422');
  });
});

test('an account that wrong passwords have locked is open to its passkey', async () => {
  const member = await joined(clinic, 'key-locked');
  const entry = { userName: member.userName, password: 'wrong words again', code: '123456' };
  const enter = () => post('/sign-in/password', entry);
  const code = member.recoveryCodes[0];
  const cookie = cookieIn(await post('/sign-in/password', { ...entry, password: member.password, code }));
  const device = softwareAuthenticator(ORIGIN);
  const options = (await post('/sign-in/passkeys/options', {}, cookie)).json();
  expect((await post('/sign-in/passkeys', device.create(options), cookie)).statusCode).toBe(201);
  for (let n = 0; n < 5; n++) await enter();
  expect((await enter()).statusCode).toBe(429);
  expect((await signIn(device)).statusCode).toBe(200);
});

test('passkeys are listed and removed by their owner, but never the last way in', async () => {
  const { device, cookie } = await withPasskey('key-two');
  clinic.clock.advance(1_000);
  const second = softwareAuthenticator(ORIGIN);
  const remove = (id: string, as = cookie) => clinic.call('DELETE', `/sign-in/passkeys/${id}`, { cookie: as });
  expect(refusalCode(await remove(device.id))).toBe('CRYO-424');
  const options = (await post('/sign-in/passkeys/options', {}, cookie)).json();
  expect(options.excludeCredentials).toMatchObject([{ id: device.id }]);
  await post('/sign-in/passkeys', second.create(options), cookie);
  const listed = await clinic.call('GET', '/sign-in/passkeys', { cookie });
  expect(listed.json()).toMatchObject([{ id: device.id }, { id: second.id }]);
  const stranger = await withPasskey('key-three');
  expect(refusalCode(await remove(device.id, stranger.cookie))).toBe('CRYO-421');
  const both = await Promise.all([remove(device.id), remove(second.id)]);
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  const patient = await clinic.cookieOf('Patient/p1', 'patient');
  expect((await clinic.call('GET', '/sign-in/passkeys', { cookie: patient })).statusCode).toBe(403);
});
