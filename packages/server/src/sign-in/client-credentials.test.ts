import { createHmac, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { exportJWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SignInClinic, signInClinic, withPatients } from '../../test/sign-in-clinic.ts';
import { JWT_BEARER } from './client-credentials.ts';
import { insertClient } from './client-table.ts';
import { grantedScopes } from './granted-scopes.ts';

const AUDIENCE = 'https://clinic.test/oauth/token';
const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-384' });
let clinic: SignInClinic;

beforeAll(async () => {
  clinic = await signInClinic();
  await withPatients(clinic);
  const jwk = async (key: KeyObject, kid: string, alg: string) => ({ ...(await exportJWK(key)), kid, alg, use: 'sig' });
  const jwks = { keys: [await jwk(ec.publicKey, 'ec', 'ES384'), await jwk(rsa.publicKey, 'rsa', 'RS384')] };
  const scopes = ['system/Patient.rs', 'system/Observation.cruds'];
  await insertClient(clinic.pool, { id: 'his', name: 'Hospital', clinic: 'c1', jwks, scopes }, clinic.clock.now());
});
afterAll(() => clinic.close());

const seconds = () => Math.floor(clinic.clock.now() / 1000);
const claims = (more: JWTPayload = {}): JWTPayload => ({
  iss: 'his',
  sub: 'his',
  aud: AUDIENCE,
  exp: seconds() + 300,
  jti: randomUUID(),
  ...more,
});
const signed = (
  payload: JWTPayload = claims(),
  header: JWTHeaderParameters = { alg: 'ES384', kid: 'ec', typ: 'JWT' },
  key: KeyObject = ec.privateKey,
) => new SignJWT(payload).setProtectedHeader(header).sign(key);
const request = (assertion: string, more: Readonly<Record<string, string>> = {}) =>
  clinic.call('POST', '/oauth/token', {
    form: {
      grant_type: 'client_credentials',
      scope: 'system/Patient.rs',
      client_assertion_type: JWT_BEARER,
      client_assertion: assertion,
      ...more,
    },
    from: `192.0.2.${1 + (from++ % 200)}`,
  });
let from = 0;
const errorOf = async (assertion: string) => {
  const response = await request(assertion);
  return [response.statusCode, (response.json() as { error: string }).error];
};
const INVALID = [401, 'invalid_client'];

test.each([
  ['ES384', 'ec', ec.privateKey],
  ['RS384', 'rsa', rsa.privateKey],
])('a client that signs with %s gets a token for five minutes', async (alg, kid, key) => {
  const response = await request(await signed(claims(), { alg, kid }, key));
  expect([response.statusCode, response.headers['cache-control']]).toEqual([200, 'no-store']);
  const { access_token: bearer, ...rest } = response.json() as Record<string, string>;
  expect(rest).toEqual({ token_type: 'bearer', expires_in: 300, scope: 'system/Patient.rs' });
  const see = async (url: string) => (await clinic.call('GET', url, { bearer: bearer as string })).statusCode;
  expect([await see('/fhir/Patient/p1'), await see('/fhir/Patient/far'), await see('/fhir/Condition')]).toEqual([
    200, 404, 403,
  ]);
  clinic.clock.advance(299_000);
  expect(await see('/fhir/Patient/p1')).toBe(200);
  clinic.clock.advance(1_000);
  expect(await see('/fhir/Patient/p1')).toBe(401);
});

test('a token is for the record: it does not sign anybody in', async () => {
  const { access_token: bearer = '' } = (await request(await signed())).json() as Record<string, string>;
  for (const url of ['/sign-in/links', '/sign-in/sign-out-everywhere']) {
    expect((await clinic.call('POST', url, { bearer, body: { who: 'Patient/p1' } })).statusCode).toBe(403);
  }
});

test('an assertion serves once, also for two at the same moment', async () => {
  const assertion = await signed();
  const both = await Promise.all([request(assertion), request(assertion)]);
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  expect(await errorOf(assertion)).toEqual(INVALID);
  const other = await clinic.another();
  const form = { grant_type: 'client_credentials', scope: 'system/Patient.rs', client_assertion_type: JWT_BEARER };
  const there = await other.call('POST', '/oauth/token', { form: { ...form, client_assertion: assertion } });
  expect(there.statusCode).toBe(401);
});

test.each<[string, () => JWTPayload]>([
  ['for another audience', () => claims({ aud: 'https://evil.test/oauth/token' })],
  ['for the FHIR base', () => claims({ aud: 'https://clinic.test/fhir' })],
  ['by another issuer', () => claims({ iss: 'other' })],
  ['about somebody else', () => claims({ sub: 'other' })],
  ['that has expired this second', () => claims({ exp: seconds() })],
  ['that expired a second ago', () => claims({ exp: seconds() - 1 })],
  ['that is valid for more than five minutes', () => claims({ exp: seconds() + 301 })],
  ['that is not valid yet', () => claims({ nbf: seconds() + 10 })],
  ['without an end', () => without('exp')],
  ['without a jti', () => without('jti')],
  ['with an empty jti', () => claims({ jti: '' })],
  ['with an endless jti', () => claims({ jti: 'x'.repeat(501) })],
])('an assertion %s is refused', async (_what, payload) => {
  expect(await errorOf(await signed(payload()))).toEqual(INVALID);
});
const without = (name: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims()).filter(([claim]) => claim !== name));

