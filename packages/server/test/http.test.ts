import net from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalCode, type TestClinic, testClinic } from './clinic.ts';

let clinic: TestClinic;
beforeAll(async () => {
  clinic = await testClinic();
});
afterAll(() => clinic.close());

const ANNA = {
  resourceType: 'Patient',
  name: [{ family: 'Kowalska' }],
  managingOrganization: { reference: 'Organization/c1' },
};

describe('a resource', () => {
  test('is created, read, changed, patched, deleted, and none of its versions is lost', async () => {
    const created = await clinic.call('doctor', 'POST', '/fhir/Patient', { body: ANNA });
    expect(created.statusCode).toBe(201);
    const { id } = created.json() as { id: string };
    expect(created.headers).toMatchObject({
      etag: 'W/"1"',
      location: `http://clinic.test/fhir/Patient/${id}/_history/1`,
      'content-type': 'application/fhir+json; charset=utf-8',
      'cache-control': 'private, no-store',
      'last-modified': 'Mon, 02 Mar 2026 10:00:00 GMT',
    });

    const address = `/fhir/Patient/${id}`;
    const read = await clinic.call('doctor', 'GET', address);
    expect([read.statusCode, read.body]).toEqual([200, created.body]);

    clinic.clock.advance(1000);
    const body = { ...(read.json() as object), gender: 'female' };
    const updated = await clinic.call('doctor', 'PUT', address, { body, headers: { 'if-match': 'W/"1"' } });
    expect([updated.statusCode, updated.headers.etag]).toEqual([200, 'W/"2"']);

    const patched = await clinic.call('doctor', 'PATCH', address, {
      body: [{ op: 'add', path: '/birthDate', value: '1968-04-12' }],
      headers: { 'if-match': 'W/"2"', 'content-type': 'application/json-patch+json' },
    });
    expect([patched.statusCode, patched.headers.etag]).toEqual([200, 'W/"3"']);
    expect(patched.json()).toMatchObject({ gender: 'female', birthDate: '1968-04-12' });

    const deleted = await clinic.call('lead', 'DELETE', address, { headers: { 'if-match': 'W/"3"' } });
    expect([deleted.statusCode, deleted.body]).toEqual([204, '']);
    expect((await clinic.call('doctor', 'GET', address)).statusCode).toBe(410);

    const first = await clinic.call('doctor', 'GET', `${address}/_history/1`);
    expect([first.statusCode, first.body]).toEqual([200, created.body]);
    const history = await clinic.call('doctor', 'GET', `${address}/_history`);
    expect(history.json()).toMatchObject({ resourceType: 'Bundle', type: 'history', entry: { length: 4 } });
  });

  test('is not sent again to whoever has it', async () => {
    const { id } = (await clinic.call('doctor', 'POST', '/fhir/Patient', { body: ANNA })).json() as { id: string };
    const again = await clinic.call('doctor', 'GET', `/fhir/Patient/${id}`, { headers: { 'if-none-match': 'W/"1"' } });
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', 'W/"1"']);
  });

  test('is answered with its headers alone for HEAD', async () => {
    const { id } = (await clinic.call('doctor', 'POST', '/fhir/Patient', { body: ANNA })).json() as { id: string };
    const head = await clinic.call('doctor', 'HEAD', `/fhir/Patient/${id}`);
    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', 'W/"1"']);
  });

  test('comes back as much or as little as the writer prefers', async () => {
    const create = (prefer: string) =>
      clinic.call('doctor', 'POST', '/fhir/Patient', { body: ANNA, headers: { prefer } });
    expect((await create('return=minimal')).body).toBe('');
    expect((await create('return=OperationOutcome')).json()).toMatchObject({ resourceType: 'OperationOutcome' });
    expect((await create('return=representation')).json()).toMatchObject({ resourceType: 'Patient' });
  });

  test('keeps every digit of its numbers, also when it is printed for people', async () => {
    const { id: patient } = (await clinic.call('doctor', 'POST', '/fhir/Patient', { body: ANNA })).json() as {
      id: string;
    };
    const body = `{"resourceType":"Observation","status":"final","code":{"text":"pain"},"subject":{"reference":"Patient/${patient}"},"valueQuantity":{"value":1.00}}`;
    const created = await clinic.call('doctor', 'POST', '/fhir/Observation', { body });
    const { id } = created.json() as { id: string };
    expect(created.body).toContain('"value":1.00}');
    const pretty = await clinic.call('doctor', 'GET', `/fhir/Observation/${id}?_pretty=true`);
    expect(pretty.body).toContain('\n    "value": 1.00\n');
  });
});

