import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestClinic, testClinic } from '../clinic.ts';
import { type Malformed, malformed, randomFrom } from './malformed-requests.ts';

const SEED = Number(process.env.CRYOPATH_SEED ?? 20_260_302);
const REQUESTS = Number(process.env.CRYOPATH_MALFORMED ?? 10_000);

let clinic: TestClinic;
beforeAll(async () => {
  clinic = await testClinic();
});
afterAll(() => clinic.close());

/** The heap after everything that can be freed was freed, in bytes. */
function usedHeap(): number {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

const send = ({ method, url, options }: Malformed): Promise<LightMyRequestResponse> => {
  if (options.payload === undefined) return clinic.call('service', method, url, options);
  const headers = { host: 'clinic.test', authorization: 'Bearer service', 'content-type': 'application/fhir+json' };
  return clinic.app.inject({ method, url, headers, payload: Buffer.from(options.payload) });
};

interface Issue {
  readonly details?: { readonly coding?: readonly { readonly code: string }[]; readonly text?: string };
  readonly expression?: readonly string[];
}

/** What is wrong with an answer to a malformed request; undefined when it is as it must be. */
function complaint(request: Malformed, response: LightMyRequestResponse): string | undefined {
  const { statusCode: status } = response;
  if (request.mayFindNothing && status === 200) return undefined;
  if (status < 400 || status >= 500) return `status ${status}`;
  if (response.headers['content-type'] !== 'application/fhir+json; charset=utf-8')
    return `content type ${response.headers['content-type']}`;
  const outcome = response.json() as { readonly resourceType: string; readonly issue?: readonly Issue[] };
  if (outcome.resourceType !== 'OperationOutcome' || !outcome.issue?.length) return 'no OperationOutcome';
  if (outcome.issue.some(({ details }) => !/^CRYO-\d{3}$/.test(details?.coding?.[0]?.code ?? ''))) return 'no code';
  if (request.needsPlace && !outcome.issue.every(({ expression }) => expression?.[0])) return 'no place';
  return undefined;
}

test(`${REQUESTS} malformed requests are all refused in words, and none breaks the service (seed ${SEED})`, {
  timeout: 300_000,
}, async () => {
  const random = randomFrom(SEED);
  const complaints: string[] = [];
  let heapAtHalf = 0;
  for (let sent = 0; sent < REQUESTS; ) {
    const requests = Array.from({ length: Math.min(16, REQUESTS - sent) }, () => malformed(random));
    const responses = await Promise.all(requests.map(send));
    for (const [index, request] of requests.entries()) {
      const found = complaint(request, responses[index] as LightMyRequestResponse);
      if (found !== undefined) {
        const { family, method, url, options } = request;
        complaints.push(
          `${found}: ${family} ${method} ${url.slice(0, 300)} ${JSON.stringify(options).slice(0, 300)} -> ${responses[index]?.body.slice(0, 300)}`,
        );
      }
    }
    const before = sent;
    sent += requests.length;
    if (before < REQUESTS / 2 && sent >= REQUESTS / 2) heapAtHalf = usedHeap();
  }
  expect(complaints.slice(0, 20)).toEqual([]);
  // What the second half leaves behind would be a leak; a few megabytes are the compiler's and the test's own.
  expect(usedHeap() - heapAtHalf).toBeLessThan(8_000_000);
  const alive = await clinic.call('service', 'GET', '/fhir/Patient?_count=1');
  expect(alive.statusCode).toBe(200);
});

/** Sends a body that begins, repeats a filler up to 50 MB, and ends; nothing of that size is ever held here. @returns the status */
async function upload(path: string, begin: string, filler: string, end: string): Promise<number> {
  const chunk = filler.repeat(65_536 / filler.length);
  async function* body() {
    yield begin;
    for (let sent = 0; sent < 50_000_000; sent += chunk.length) yield chunk;
    yield end;
  }
  const { port } = clinic.app.server.address() as AddressInfo;
  const headers = { authorization: 'Bearer service', 'content-type': 'application/fhir+json' };
  return new Promise((resolve, reject) => {
    const request = http.request({ port, path, method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    // The server answers and closes before it has read everything: what is not sent then, is not needed.
    pipeline(body, request).catch(() => {});
  });
}

test('bodies of 50 MB are refused, and leave nothing behind', { timeout: 120_000 }, async () => {
  await clinic.app.listen({ port: 0, host: '127.0.0.1' });
  const post = '"request":{"method":"POST","url":"Patient"}';
  const bundle = '{"resourceType":"Bundle","type":"transaction","entry":[';
  const bodies = [
    ['/fhir/Patient', '{"resourceType":"Patient","name":[{"family":"', 'x', '"}]}'],
    ['/fhir', `${bundle}{"resource":{"resourceType":"Patient","name":[{"family":"`, 'x', `"}]},${post}}]}`],
    ['/fhir', bundle, '[', ''],
    ['/fhir', `${bundle}{${post}}`, ',{}', ']}'],
    ['/fhir', '', 'x', ''],
  ] as const;
  const statuses: number[] = [];
  for (const [path, begin, filler, end] of bodies) statuses.push(await upload(path, begin, filler, end));
  const before = usedHeap();
  for (const [path, begin, filler, end] of bodies) await upload(path, begin, filler, end);
  expect(statuses).toEqual([413, 400, 400, 400, 400]);
  expect(usedHeap() - before).toBeLessThan(8_000_000);
});
