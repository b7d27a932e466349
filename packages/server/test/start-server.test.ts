import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedClock } from '@cryopath/pathway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Configuration, configurationOf } from '../src/configuration.ts';
import { silentLog } from '../src/log.ts';
import { type RunningServer, startServer } from '../src/start-server.ts';

let folder: string;
let server: RunningServer;

const options = () => ({
  clock: simulatedClock('2026-03-02T10:00:00Z'),
  log: silentLog,
  demo: true,
  demoPatients: 1,
  webFolder: join(folder, 'web'),
});
const configuration = () =>
  configurationOf({
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    SHUTDOWN_SECONDS: '2',
    METRICS_OPEN: 'machine',
  }) as Configuration;

async function start(): Promise<RunningServer> {
  const started = await startServer(configuration(), options());
  if (!started.ok) throw new Error(JSON.stringify(started.outcome));
  return started.value;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cryopath-start-'));
  chmodSync(folder, 0o711);
  for (const [file, text] of [
    ['pl/index.html', '<!doctype html><title>Krioablacja</title>'],
    ['en/index.html', '<!doctype html><title>Cryoablation</title>'],
    ['app/index.html', '<!doctype html><title>App</title>'],
    ['assets/index-Bko_0s_P.css', '/* calm */'.repeat(200)],
    ['.secret', 'no'],
    ['.hidden/index.html', 'no'],
    ['notes.md', 'no'],
  ] as const) {
    mkdirSync(join(folder, 'web', file, '..'), { recursive: true });
    writeFileSync(join(folder, 'web', file), text);
  }
  server = await start();
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { headers, redirect: 'manual' });
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': path.startsWith('/fhir') ? 'application/fhir+json' : 'application/json', ...headers },
  });
async function signIn(person: string): Promise<Record<string, string>> {
  const response = await post('/demo/sign-in', { person });
  return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', 'x-cryopath': '1' };
}
const entries = async (response: Response) => {
  const { entry = [] } = (await response.json()) as { entry?: { resource: { resourceType: string; id: string } }[] };
  return entry.map(({ resource }) => resource);
};

test('it is alive and ready', async () => {
  for (const path of ['/health', '/health/live', '/health/ready']) expect((await get(path)).status).toBe(200);
});

test('metrics that are opened to the machine are for it alone, and not for what a proxy passes on', async () => {
  expect(await (await get('/metrics')).text()).toContain('cryopath_request_seconds_count');
  expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.7' })).status).toBe(403);
});