test('H13: what somebody made is not written under the name of whoever is signed in by now', async () => {
  const as = (who: string) =>
    clinic.call('doctor', 'POST', '/fhir/Patient', { body: ANNA, headers: { 'x-cryopath-who': who } });
  expect((await as('Practitioner/doctor')).statusCode).toBe(201);
  const others = await as('Practitioner/nurse');
  expect([others.statusCode, refusalCode(others)]).toEqual([401, 'CRYO-401']);
});

describe('changes are conditional', () => {
  test('two editors: one wins, the other is told (H14)', async () => {
    const created = await clinic.call('doctor', 'POST', '/fhir/Patient', { body: ANNA });
    const { id } = created.json() as { id: string };
    const update = (headers: Record<string, string>) =>
      clinic.call('doctor', 'PUT', `/fhir/Patient/${id}`, { body: { ...ANNA, id }, headers });
    expect((await update({})).statusCode).toBe(428);
    expect((await update({ 'if-match': 'W/"1"' })).statusCode).toBe(200);
    const late = await update({ 'if-match': 'W/"1"' });
    expect([late.statusCode, refusalCode(late)]).toEqual([412, 'CRYO-204']);
    expect(refusalCode(await update({ 'if-match': 'anything' }))).toBe('CRYO-209');
  });

  test('If-None-Exist creates once', async () => {
    const identifier = [{ system: 'urn:x', value: 'once' }];
    const create = () =>
      clinic.call('doctor', 'POST', '/fhir/Patient', {
        body: { ...ANNA, identifier },
        headers: { 'if-none-exist': 'identifier=urn:x|once' },
      });
    const [first, second] = [await create(), await create()];
    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    expect(second.json()).toEqual(first.json());
  });

  test('an idempotency key makes a repeat harmless, and is not for another request (H10)', async () => {
    const create = (body: unknown) =>
      clinic.call('doctor', 'POST', '/fhir/Patient', { body, headers: { 'idempotency-key': 'k-1' } });
    const [first, second] = [await create(ANNA), await create(ANNA)];
    expect([first.statusCode, second.statusCode, second.body]).toEqual([201, 201, first.body]);
    expect(refusalCode(await create({ ...ANNA, gender: 'male' }))).toBe('CRYO-207');
  });

  test('by a condition: update, patch and delete of what the query finds', async () => {
    const identifier = [{ system: 'urn:x', value: 'conditional' }];
    const put = () =>
      clinic.call('doctor', 'PUT', '/fhir/Patient?identifier=urn:x|conditional', { body: { ...ANNA, identifier } });
    expect((await put()).statusCode).toBe(201);
    expect((await put()).statusCode).toBe(200);
    const patched = await clinic.call('doctor', 'PATCH', '/fhir/Patient?identifier=urn:x|conditional', {
      body: [{ op: 'add', path: '/gender', value: 'female' }],
      headers: { 'content-type': 'application/json-patch+json' },
    });
    expect(patched.statusCode).toBe(200);
    const deleted = await clinic.call('lead', 'DELETE', '/fhir/Patient?identifier=urn:x|conditional');
    expect(deleted.statusCode).toBe(204);
    const unconditional = await clinic.call('lead', 'DELETE', '/fhir/Patient');
    expect([unconditional.statusCode, refusalCode(unconditional)]).toEqual([412, 'CRYO-217']);
  });
});

