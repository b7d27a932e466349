import type { AddressInfo } from 'node:net';
import { Client } from 'fhir-kit-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestClinic, testClinic } from './clinic.ts';

// A client library that nobody here wrote must find its way around: fhir-kit-client, as integrators use it.
let clinic: TestClinic;
let client: Client;
beforeAll(async () => {
  clinic = await testClinic();
  await clinic.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = clinic.app.server.address() as AddressInfo;
  client = new Client({ baseUrl: `http://127.0.0.1:${port}/fhir`, bearerToken: 'lead' });
});
afterAll(() => clinic.close());

interface Resource {
  resourceType: string;
  id: string;
  meta: { versionId: string };
  [element: string]: unknown;
}
interface Bundle {
  type: string;
  link?: { relation: string; url: string }[];
  entry?: { resource: Resource; response?: { status: string; location: string } }[];
}

const patient = (family: string) => ({
  resourceType: 'Patient',
  name: [{ family }],
  managingOrganization: { reference: 'Organization/c1' },
});
const bundle = (answer: unknown) => answer as Bundle;

test('it reads the CapabilityStatement', async () => {
  expect(await client.capabilityStatement()).toMatchObject({
    resourceType: 'CapabilityStatement',
    fhirVersion: '4.0.1',
  });
});

test('it creates, reads, updates and deletes, and reads every version', async () => {
  const created = (await client.create({ resourceType: 'Patient', body: patient('Nowak') })) as Resource;
  expect(await client.read({ resourceType: 'Patient', id: created.id })).toEqual(created);
  const body = { ...created, gender: 'female' };
  await client.update({ resourceType: 'Patient', id: created.id, body, options: { headers: { 'If-Match': 'W/"1"' } } });
  expect(await client.vread({ resourceType: 'Patient', id: created.id, version: '1' })).toEqual(created);
  await client.delete({ resourceType: 'Patient', id: created.id, options: { headers: { 'If-Match': 'W/"2"' } } });
  const history = bundle(await client.resourceHistory({ resourceType: 'Patient', id: created.id }));
  expect(history).toMatchObject({ type: 'history', entry: { length: 3 } });
  await expect(client.read({ resourceType: 'Patient', id: created.id })).rejects.toMatchObject({
    response: { status: 410 },
  });
});

test('it walks through all pages of a search, and each resource comes once', async () => {
  const ids = [];
  for (let n = 0; n < 7; n++) {
    const created = (await client.create({ resourceType: 'Patient', body: patient('Pagińska') })) as Resource;
    ids.push(created.id);
  }
  const found: string[] = [];
  let page = bundle(await client.search({ resourceType: 'Patient', searchParams: { family: 'Pagińska', _count: 3 } }));
  let pages = 1;
  for (;;) {
    found.push(...(page.entry ?? []).map(({ resource }) => resource.id));
    const next = page.link?.find(({ relation }) => relation === 'next')?.url;
    if (next === undefined) break;
    // Links carry the public address; here the server is reached by another one.
    const response = await fetch(next.replace('http://clinic.test/fhir', client.baseUrl), {
      headers: { authorization: 'Bearer lead' },
    });
    page = bundle(await response.json());
    pages++;
  }
  expect(pages).toBe(3);
  expect(found.toSorted()).toEqual(ids.toSorted());
});

test('it searches by POST', async () => {
  await client.create({ resourceType: 'Patient', body: patient('Poczta') });
  const found = await client.search({
    resourceType: 'Patient',
    searchParams: { family: 'Poczta' },
    options: { postSearch: true },
  });
  expect(bundle(found).entry).toHaveLength(1);
});

test('it patches', async () => {
  const created = (await client.create({ resourceType: 'Patient', body: patient('Łatka') })) as Resource;
  const patched = await client.patch({
    resourceType: 'Patient',
    id: created.id,
    jsonPatch: [{ op: 'add', path: '/gender', value: 'female' }],
    options: { headers: { 'If-Match': 'W/"1"', 'Content-Type': 'application/json-patch+json' } },
  });
  expect(patched).toMatchObject({ gender: 'female', meta: { versionId: '2' } });
});

test('it sends a transaction whose entries refer to each other', async () => {
  const urn = 'urn:uuid:7f5a51d2-95ba-4a10-9b29-1a1a8a1b7a01';
  const answer = bundle(
    await client.transaction({
      body: {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          { fullUrl: urn, resource: patient('Transakcja'), request: { method: 'POST', url: 'Patient' } },
          {
            resource: { resourceType: 'Condition', code: { text: 'pain' }, subject: { reference: urn } },
            request: { method: 'POST', url: 'Condition' },
          },
        ],
      },
    }),
  );
  expect(answer.type).toBe('transaction-response');
  const [, conditionId] = /Condition\/([^/]+)/.exec(answer.entry?.[1]?.response?.location ?? '') ?? [];
  const [, patientId] = /Patient\/([^/]+)/.exec(answer.entry?.[0]?.response?.location ?? '') ?? [];
  const condition = await client.read({ resourceType: 'Condition', id: conditionId ?? '' });
  expect(condition).toMatchObject({ subject: { reference: `Patient/${patientId}` } });
});

test('it is told about another editor', async () => {
  const created = (await client.create({ resourceType: 'Patient', body: patient('Dwóch') })) as Resource;
  const update = () =>
    client.update({
      resourceType: 'Patient',
      id: created.id,
      body: { ...created },
      options: { headers: { 'If-Match': 'W/"1"' } },
    });
  await update();
  await expect(update()).rejects.toMatchObject({ response: { status: 412 } });
});
