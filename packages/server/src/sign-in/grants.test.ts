import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { refusalCode } from '../../test/clinic.ts';
import { cookieIn, type SignInClinic, signInClinic, withPatients } from '../../test/sign-in-clinic.ts';

let clinic: SignInClinic;
let anna: string;
let nurse: string;
beforeAll(async () => {
  clinic = await signInClinic();
  await withPatients(clinic);
  const relative = (id: string, patient: string, birthDate?: string) =>
    clinic.put({
      resourceType: 'RelatedPerson',
      id,
      patient: { reference: `Patient/${patient}` },
      ...(birthDate === undefined ? {} : { birthDate }),
    });
  await relative('son', 'p1', '1995-06-01');
  await relative('friend', 'p1');
  await relative('stranger', 'p2', '1980-01-01');
  await clinic.put({
    resourceType: 'RelatedPerson',
    id: 'former',
    active: false,
    patient: { reference: 'Patient/p1' },
  });
});
beforeEach(async () => {
  clinic.clock.advance(24 * 3_600_000);
  anna = await clinic.cookieOf('Patient/p1', 'patient');
  nurse = await clinic.cookieOf('Practitioner/n1', 'nurse');
  await clinic.pool.query('update caregiver_grant set revoked_at = now() where revoked_at is null');
  clinic.signIn.sessions.forget();
});
afterAll(() => clinic.close());

const give = (who: string, cookie: string) => clinic.call('POST', '/sign-in/grants', { cookie, body: { who } });
const takeBack = (id: string, cookie: string) => clinic.call('DELETE', `/sign-in/grants/${id}`, { cookie });
const listOf = (patient: string, cookie: string) => clinic.call('GET', `/sign-in/grants/of/${patient}`, { cookie });

async function enter(who: string, answer: string, cookie: string): Promise<string> {
  const link = (await clinic.call('POST', '/sign-in/links', { cookie, body: { who } })).json() as {
    url: string;
    code?: string;
  };
  return cookieIn(await clinic.call('POST', new URL(link.url).pathname, { body: { answer: link.code ?? answer } }));
}
const status = async (cookie: string, url: string) => (await clinic.call('GET', url, { cookie })).statusCode;

test('a patient lets their son see the record, this record alone, and takes it back at once', async () => {
  const given = await give('RelatedPerson/son', anna);
  expect(given.statusCode).toBe(201);
  const { id } = given.json() as { id: string };
  const son = await enter('RelatedPerson/son', '1995-06-01', anna);
  expect((await clinic.call('GET', '/sign-in/session', { cookie: son })).json()).toMatchObject({
    who: 'RelatedPerson/son',
    role: 'caregiver',
    patients: ['p1'],
  });
  expect([await status(son, '/fhir/Patient/p1'), await status(son, '/fhir/Patient/p2')]).toEqual([200, 404]);
  const other = await clinic.another();
  const elsewhere = async () => (await other.call('GET', '/fhir/Patient/p1', { cookie: son })).statusCode;
  expect(await elsewhere()).toBe(200);
  expect((await takeBack(id, anna)).statusCode).toBe(200);
  expect(await status(son, '/fhir/Patient/p1')).toBe(401);
  clinic.clock.advance(1_000);
  expect(await elsewhere()).toBe(401);
  const rows = await clinic.trail();
  for (const interaction of ['access-grant', 'access-revoke']) {
    expect(rows).toContainEqual(expect.objectContaining({ interaction, who: 'Patient/p1', patient: 'p1' }));
  }
});

test('whoever has no access gets no link, and a link of one whose access was taken back opens nothing', async () => {
  const ask = () => clinic.call('POST', '/sign-in/links', { cookie: nurse, body: { who: 'RelatedPerson/friend' } });
  expect(refusalCode(await ask())).toBe('CRYO-416');
  const { id } = (await give('RelatedPerson/friend', anna)).json() as { id: string };
  const link = (await ask()).json() as { url: string; code: string };
  await takeBack(id, anna);
  const entered = await clinic.call('POST', new URL(link.url).pathname, { body: { answer: link.code } });
  expect(await status(cookieIn(entered), '/fhir/Patient/p1')).toBe(401);
});

test('nobody gives access to somebody else’s record', async () => {
  expect((await give('RelatedPerson/stranger', anna)).statusCode).toBe(404);
  const piotr = await clinic.cookieOf('Patient/p2', 'patient');
  expect((await give('RelatedPerson/son', piotr)).statusCode).toBe(404);
  const { id } = (await give('RelatedPerson/son', anna)).json() as { id: string };
  expect(refusalCode(await takeBack(id, piotr))).toBe('CRYO-421');
  expect((await listOf('p1', piotr)).statusCode).toBe(403);
  const son = await enter('RelatedPerson/son', '1995-06-01', anna);
  expect((await give('RelatedPerson/friend', son)).statusCode).toBe(403);
  expect(await status(son, '/fhir/Patient/p1')).toBe(200);
});