describe('searches', () => {
  test('by address and by form find the same, and the form keeps names out of addresses', async () => {
    await clinic.call('doctor', 'POST', '/fhir/Patient', { body: { ...ANNA, name: [{ family: 'Wiśniewska' }] } });
    const byQuery = await clinic.call('doctor', 'GET', '/fhir/Patient?family=wisniewska');
    const byForm = await clinic.call('doctor', 'POST', '/fhir/Patient/_search', {
      body: 'family=wisniewska',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(byQuery.json()).toMatchObject({ resourceType: 'Bundle', type: 'searchset', entry: { length: 1 } });
    expect((byForm.json() as { entry: unknown }).entry).toEqual((byQuery.json() as { entry: unknown }).entry);
  });

  test('with an unknown parameter are refused when the reader is strict', async () => {
    const search = (prefer: string) =>
      clinic.call('doctor', 'GET', '/fhir/Patient?nonsense=1', { headers: { prefer } });
    expect((await search('handling=strict')).statusCode).toBe(400);
    expect((await search('handling=lenient')).statusCode).toBe(200);
  });
});

describe('refusals are OperationOutcomes', () => {
  test.each([
    ['GET', '/fhir/Patient/none', 404, 'CRYO-201'],
    ['GET', '/fhir/Basic/1', 404, 'CRYO-104'],
    ['GET', '/fhir/Patient/a%00b', 400, 'CRYO-218'],
    ['GET', '/fhir/Patient/%', 400, 'CRYO-512'],
    ['GET', `/fhir/Patient/${'x'.repeat(600)}`, 414, 'CRYO-513'],
    ['GET', '/fhir/Patient/p1/_history/zero', 404, 'CRYO-203'],
    ['GET', '/fhir/Patient/p1/_history/99999999999999999999', 404, 'CRYO-203'],
    ['GET', '/fhir/Patient/$dance', 404, 'CRYO-216'],
    ['POST', '/fhir/Patient/$dance', 404, 'CRYO-216'],
    ['GET', '/fhir/Patient?_format=xml', 406, 'CRYO-505'],
    ['GET', '/nowhere', 404, 'CRYO-214'],
    ['POST', '/nowhere', 404, 'CRYO-214'],
  ] as const)('%s %s: %i %s', async (method, url, status, code) => {
    const response = await clinic.call('doctor', method, url);
    expect([response.statusCode, refusalCode(response)]).toEqual([status, code]);
    expect(response.headers['content-type']).toBe('application/fhir+json; charset=utf-8');
  });

  test.each([
    ['DELETE', '/fhir/metadata', 'GET, HEAD'],
    ['POST', '/fhir/Patient/p1', 'GET, PUT, PATCH, DELETE, HEAD'],
    ['GET', '/fhir', 'POST'],
    ['GET', '/fhir/Patient/_search', 'POST'],
    ['PUT', '/fhir/Patient/_history', 'GET, HEAD'],
  ] as const)('%s %s: 405, and what is allowed is said', async (method, url, allow) => {
    const response = await clinic.call('doctor', method, url);
    expect([response.statusCode, refusalCode(response), response.headers.allow]).toEqual([405, 'CRYO-215', allow]);
  });

  test('AuditEvents cannot be changed by anybody', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
      expect((await clinic.call('lead', method, '/fhir/AuditEvent/a1')).statusCode).toBe(405);
    }
  });

  test('bodies of a wrong kind, size or form are refused with the place', async () => {
    const post = (body: string, headers = {}) => clinic.call('doctor', 'POST', '/fhir/Patient', { body, headers });
    const wrongType = await post('<Patient/>', { 'content-type': 'application/fhir+xml' });
    expect([wrongType.statusCode, refusalCode(wrongType)]).toEqual([415, 'CRYO-504']);
    const tooLarge = await post(`{"resourceType":"Patient","text":"${'x'.repeat(5_000_000)}"}`);
    expect([tooLarge.statusCode, refusalCode(tooLarge)]).toEqual([413, 'CRYO-503']);
    const cut = await post('{"resourceType":"Patient"');
    expect([cut.statusCode, refusalCode(cut)]).toEqual([400, 'CRYO-102']);
    const other = await post('{"resourceType":"Observation"}');
    expect([other.statusCode, refusalCode(other)]).toEqual([400, 'CRYO-166']);
    const wrongField = await post('{"resourceType":"Patient","nam":[]}');
    expect(wrongField.json()).toMatchObject({ issue: [{ expression: ['Patient.nam'] }] });
  });

  test('in the reader’s language', async () => {
    const response = await clinic.call('', 'GET', '/fhir/Patient/p1', { headers: { 'accept-language': 'pl' } });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toContain('Bearer');
    expect(response.json()).toMatchObject({ issue: [{ details: { text: 'Najpierw się zaloguj.' } }] });
  });

  test('strangers are refused before their body is read', async () => {
    const response = await clinic.call('', 'POST', '/fhir/Patient', { body: 'x'.repeat(5_000_000) });
    expect(response.statusCode).toBe(401);
  });

  test('a foreign host name and a foreign page are refused', async () => {
    const rebound = await clinic.call('doctor', 'GET', '/fhir/metadata', { headers: { host: 'evil.example' } });
    expect([rebound.statusCode, refusalCode(rebound)]).toEqual([421, 'CRYO-515']);
    const forged = await clinic.call('doctor', 'POST', '/fhir/Patient', {
      body: ANNA,
      headers: { cookie: 'session=1' },
    });
    expect([forged.statusCode, refusalCode(forged)]).toEqual([403, 'CRYO-414']);
  });
});