test('an assertion that nobody signed, or signed with what everybody knows, is refused', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const none = `${part({ alg: 'none' })}.${part(claims())}.`;
  const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const confused = (alg: string, hash: string) => {
    const text = `${part({ alg, kid: 'rsa' })}.${part(claims())}`;
    return `${text}.${createHmac(hash, pem).update(text).digest('base64url')}`;
  };
  const embedded = await signed(
    claims(),
    { alg: 'ES384', kid: 'ec', jwk: await exportJWK(stranger.publicKey) },
    stranger.privateKey,
  );
  const fetched = await signed(
    claims(),
    { alg: 'ES384', kid: 'ec', jku: 'https://evil.test/jwks.json' },
    stranger.privateKey,
  );
  const weak = await signed(claims(), { alg: 'RS256', kid: 'rsa' }, rsa.privateKey);
  const good = await signed();
  const changed = `${good.split('.')[0]}.${part(claims({ jti: 'other' }))}.${good.split('.')[2]}`;
  for (const assertion of [
    none,
    confused('HS256', 'sha256'),
    confused('HS384', 'sha384'),
    embedded,
    fetched,
    weak,
    changed,
    '',
    'a.b.c',
    good.slice(0, -4),
  ]) {
    expect(await errorOf(assertion)).toEqual(INVALID);
  }
});

test('a client that was disabled gets no token, and those it has are worth nothing within a second', async () => {
  const { access_token: bearer = '' } = (await request(await signed())).json() as Record<string, string>;
  expect((await clinic.call('GET', '/fhir/Patient/p1', { bearer })).statusCode).toBe(200);
  await clinic.pool.query(`update client set state = 'disabled'`);
  clinic.clock.advance(1_000);
  expect((await clinic.call('GET', '/fhir/Patient/p1', { bearer })).statusCode).toBe(401);
  expect(await errorOf(await signed())).toEqual(INVALID);
  await clinic.pool.query(`update client set state = 'active'`);
});

test.each([
  [{ grant_type: 'password' }, 'unsupported_grant_type'],
  [{ client_assertion_type: 'secret' }, 'invalid_request'],
  [{ scope: 'system/Condition.r' }, 'invalid_scope'],
  [{ scope: 'user/Patient.rs patient/*.rs openid' }, 'invalid_scope'],
  [{ scope: '' }, 'invalid_scope'],
])('%j is refused as %s', async (more: Readonly<Record<string, string>>, error) => {
  const response = await request(await signed(), more);
  expect([response.statusCode, (response.json() as { error: string }).error]).toEqual([400, error]);
});

test.each([
  [['system/*.rs'], ['system/Observation.cruds'], ['system/Observation.rs']],
  [['system/Observation.cruds'], ['system/*.rs'], ['system/Observation.rs']],
  [['system/Patient.r', 'system/Patient.s'], ['system/Patient.rs'], ['system/Patient.rs']],
  [['system/*.cruds'], ['system/*.read'], ['system/*.rs']],
  [['system/*.cruds'], ['system/AuditEvent.rs'], []],
  [['system/AuditEvent.rs'], ['system/*.rs'], ['system/AuditEvent.rs']],
  [['system/Patient.r'], ['system/Patient.cud'], []],
  [['system/Patient.rs'], ['system/Patient.rs?name=x'], []],
])('of registered %j and asked %j remains %j', (registered, asked, granted) => {
  expect(grantedScopes(registered, asked)).toEqual(granted);
});

test('what is there is told where SMART clients look for it', async () => {
  const told = await clinic.call('GET', '/fhir/.well-known/smart-configuration');
  expect(told.json()).toMatchObject({
    token_endpoint: AUDIENCE,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  });
  const statement = (await clinic.call('GET', '/fhir/metadata')).json() as { rest: [{ security: object }] };
  expect(statement.rest[0].security).toMatchObject({
    extension: [{ extension: [{ url: 'token', valueUri: AUDIENCE }] }],
    service: [{ coding: [{ code: 'SMART-on-FHIR' }] }],
  });
});