test('a relation that is over, or no relation at all, is given no access', async () => {
  expect(refusalCode(await give('RelatedPerson/former', anna))).toBe('CRYO-416');
  expect(refusalCode(await give('Practitioner/n1', anna))).toBe('CRYO-419');
  expect((await give('RelatedPerson/nobody', anna)).statusCode).toBe(404);
});

test('staff give access only with a consent of the patient that names the caregiver', async () => {
  expect(refusalCode(await give('RelatedPerson/son', nurse))).toBe('CRYO-403');
  const consent = (id: string, status: string, type: string, actor: string) =>
    clinic.put({
      resourceType: 'Consent',
      id,
      status,
      scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
      category: [{ coding: [{ system: 'http://loinc.org', code: '64292-6' }] }],
      policyRule: { text: 'The clinic’s form' },
      patient: { reference: 'Patient/p1' },
      provision: {
        type,
        actor: [{ role: { text: 'caregiver' }, reference: { reference: `RelatedPerson/${actor}` } }],
      },
    });
  await consent('draft', 'draft', 'permit', 'son');
  await consent('denial', 'active', 'deny', 'son');
  await consent('other', 'active', 'permit', 'friend');
  expect(refusalCode(await give('RelatedPerson/son', nurse))).toBe('CRYO-403');
  await consent('permission', 'active', 'permit', 'son');
  expect((await give('RelatedPerson/son', nurse)).statusCode).toBe(201);
});

test('access is given once however often, and listed with what was taken back', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => give('RelatedPerson/son', anna)));
  const ids = new Set(answers.map((answer) => (answer.json() as { id: string }).id));
  expect(ids.size).toBe(1);
  const [id = ''] = ids;
  await takeBack(id, nurse);
  const listed = (await listOf('p1', anna)).json() as { id: string; revokedAt: string | null }[];
  expect(listed.find((grant) => grant.id === id)?.revokedAt).toMatch(/^2026-/);
  expect((await listOf('p1', nurse)).json()).toEqual(listed);
  expect((await listOf('far', nurse)).statusCode).toBe(404);
});

test('a patient lets somebody in by name and relation: the record then knows them, once, and a link with a code lets them see it', async () => {
  const letIn = (cookie: string, name: string, relation = 'CHILD') =>
    clinic.call('POST', '/sign-in/caregivers', { cookie, body: { name, relation } });
  const given = await letIn(anna, ' Ola   Nowak ');
  expect(given.statusCode, given.body).toBe(201);
  const { caregiver, id } = given.json() as { caregiver: string; id: string };
  const read = await clinic.call('GET', `/fhir/${caregiver}`, { cookie: anna });
  expect(read.json()).toMatchObject({
    active: true,
    patient: { reference: 'Patient/p1' },
    name: [{ text: 'Ola Nowak' }],
    relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'CHILD' }] }],
  });
  const ola = await enter(caregiver, '', anna);
  expect([await status(ola, '/fhir/Patient/p1'), await status(ola, '/fhir/Patient/p2')]).toEqual([200, 404]);
  const written = (await clinic.trail()).find(({ interaction }) => interaction === 'create');
  expect(written).toMatchObject({ who: 'Patient/p1', patient: 'p1' });

  await takeBack(id, anna);
  expect((await letIn(anna, 'Ola Nowak')).json()).toMatchObject({ caregiver });
  expect((await letIn(anna, 'Ola Nowak', 'SIB')).json()).not.toMatchObject({ caregiver });
  expect([refusalCode(await letIn(anna, '  ')), refusalCode(await letIn(anna, 'Ola', 'BOSS'))]).toEqual([
    'CRYO-419',
    'CRYO-419',
  ]);
  for (const other of [nurse, ola]) expect(refusalCode(await letIn(other, 'Jan Inny'))).toBe('CRYO-403');
});

test('break-glass lets nobody give others access, whatever Consent there is', async () => {
  await clinic.put({
    resourceType: 'Consent',
    id: 'for-the-son',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: { reference: 'Patient/p1' },
    policyRule: { text: 'access' },
    provision: {
      type: 'permit',
      actor: [{ role: { text: 'relative' }, reference: { reference: 'RelatedPerson/son' } }],
    },
  });
  const away = await clinic.cookieOf('Practitioner/away', 'doctor', { clinic: 'elsewhere' });
  const opening = await clinic.call('POST', '/fhir/Patient/p1/$break-glass', {
    cookie: away,
    headers: { 'content-type': 'application/fhir+json' },
    body: {
      resourceType: 'Parameters',
      parameter: [{ name: 'reason', valueString: 'unconscious on arrival, alone' }],
    },
  });
  expect(opening.statusCode).toBe(200);
  expect(await status(away, '/fhir/RelatedPerson/son')).toBe(200);
  expect((await give('RelatedPerson/son', away)).statusCode).toBe(404);
  expect((await give('RelatedPerson/son', nurse)).statusCode).toBe(201);
});
