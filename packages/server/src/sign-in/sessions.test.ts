import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusalCode } from '../../test/clinic.ts';
import { type SignInClinic, signInClinic, withPatients } from '../../test/sign-in-clinic.ts';
import { createSessions } from './sessions.ts';

const MINUTE = 60_000;
let clinic: SignInClinic;
beforeAll(async () => {
  clinic = await signInClinic();
  await withPatients(clinic);
});
afterAll(() => clinic.close());

const statusOf = async (cookie: string, url = '/fhir/Patient/p1') =>
  (await clinic.call('GET', url, { cookie })).statusCode;
const after = (milliseconds: number) => clinic.clock.advance(milliseconds);

test('a session lets its holder in, as a cookie or as a bearer, and nobody else', async () => {
  const cookie = await clinic.cookieOf('Practitioner/d1', 'doctor');
  const token = cookie.split('=')[1] as string;
  expect(await statusOf(cookie)).toBe(200);
  expect((await clinic.call('GET', '/fhir/Patient/p1', { bearer: token })).statusCode).toBe(200);
  for (const shown of [
    '',
    '__Host-cryopath=',
    `__Host-cryopath=${'A'.repeat(43)}`,
    `cryopath=${token}`,
    `${cookie}x`,
  ]) {
    expect(await statusOf(shown)).toBe(401);
  }
});

test('a request with an Authorization header means that one alone', async () => {
  const cookie = await clinic.cookieOf('Practitioner/d1', 'doctor');
  const response = await clinic.call('GET', '/fhir/Patient/p1', {
    cookie,
    headers: { authorization: 'Bearer nonsense' },
  });
  expect(response.statusCode).toBe(401);
});

test('the table holds no token, only its hash', async () => {
  const token = (await clinic.cookieOf('Practitioner/d1', 'doctor')).split('=')[1] as string;
  const { rows } = await clinic.pool.query(`select 1 from session s where s::text like '%' || $1 || '%'`, [token]);
  expect(rows).toEqual([]);
});

test.each([
  ['staff', 'Practitioner/d1', 'doctor', 15],
  ['patients', 'Patient/p1', 'patient', 30],
] as const)('a session of %s that is left alone ends to the second', async (_whose, who, role, minutes) => {
  const cookie = await clinic.cookieOf(who, role);
  after(minutes * MINUTE - 1_000);
  expect(await statusOf(cookie)).toBe(200);
  after(minutes * MINUTE - 1_000);
  expect(await statusOf(cookie)).toBe(200);
  after(minutes * MINUTE);
  expect(await statusOf(cookie)).toBe(401);
  // And stays ended, whatever the clock says afterwards.
  clinic.clock.set((clinic.clock.now() - 5 * MINUTE) as never);
  expect(await statusOf(cookie)).toBe(401);
});

test('a session in use ends all the same when its time is over', async () => {
  const cookie = await clinic.cookieOf('Practitioner/d1', 'doctor');
  for (let minutes = 0; minutes < 12 * 60 - 10; minutes += 10) {
    after(10 * MINUTE);
    expect(await statusOf(cookie, '/sign-in/session')).toBe(200);
  }
  after(10 * MINUTE - 1_000);
  expect(await statusOf(cookie)).toBe(200);
  after(1_000);
  expect(await statusOf(cookie)).toBe(401);
});

test('within a second the table is not asked again, and the answer is no promise', async () => {
  const cookie = await clinic.cookieOf('Practitioner/d1', 'doctor');
  const request = { headers: { cookie }, ip: '192.0.2.9', id: 'r' };
  const { sessions } = clinic.signIn;
  expect(sessions.requesterOf(request)).toBeInstanceOf(Promise);
  await sessions.requesterOf(request);
  expect(sessions.requesterOf(request)).toMatchObject({ who: 'Practitioner/d1', address: '192.0.2.9', request: 'r' });
  after(999);
  expect(sessions.requesterOf(request)).not.toBeInstanceOf(Promise);
  after(1);
  expect(sessions.requesterOf(request)).toBeInstanceOf(Promise);
});

