import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { refusalCode } from '../../test/clinic.ts';
import { cookieIn, type SignInClinic, signInClinic, withPatients } from '../../test/sign-in-clinic.ts';

const MINUTE = 60_000;
let clinic: SignInClinic;
let nurse: string;
beforeAll(async () => {
  clinic = await signInClinic();
  await withPatients(clinic);
});
beforeEach(async () => {
  clinic.clock.advance(25 * 60 * MINUTE);
  nurse = await clinic.cookieOf('Practitioner/n1', 'nurse');
});
afterAll(() => clinic.close());

interface Link {
  readonly url: string;
  readonly until: string;
  readonly asks: 'birthDate' | 'code';
  readonly code?: string;
}
const ask = (who: string, cookie = nurse) => clinic.call('POST', '/sign-in/links', { cookie, body: { who } });
const linkFor = async (who: string) => (await ask(who)).json() as Link;
const pathOf = ({ url }: Link) => new URL(url).pathname;
const follow = (link: Link, answer: string, from?: string) =>
  clinic.call('POST', pathOf(link), { body: { answer }, ...(from === undefined ? {} : { from }) });

test('a link and the birth date let the patient into their own record', async () => {
  const link = await linkFor('Patient/p1');
  expect(link).toMatchObject({ asks: 'birthDate' });
  const entered = await follow(link, '1968-04-12');
  const cookie = cookieIn(entered);
  expect(entered.headers['set-cookie']).toMatch(/; HttpOnly; SameSite=Strict; Max-Age=86400; Secure$/);
  expect((await clinic.call('GET', '/sign-in/session', { cookie })).json()).toMatchObject({
    who: 'Patient/p1',
    role: 'patient',
    patients: ['p1'],
  });
  expect((await clinic.call('GET', '/fhir/Patient/p1', { cookie })).statusCode).toBe(200);
  expect((await clinic.call('GET', '/fhir/Patient/p2', { cookie })).statusCode).toBe(404);
  expect(await clinic.trail()).toContainEqual(
    expect.objectContaining({ interaction: 'sign-in-link', who: 'Practitioner/n1', patient: 'p1' }),
  );
  expect(await clinic.trail()).toContainEqual(
    expect.objectContaining({ interaction: 'login', who: 'Patient/p1', patient: 'p1', detail: 'link' }),
  );
});

test('opening the page, as a mail scanner does, uses nothing up and tells nothing', async () => {
  const link = await linkFor('Patient/p1');
  const pages = await Promise.all([
    ...Array.from({ length: 20 }, () => clinic.call('GET', pathOf(link))),
    clinic.call('GET', `/sign-in/link/${'A'.repeat(43)}`),
  ]);
  expect(new Set(pages.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
  expect((await clinic.call('HEAD' as 'GET', pathOf(link))).statusCode).toBe(200);
  expect((await follow(link, '1968-04-12')).statusCode).toBe(200);
});

test('the page works as a form, in the reader’s language, and leads into the app', async () => {
  const link = await linkFor('Patient/p1');
  const page = await clinic.call('GET', pathOf(link), { headers: { 'accept-language': 'pl' } });
  expect(page.body).toContain('<html lang="pl">');
  expect(page.headers['referrer-policy']).toBe('same-origin');
  const form = { answer: '12.04.1968' };
  const headers = { origin: 'https://clinic.test', 'sec-fetch-site': 'same-origin', 'accept-language': 'pl' };
  const wrong = await clinic.call('POST', pathOf(link), { form: { answer: '13.04.1968' }, headers });
  expect([wrong.statusCode, wrong.headers['content-type']]).toEqual([401, 'text/html; charset=utf-8']);
  expect(wrong.body).toContain('role="alert"');
  expect(wrong.body).not.toContain('13.04.1968');
  const entered = await clinic.call('POST', pathOf(link), { form, headers });
  expect([entered.statusCode, entered.headers.location]).toEqual([303, '/app/']);
  expect(cookieIn(entered)).toMatch(/^__Host-cryopath=[\w-]{43}$/);
});

test('of two who follow a link at the same moment exactly one comes in', async () => {
  for (let round = 0; round < 10; round++) {
    const link = await linkFor('Patient/p1');
    const answers = await Promise.all([1, 2, 3].map(() => follow(link, '1968-04-12')));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401]);
  }
});

test.each([
  [15 * MINUTE - 1_000, 200],
  [15 * MINUTE, 401],
  [15 * MINUTE + 1_000, 401],
])('after %i milliseconds a link answers %i', async (age, status) => {
  const link = await linkFor('Patient/p2');
  clinic.clock.advance(age);
  expect((await follow(link, '1971-11-30')).statusCode).toBe(status);
});

test('a new link ends the one before', async () => {
  const [first, second] = [await linkFor('Patient/p1'), await linkFor('Patient/p1')];
  expect(refusalCode(await follow(first, '1968-04-12'))).toBe('CRYO-406');
  expect((await follow(second, '1968-04-12')).statusCode).toBe(200);
});