describe('pages', () => {
  test('a visitor is led to their own language', async () => {
    const polish = await get('/', { 'accept-language': 'pl-PL,pl;q=0.9,en;q=0.5' });
    expect([polish.status, polish.headers.get('location'), polish.headers.get('vary')]).toEqual([
      302,
      '/pl/',
      'accept-language',
    ]);
    expect((await get('/', { 'accept-language': 'de' })).headers.get('location')).toBe('/en/');
  });

  test('are asked for again each time, by their tag; what has a hash in its name never', async () => {
    const page = await get('/pl/');
    expect([await page.text(), page.headers.get('cache-control')]).toEqual([
      '<!doctype html><title>Krioablacja</title>',
      'no-cache',
    ]);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const again = await get('/pl/', { 'if-none-match': page.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const asset = await get('/assets/index-Bko_0s_P.css');
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect((await get('/pl')).headers.get('location')).toBe('/pl/');
  });

  test.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', null],
  ])('accepting %s, a browser gets %s, and the same text', async (accepted, encoding) => {
    const asset = await get('/assets/index-Bko_0s_P.css', { 'accept-encoding': accepted });
    expect([asset.headers.get('content-encoding'), await asset.text()]).toEqual([encoding, '/* calm */'.repeat(200)]);
  });

  test('every address of the app is its one page, but a missing file is missing', async () => {
    for (const path of ['/app/', '/app/patient/demo-anna', '/app/patient/demo-anna/step/diagnostic-block']) {
      expect(await (await get(path)).text()).toContain('<title>App</title>');
    }
    expect((await get('/app/missing.js')).status).toBe(404);
  });

  test('nothing else of the disk can be fetched', async () => {
    for (const path of [
      '/.secret',
      '/.hidden/',
      '/notes.md',
      '/..%2f..%2fetc%2fpasswd',
      '/%2e%2e/data/pg/PG_VERSION',
      '/app/..%2f.secret',
    ]) {
      expect((await get(path)).status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('the demo', () => {
  test('offers its people, all of them marked as made up', async () => {
    const people = (await (await get('/demo/people')).json()) as { person: string; name: string }[];
    expect(people.map(({ person }) => person)).toEqual([
      'doctor',
      'second-doctor',
      'nurse',
      'second-nurse',
      'lead',
      'anna',
    ]);
    expect(people.every(({ name }) => name.endsWith('(demo)'))).toBe(true);
  });

  test('lets nobody in who did not choose to be somebody', async () => {
    expect((await get('/fhir/Patient')).status).toBe(401);
    expect((await get('/demo/me', { cookie: `cryopath=${'f'.repeat(43)}` })).status).toBe(401);
    expect((await post('/demo/sign-in', { person: 'nobody' })).status).toBe(401);
    expect((await post('/demo/sign-in', ['anna'])).status).toBe(401);
  });

  test('a session is a cookie that no script reads and no other site sends', async () => {
    const cookie = (await post('/demo/sign-in', { person: 'anna' })).headers.get('set-cookie');
    expect(cookie).toMatch(/^cryopath=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=86400$/);
    const anna = await signIn('anna');
    expect(await (await get('/demo/me', anna)).json()).toMatchObject({
      person: 'anna',
      role: 'patient',
      who: 'Patient/demo-anna',
    });
    expect((await post('/demo/sign-out', {}, anna)).headers.get('set-cookie')).toContain('Max-Age=0');
    const { cookie: stolen = '' } = anna;
    expect((await post('/demo/sign-out', {}, { cookie: stolen })).status).toBe(403);
  });

  test('Anna sees her own record, and her doctor sees it too', async () => {
    for (const person of ['anna', 'doctor']) {
      const found = await entries(await get('/fhir/Patient/demo-anna/$everything', await signIn(person)));
      const types = new Set(found.map(({ resourceType }) => resourceType));
      for (const type of ['Patient', 'CarePlan', 'QuestionnaireResponse', 'ImagingStudy'])
        expect(types).toContain(type);
    }
  });

  test('the procedure cannot begin: the diagnostic block, the consent and all that follows are missing (I1, H03)', async () => {
    const procedure = {
      resourceType: 'Procedure',
      status: 'in-progress',
      code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
      subject: { reference: 'Patient/demo-anna' },
    };
    const refused = await post('/fhir/Procedure', procedure, await signIn('doctor'));
    const outcome = (await refused.json()) as { issue: { details: { coding: [{ code: string }] } }[] };
    expect(refused.status).toBe(422);
    expect(new Set(outcome.issue.map(({ details }) => details.coding[0].code))).toEqual(new Set(['CRYO-601']));
  });
});

test('started again on the same folder it finds what it had, and adds nothing', async () => {
  const staff = await signIn('doctor');
  const before = await entries(await get('/fhir/Patient/demo-anna/$everything?_count=100', staff));
  await server.close();
  server = await start();
  const after = await entries(await get('/fhir/Patient/demo-anna/$everything?_count=100', await signIn('doctor')));
  expect(after).toEqual(before);
});

test('the demo refuses a record with a real patient in it', async () => {
  await server.close();
  const clinic = await startServer(configuration(), { ...options(), demo: false });
  if (!clinic.ok) throw new Error(JSON.stringify(clinic.outcome));
  const service = { who: 'Device/cryopath', role: 'service', purpose: 'HSYSADMIN', clinic: '', patients: [] } as const;
  const real = await clinic.value.record.create(service, {
    resourceType: 'Patient',
    name: [{ family: 'Prawdziwa' }],
    managingOrganization: { reference: 'Organization/demo-clinic' },
  });
  expect(real.ok).toBe(true);
  await clinic.value.close();
  const refused = await startServer(configuration(), options());
  expect(refused).toMatchObject({ ok: false, outcome: { issues: [{ code: 'CRYO-516' }] } });
});