test('use is written down once a minute at most', async () => {
  const cookie = await clinic.cookieOf('Practitioner/d-seen', 'doctor');
  const seen = async () =>
    (await clinic.pool.query<{ seen: string }>(`select seen from session where who = 'Practitioner/d-seen'`)).rows[0]
      ?.seen;
  const first = await seen();
  after(59_999);
  expect(await statusOf(cookie)).toBe(200);
  expect(await seen()).toBe(first);
  after(1_000);
  expect(await statusOf(cookie)).toBe(200);
  expect(await seen()).not.toBe(first);
});

test('signing out ends the session here at once and in another process within a second', async () => {
  const other = await clinic.another();
  const cookie = await clinic.cookieOf('Practitioner/d1', 'doctor');
  const there = async () => (await other.call('GET', '/fhir/Patient/p1', { cookie })).statusCode;
  expect([await statusOf(cookie), await there()]).toEqual([200, 200]);
  const out = await clinic.call('POST', '/sign-in/sign-out', { cookie });
  expect([out.statusCode, out.headers['set-cookie']]).toEqual([
    200,
    '__Host-cryopath=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0; Secure',
  ]);
  expect(await statusOf(cookie)).toBe(401);
  after(1_000);
  expect(await there()).toBe(401);
  expect(await clinic.trail()).toContainEqual(
    expect.objectContaining({ interaction: 'logout', who: 'Practitioner/d1' }),
  );
});

test('signing out everywhere ends the sessions on every device, and nobody else’s', async () => {
  const mine = [await clinic.cookieOf('Patient/p1', 'patient'), await clinic.cookieOf('Patient/p1', 'patient')];
  const others = await clinic.cookieOf('Patient/p2', 'patient');
  for (const cookie of mine) expect(await statusOf(cookie)).toBe(200);
  await clinic.call('POST', '/sign-in/sign-out-everywhere', { cookie: mine[0] as string });
  for (const cookie of mine) expect(await statusOf(cookie)).toBe(401);
  expect(await statusOf(others, '/fhir/Patient/p2')).toBe(200);
});

test('one sees where one is signed in, and ends one of these without the others', async () => {
  const [desk, telephone] = [
    await clinic.cookieOf('Practitioner/d7', 'doctor'),
    await clinic.cookieOf('Practitioner/d7', 'doctor'),
  ];
  const other = await clinic.cookieOf('Practitioner/d8', 'doctor');
  const seenBy = async (cookie: string) =>
    (await clinic.call('GET', '/sign-in/sessions', { cookie })).json() as { id: string; isThis: boolean }[];
  const ends = (cookie: string, id: string) => clinic.call('DELETE', `/sign-in/sessions/${id}`, { cookie });
  const listed = await seenBy(desk);
  expect(listed.map(({ isThis }) => isThis).toSorted()).toEqual([false, true]);
  const lost = listed.find(({ isThis }) => !isThis)?.id ?? '';
  expect(refusalCode(await ends(other, lost))).toBe('CRYO-421');
  expect(await statusOf(telephone)).toBe(200);
  expect((await ends(desk, lost)).statusCode).toBe(200);
  expect([await statusOf(telephone), await statusOf(desk), await statusOf(other)]).toEqual([401, 200, 200]);
  expect(await seenBy(desk)).toHaveLength(1);
  // What ended by itself is not shown as if somebody sat there.
  after(10 * MINUTE);
  await clinic.cookieOf('Practitioner/d8', 'doctor');
  after(6 * MINUTE);
  const late = await clinic.cookieOf('Practitioner/d8', 'doctor');
  expect(await seenBy(late)).toHaveLength(2);
});

test('a session that is ended while it is being looked up is not let in by what was seen before', async () => {
  const cookie = await clinic.cookieOf('Practitioner/race', 'doctor');
  const request = { headers: { cookie }, ip: '192.0.2.9', id: 'r' };
  let arrive = () => {};
  const late = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  let answered = () => {};
  const found = new Promise<void>((resolve) => {
    answered = resolve;
  });
  // The real database, over a line on which the first answer is late.
  const query = async (...given: [never, never]) => {
    const answer = await clinic.pool.query(...given);
    if ((given[0] as { name?: string }).name === 'session-find') {
      answered();
      await late;
    }
    return answer;
  };
  const sessions = createSessions({ query } as never, clinic.clock, true);
  const asking = sessions.requesterOf(request);
  await found;
  await sessions.endOf('Practitioner/race');
  arrive();
  expect(await asking).toBeUndefined();
});