describe('every answer', () => {
  test('forbids what our pages do not need, also when it is a refusal (H18)', async () => {
    for (const url of ['/fhir/metadata', '/nowhere', '/health/live', '/fhir/Patient/%']) {
      const { headers } = await clinic.call('', 'GET', url);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('is logged by its template: no id, name, query or body is in the log', async () => {
    const canary = 'Kanarkowska';
    const created = await clinic.call('doctor', 'POST', '/fhir/Patient', {
      body: { ...ANNA, id: 'x', name: [{ family: canary }], identifier: [{ system: 'urn:canary', value: canary }] },
    });
    const { id } = created.json() as { id: string };
    await clinic.call('doctor', 'GET', `/fhir/Patient/${id}`);
    await clinic.call('doctor', 'GET', `/fhir/Patient?family=${canary}`);
    await clinic.call('doctor', 'GET', `/fhir/Patient/${id}/$everything`);
    await clinic.call('doctor', 'GET', `/${canary}/${id}`);
    await clinic.call('doctor', 'POST', '/fhir/Patient', { body: `{"resourceType":"Patient","${canary}":1}` });
    const log = clinic.logged();
    expect(log).toContain('"route":"/fhir/:type/:id"');
    expect(log).toContain('"route":"unmatched"');
    expect(log).not.toContain(canary);
    expect(log).not.toContain(id);
    expect(log).not.toContain('Kowalska');
  });
});

describe('over a socket', () => {
  const exchange = async (request: string | Buffer) => {
    const { port } = clinic.app.server.address() as net.AddressInfo;
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.end(request);
    return text(socket);
  };
  beforeAll(() => clinic.app.listen({ port: 0, host: '127.0.0.1' }));

  test('what is not HTTP is refused as an OperationOutcome', async () => {
    expect(await exchange('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*"CRYO-511"/);
  });

  test('endless headers are refused as an OperationOutcome', async () => {
    const answer = await exchange(
      `GET /fhir/metadata HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 [\s\S]*"CRYO-514"/);
  });

  test('a method that nobody knows is refused', async () => {
    expect(await exchange('DANCE / HTTP/1.1\r\nHost: localhost\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 4\d\d [\s\S]*OperationOutcome/,
    );
    expect(await exchange('TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 40[45] [\s\S]*OperationOutcome/,
    );
  });
});
