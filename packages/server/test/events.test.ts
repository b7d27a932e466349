import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../src/app.ts';
import { createEventHub, type EventHub } from '../src/events/event-hub.ts';
import { eventsRoute } from '../src/events/events-route.ts';
import { silentLog } from '../src/log.ts';
import type { RequesterOf } from '../src/sign-in/requester-of.ts';
import { serviceRequester } from '../src/sign-in/service-requester.ts';
import { byWord, type TestClinic, testClinic } from './clinic.ts';

let clinic: TestClinic;
let hub: EventHub;
let origin: string;
let app: ReturnType<typeof buildApp>;
const ended = new Set<string>();

/** Sessions that end when a test says so. */
const requesterOf: RequesterOf = async (request) =>
  ended.has(request.headers.authorization ?? '') ? undefined : byWord(request);

beforeAll(async () => {
  clinic = await testClinic();
  const { record, clock } = clinic;
  const now = async () => (await record.changes(serviceRequester, -1)).next;
  hub = createEventHub(record, serviceRequester, await now());
  app = buildApp({
    record,
    requesterOf,
    protocols: clinic.protocols,
    clock,
    log: silentLog,
    publicUrl: 'http://clinic.test',
    allowedHosts: [],
    trustProxy: [],
    limits: { resource: 1_000_000, bundle: 1_000_000 },
    metricsToken: undefined,
    gauges: [],
    softwareVersion: '0',
    isReady: async () => true,
  });
  eventsRoute(app, { hub, watcherOf: requesterOf, log: silentLog, now });
  await app.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await app.close();
  await clinic.close();
});

/** An open stream, whose next event can be awaited. */
async function listen(word: string, lastEventId?: string) {
  const headers = {
    authorization: `Bearer ${word}`,
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  };
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.get(`${origin}/events`, { headers }, resolve).on('error', reject);
  });
  let text = '';
  response.setEncoding('utf8');
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<string>;
  const until = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(text)) {
      const { done, value } = await chunks.next();
      if (done) throw new Error(`the stream ended after ${JSON.stringify(text)}`);
      text += value;
    }
    return text;
  };
  await until(/\n\n/);
  return {
    status: response.statusCode,
    until,
    text: () => text,
    ended: async () => (await chunks.next()).done,
    close: () => response.destroy(),
  };
}

const patient = (family: string) => ({
  resourceType: 'Patient',
  name: [{ family }],
  managingOrganization: { reference: 'Organization/c1' },
});
async function admit(family: string): Promise<string> {
  const response = await clinic.call('doctor', 'POST', '/fhir/Patient', { body: patient(family) });
  return (response.json() as { id: string }).id;
}

test('a change is told to those who may see the patient, by coordinates only', async () => {
  const doctor = await listen('doctor');
  const id = await admit('Widoczna');
  await hub.tick();
  const text = await doctor.until(new RegExp(id));
  expect(text).toMatch(
    new RegExp(
      `\\nid: \\d+\\nevent: changed\\ndata: \\[\\{"type":"Patient","id":"${id}","version":1,"patient":"${id}"\\}\\]\\n\\n`,
    ),
  );
  expect(text).not.toContain('Widoczna');
  doctor.close();
});

test('a patient is told of nobody else’s changes (I6, H15)', async () => {
  const [own, other] = [await admit('Własna'), await admit('Cudza')];
  const stream = await listen(`patient:${own}`);
  const weight = (subject: string) => ({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'weight' },
    subject: { reference: `Patient/${subject}` },
  });
  await clinic.call('doctor', 'POST', '/fhir/Observation', { body: weight(other) });
  await hub.tick();
  await clinic.call('doctor', 'POST', '/fhir/Observation', { body: weight(own) });
  await hub.tick();
  expect(await stream.until(new RegExp(own))).not.toContain(other);
  stream.close();
});

test('whoever was away goes on where they left off', async () => {
  const first = await listen('doctor');
  const [, id = ''] = /id: (\d+)/.exec(first.text()) ?? [];
  first.close();
  const missed = await admit('Opuszczona');
  const again = await listen('doctor', id);
  await admit('Następna');
  await hub.tick();
  expect(await again.until(/event: changed/)).toContain(missed);
  again.close();
});

test('a session that has ended sees nothing more', async () => {
  const nurse = await listen('nurse');
  ended.add('Bearer nurse');
  const id = await admit('Późniejsza');
  await hub.tick();
  expect(await nurse.ended()).toBe(true);
  expect(nurse.text()).not.toContain(id);
});

test('one person cannot hold the streams of all', async () => {
  const streams = await Promise.all(Array.from({ length: 6 }, () => listen('lead')));
  const seventh = await fetch(`${origin}/events`, { headers: { authorization: 'Bearer lead' } });
  expect(seventh.status).toBe(429);
  for (const stream of streams) stream.close();
});

test('strangers and nonsense are refused', async () => {
  expect((await fetch(`${origin}/events`)).status).toBe(401);
  const odd = await fetch(`${origin}/events`, {
    headers: { authorization: 'Bearer doctor', 'last-event-id': '1; drop table' },
  });
  expect(odd.status).toBe(400);
});