test('a change that a foreign page sends with the cookie is refused', async () => {
  const cookie = await clinic.cookieOf('Practitioner/d1', 'doctor');
  const foreign: Record<string, string>[] = [
    { 'x-cryopath': '', origin: 'https://evil.test' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of foreign) {
    const response = await clinic.call('POST', '/sign-in/sign-out', { cookie, headers });
    expect([response.statusCode, refusalCode(response)]).toEqual([403, 'CRYO-414']);
  }
  expect(await statusOf(cookie)).toBe(200);
});

test('breaking the glass makes the session act in an emergency, for this half hour (H16)', async () => {
  const cookie = await clinic.cookieOf('Practitioner/d1', 'doctor');
  const far = () => statusOf(cookie, '/fhir/Patient/far');
  expect(await far()).toBe(404);
  const reason = { name: 'reason', valueString: 'Unconscious in the emergency room' };
  const opened = await clinic.call('POST', '/fhir/Patient/far/$break-glass', {
    cookie,
    body: { resourceType: 'Parameters', parameter: [reason] },
  });
  expect(opened.statusCode).toBe(200);
  expect(await far()).toBe(200);
  const shown = await clinic.call('GET', '/sign-in/session', { cookie });
  expect(shown.json()).toMatchObject({ who: 'Practitioner/d1', purpose: 'BTG' });
  after(14 * MINUTE);
  expect(await far()).toBe(200);
  after(14 * MINUTE);
  expect(await far()).toBe(200);
  after(2 * MINUTE);
  expect(await far()).toBe(404);
  expect((await clinic.call('GET', '/sign-in/session', { cookie })).json()).toMatchObject({ purpose: 'TREAT' });
});

test('a chart that was opened in an emergency is open in that session alone, and closed when it ends (H16)', async () => {
  const [ward, office] = [
    await clinic.cookieOf('Practitioner/d1', 'doctor'),
    await clinic.cookieOf('Practitioner/d1', 'doctor'),
  ];
  const read = async (cookie: string) => (await clinic.call('GET', '/fhir/Patient/far', { cookie })).statusCode;
  const openChart = (cookie: string, patient: string) =>
    clinic.call('POST', `/fhir/Patient/${patient}/$break-glass`, {
      cookie,
      body: {
        resourceType: 'Parameters',
        parameter: [{ name: 'reason', valueString: 'found unconscious, alone here' }],
      },
    });
  expect((await openChart(ward, 'far')).statusCode).toBe(200);
  expect([await read(ward), await read(office)]).toEqual([200, 404]);
  const shown = async (cookie: string) => (await clinic.call('GET', '/sign-in/session', { cookie })).json();
  expect(await shown(ward)).toMatchObject({ purpose: 'BTG', emergencyUntil: expect.stringMatching(/^20/) });
  expect(await shown(office)).toMatchObject({ purpose: 'TREAT' });
  expect(await shown(office)).not.toHaveProperty('emergencyUntil');
  // An emergency of another session's own opens what was opened there, and nothing besides.
  expect((await openChart(office, 'p1')).statusCode).toBe(200);
  expect([await read(ward), await read(office)]).toEqual([200, 404]);
  const observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'pain' },
    subject: { reference: 'Patient/far' },
  };
  const write = async (cookie: string) =>
    (await clinic.call('POST', '/fhir/Observation', { cookie, body: observation })).statusCode;
  expect([await write(ward), await write(office)]).toEqual([201, 422]);
  await clinic.call('POST', '/sign-in/sign-out', { cookie: ward, body: {} });
  const again = await clinic.cookieOf('Practitioner/d1', 'doctor');
  expect([await read(ward), await read(again)]).toEqual([401, 404]);
});

test('a stream that only watches keeps no session alive', async () => {
  const cookie = await clinic.cookieOf('Practitioner/d1', 'doctor');
  const watch = () => clinic.signIn.sessions.watcherOf({ headers: { cookie }, ip: '10.0.0.1', id: 'stream' });
  for (let minute = 1; minute < 15; minute++) {
    after(MINUTE);
    expect(await watch()).toMatchObject({ who: 'Practitioner/d1', address: '10.0.0.1' });
  }
  after(MINUTE);
  expect(await watch()).toBeUndefined();
  expect(await statusOf(cookie)).toBe(401);
});