test('five wrong birth dates end the link and lock the door for a while, also for a new link', async () => {
  const link = await linkFor('Patient/p1');
  for (let day = 1; day <= 5; day++) expect(refusalCode(await follow(link, `1968-04-0${day}`))).toBe('CRYO-402');
  expect(refusalCode(await follow(link, '1968-04-12'))).toBe('CRYO-406');
  const next = await linkFor('Patient/p1');
  const locked = await follow(next, '1968-04-12');
  expect([refusalCode(locked), locked.headers['retry-after']]).toEqual(['CRYO-407', '900']);
  clinic.clock.advance(15 * MINUTE);
  nurse = await clinic.cookieOf('Practitioner/n1', 'nurse');
  expect((await follow(await linkFor('Patient/p1'), '1968-04-12')).statusCode).toBe(200);
});

test('guesses at the same moment are five and no more', async () => {
  const link = await linkFor('Patient/p2');
  const days = Array.from({ length: 30 }, (_, day) => `1971-11-${String(day + 1).padStart(2, '0')}`);
  const answers = await Promise.all(days.slice(0, 29).map((day, n) => follow(link, day, `192.0.2.${n + 1}`)));
  expect(answers.filter((answer) => refusalCode(answer) === 'CRYO-402')).toHaveLength(5);
  expect(refusalCode(await follow(link, '1971-11-30', '192.0.2.200'))).toBe('CRYO-406');
});

test('whose birth date is not known is asked for a code that is told beside the link', async () => {
  const link = await linkFor('Patient/p3');
  expect(link).toMatchObject({ asks: 'code', code: expect.stringMatching(/^\d{8}$/) });
  const { rows } = await clinic.pool.query(`select 1 from link l where l::text like '%' || $1 || '%'`, [link.code]);
  expect(rows).toEqual([]);
  expect((await follow(link, '')).statusCode).toBe(401);
  expect((await follow(link, link.code as string)).statusCode).toBe(200);
});

test('a link that never was is answered like one that is used up', async () => {
  const used = await linkFor('Patient/p1');
  await follow(used, '1968-04-12');
  const never: Link = { ...used, url: `https://clinic.test/sign-in/link/${'B'.repeat(43)}` };
  const [one, other] = [await follow(used, '1968-04-12'), await follow(never, '1968-04-12')];
  expect([one.statusCode, one.body]).toEqual([other.statusCode, other.body]);
});

test('staff make links for whom they may see, and learn of nobody else', async () => {
  const [far, nobody] = [await ask('Patient/far'), await ask('Patient/nobody')];
  expect([far.statusCode, nobody.statusCode]).toEqual([404, 404]);
  expect(far.body.replaceAll('far', '*')).toBe(nobody.body.replaceAll('nobody', '*'));
  const patient = await clinic.cookieOf('Patient/p1', 'patient');
  expect((await ask('Patient/p1', patient)).statusCode).toBe(403);
  const administrator = await clinic.cookieOf('Practitioner/a1', 'administrator');
  expect((await ask('Patient/p1', administrator)).statusCode).toBe(403);
  for (const who of ['Practitioner/n1', 'Patient/', 'p1', '', 'Patient/p1/_history/1']) {
    expect(refusalCode(await ask(who))).toBe('CRYO-419');
  }
});

test('no token of a link, no patient and no birth date stands in the log or in the trail', async () => {
  const link = await linkFor('Patient/p1');
  await clinic.call('GET', pathOf(link));
  await follow(link, '1968-04-12');
  const token = pathOf(link).split('/').at(-1) as string;
  const { rows } = await clinic.pool.query<{ text: string }>(`select string_agg(a::text, ' ') as text from audit a`);
  for (const text of [clinic.logged(), rows[0]?.text ?? '']) {
    for (const secret of [token, '1968-04-12']) expect(text).not.toContain(secret);
  }
  expect(clinic.logged()).toContain('/sign-in/link/:token');
});

test('break-glass shows a chart and makes no way into it for anybody', async () => {
  const away = await clinic.cookieOf('Practitioner/away', 'nurse', { clinic: 'elsewhere' });
  const refused = await ask('Patient/p1', away);
  const opening = await clinic.call('POST', '/fhir/Patient/p1/$break-glass', {
    cookie: away,
    headers: { 'content-type': 'application/fhir+json' },
    body: {
      resourceType: 'Parameters',
      parameter: [{ name: 'reason', valueString: 'unconscious on arrival, alone' }],
    },
  });
  expect(opening.statusCode).toBe(200);
  expect((await clinic.call('GET', '/fhir/Patient/p1', { cookie: away })).statusCode).toBe(200);
  const still = await ask('Patient/p1', away);
  expect([still.statusCode, refusalCode(still)]).toEqual([refused.statusCode, refusalCode(refused)]);
  expect(still.statusCode).toBe(404);
});
