import { instantOf, isoOf } from '@cryopath/pathway';
import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demoClockRoutes } from '../../src/demo/clock-routes.ts';
import { demoClock } from '../../src/demo/demo-clock.ts';
import { DEMO_STAFF } from '../../src/demo/people.ts';
import { type SignInClinic, signInClinic } from '../sign-in-clinic.ts';
import { demoServer } from './demo-server.ts';

const NOW = '2026-03-02T12:10:00.000Z';
const HOUR = 3_600_000;
const later = (hours: number) => isoOf((instantOf(NOW) + hours * HOUR) as ReturnType<typeof instantOf>);

describe('the clock of the demo', () => {
  // The first 24 patients: among them who is in theatre and who is under observation.
  const demo = demoServer(NOW, { demoPatients: 24 });
  beforeAll(() => demo.start(), 300_000);
  afterAll(() => demo.end());
  const clock = async () => (await demo.get('/demo/clock')).json();
  const move = (body: unknown, headers: Record<string, string> = {}) => demo.post('/demo/clock', body, headers);
  const stateOf = async (patient: string, step: string) =>
    (await demo.view(patient)).steps.find((each) => each.step.id === step)?.state.state;

  test('shows the machine’s time at first, also in every answer', async () => {
    expect(await clock()).toEqual({ now: NOW, aheadHours: 0 });
    for (const path of ['/demo/clock', '/health', '/fhir/metadata', '/nowhere']) {
      expect((await demo.get(path)).headers.get('date')).toBe('Mon, 02 Mar 2026 12:10:00 GMT');
    }
  });

  test.each([
    [{}],
    [{ days: 0 }],
    [{ days: -1 }],
    [{ hours: 1.5 }],
    [{ days: '1' }],
    [{ days: 401 }],
    [{ days: 1, hours: 1 }],
    [{ minutes: 1 }],
    [[1]],
    ['soon'],
  ])('does not move by %j', async (body) => {
    const refused = await move(body);
    expect([refused.status, await clock()]).toEqual([400, { now: NOW, aheadHours: 0 }]);
  });

  test('set ahead by an hour lets the observation end, and who is signed in stays so', async () => {
    const nurse = await demo.signIn('nurse');
    expect(await stateOf('demo-danuta', 'discharge')).toBe('waiting');
    const told = await demo.get('/events', nurse);
    const reader = (told.body as ReadableStream<Uint8Array>).getReader();
    const read = async () => new TextDecoder().decode((await reader.read()).value);
    await read();
    const moved = await move({ hours: 1 }, nurse);
    expect([moved.headers.get('date'), await moved.json()]).toEqual([
      'Mon, 02 Mar 2026 13:10:00 GMT',
      { now: later(1), aheadHours: 1 },
    ]);
    let heard = '';
    while (!heard.includes('event: clock')) heard += await read();
    expect(heard).toContain(`event: clock\ndata: {"now":"${later(1)}","aheadHours":1}`);
    await reader.cancel();
    expect(await stateOf('demo-danuta', 'discharge')).toBe('ready');
    expect((await demo.get('/demo/me', nurse)).status).toBe(200);
  });

  test('set ahead by days lets what was booked come and pass, writes with its time, and keeps sessions', async () => {
    const doctor = await demo.signIn('doctor');
    await move({ days: 3 }, doctor);
    expect((await demo.get('/demo/me', doctor)).status).toBe(200);
    const written = await demo.post(
      '/fhir/Observation',
      {
        resourceType: 'Observation',
        status: 'final',
        code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] },
        subject: { reference: 'Patient/demo-anna' },
        valueInteger: 5,
      },
      doctor,
    );
    const { meta } = (await written.json()) as { meta: { lastUpdated: string } };
    expect([written.status, meta.lastUpdated]).toEqual([201, later(73)]);
    const worklist = await demo.post('/fhir/CarePlan/$worklist', { resourceType: 'Parameters' }, doctor);
    expect([worklist.status, (await worklist.text()).includes('demo-danuta')]).toEqual([200, true]);
  });

  test('is remembered when the demo starts again: nothing that was written lies in the future', async () => {
    await demo.server().close();
    await demo.start();
    expect(await clock()).toEqual({ now: later(73), aheadHours: 73 });
  });

  test('goes no further than ten moves of the largest kind', async () => {
    for (let moves = 0; moves < 9; moves += 1) expect((await move({ days: 400 })).status).toBe(200);
    expect((await move({ days: 400 })).status).toBe(400);
    expect((await move({ days: 300 })).status).toBe(200);
  });
});

describe('outside the demo', () => {
  const clinic = demoServer(NOW, { demo: false });
  beforeAll(() => clinic.start(), 120_000);
  afterAll(() => clinic.end());

  test('there is no such clock: nobody moves the time of a clinic', async () => {
    expect((await clinic.get('/demo/clock')).status).toBe(404);
    expect((await clinic.post('/demo/clock', { days: 1 })).status).toBe(404);
    expect((await clinic.get('/demo/people')).status).toBe(404);
  });
});

describe('where the service listens for others too', () => {
  let clinic: SignInClinic;
  const app = Fastify({ logger: false });
  beforeAll(async () => {
    clinic = await signInClinic();
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body));
    demoClockRoutes(app, {
      clock: demoClock(clinic.clock, '/nonexistent/never-written'),
      record: clinic.record,
      signIn: clinic.signIn,
      hub: { tell: () => {} },
      people: Object.values(DEMO_STAFF),
      onThisMachine: false,
    });
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await clinic.close();
  });
  let cookie: string;
  beforeEach(async () => {
    cookie = await clinic.cookieOf('Practitioner/somebody-else', 'doctor', { clinic: 'north' });
  });

  test.each([['nobody'], ['somebody']])('%s who is not of the demo moves its clock', async (who) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/demo/clock',
      headers: { 'content-type': 'application/json', ...(who === 'nobody' ? {} : { cookie }) },
      payload: '{"days":1}',
    });
    expect(answer.statusCode).toBe(401);
  });
});
