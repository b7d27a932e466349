import { isStoredType, STORED_TYPES, searchParameter, searchParameters } from '@cryopath/fhir';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusalCode, type TestClinic, testClinic } from './clinic.ts';

interface Statement {
  rest: [
    {
      interaction: { code: string }[];
      resource: {
        type: string;
        interaction: { code: string }[];
        searchParam: { name: string; type: string }[];
        searchInclude?: string[];
        searchRevInclude?: string[];
        operation?: { name: string }[];
      }[];
    },
  ];
}

let clinic: TestClinic;
let statement: Statement;
beforeAll(async () => {
  clinic = await testClinic();
  statement = (await clinic.call('', 'GET', '/fhir/metadata')).json() as Statement;
});
afterAll(() => clinic.close());

/** Every interaction that can be claimed for a type, as a request that reaches it. What it answers is another test's matter. */
const REQUEST: Record<string, (type: string) => Parameters<TestClinic['call']>> = {
  read: (type) => ['service', 'GET', `/fhir/${type}/x`],
  vread: (type) => ['service', 'GET', `/fhir/${type}/x/_history/1`],
  update: (type) => ['service', 'PUT', `/fhir/${type}/x`, { body: { resourceType: type, id: 'x' } }],
  patch: (type) => [
    'service',
    'PATCH',
    `/fhir/${type}/x`,
    { body: [], headers: { 'content-type': 'application/json-patch+json', 'if-match': 'W/"1"' } },
  ],
  delete: (type) => ['service', 'DELETE', `/fhir/${type}/x`, { headers: { 'if-match': 'W/"1"' } }],
  'history-instance': (type) => ['service', 'GET', `/fhir/${type}/x/_history`],
  'history-type': (type) => ['service', 'GET', `/fhir/${type}/_history`],
  create: (type) => ['service', 'POST', `/fhir/${type}`, { body: { resourceType: type } }],
  'search-type': (type) => ['service', 'GET', `/fhir/${type}`],
};

const NOT_SERVED = new Set(['CRYO-104', 'CRYO-214', 'CRYO-215', 'CRYO-216']);

test('the statement is valid, and open to everybody', async () => {
  const checked = await clinic.call('', 'GET', '/fhir/metadata');
  expect(checked.statusCode).toBe(200);
  expect(statement).toMatchObject({
    resourceType: 'CapabilityStatement',
    kind: 'instance',
    fhirVersion: '4.0.1',
    status: 'active',
  });
});

test('every stored type is claimed, and every claimed interaction is served', async () => {
  const [{ resource: resources }] = statement.rest;
  expect(resources.map(({ type }) => type)).toEqual([...STORED_TYPES, 'OperationDefinition']);
  const missing: string[] = [];
  for (const { type, interaction } of resources) {
    for (const { code } of interaction) {
      const response = await clinic.call(...(REQUEST[code] as (type: string) => Parameters<TestClinic['call']>)(type));
      const refused = response.statusCode >= 400 ? refusalCode(response) : undefined;
      if (response.statusCode >= 500 || NOT_SERVED.has(refused ?? ''))
        missing.push(`${type} ${code}: ${response.statusCode} ${refused}`);
    }
  }
  expect(missing).toEqual([]);
});

test('what is not claimed for a type is refused', async () => {
  const resources = statement.rest[0].resource.filter(({ type }) => isStoredType(type));
  const served: string[] = [];
  for (const { type, interaction } of resources) {
    const claimed = new Set(interaction.map(({ code }) => code));
    for (const [code, request] of Object.entries(REQUEST).filter(([each]) => !claimed.has(each))) {
      const response = await clinic.call(...request(type));
      if (response.statusCode !== 405) served.push(`${type} ${code}: ${response.statusCode}`);
    }
  }
  expect(served).toEqual([]);
});

test('every claimed search parameter is known to a strict search', async () => {
  const VALUE = { token: 'x', string: 'x', date: '2026', quantity: '1', number: '1', uri: 'urn:x' } as const;
  const unknown: string[] = [];
  for (const { type, searchParam } of statement.rest[0].resource) {
    for (const { name, type: kind } of searchParam) {
      const target = searchParameter(type, name)?.targets?.[0] ?? 'Patient';
      const value = kind === 'reference' ? `${target}/x` : VALUE[kind as keyof typeof VALUE];
      const url = `/fhir/${type}?${name}=${value}&_count=1`;
      const { statusCode, body } = await clinic.call('service', 'GET', url, { headers: { prefer: 'handling=strict' } });
      if (statusCode !== 200) unknown.push(`${url}: ${statusCode} ${body.slice(0, 300)}`);
    }
  }
  expect(unknown).toEqual([]);
});

test('all search parameters that the kit extracts are claimed', () => {
  const claimed = statement.rest[0].resource.filter(({ type }) => isStoredType(type) && type !== 'AuditEvent');
  const missing = claimed.filter(({ type, searchParam }) => searchParam.length !== searchParameters(type).length);
  expect(missing.map(({ type }) => type)).toEqual([]);
});

test('every claimed include is one', async () => {
  const refused: string[] = [];
  for (const { type, searchInclude = [], searchRevInclude = [] } of statement.rest[0].resource) {
    const includes = searchInclude.map((path) => `_include=${path}`);
    const reverse = searchRevInclude.map((path) => `_revinclude=${path}`);
    for (const include of [...includes, ...reverse.slice(0, 5)]) {
      const url = `/fhir/${type}?${include}&_count=1`;
      const { statusCode, body } = await clinic.call('service', 'GET', url, { headers: { prefer: 'handling=strict' } });
      if (statusCode !== 200) refused.push(`${url}: ${statusCode} ${body.slice(0, 200)}`);
    }
  }
  expect(refused).toEqual([]);
});

test('transactions, batches and operations answer', async () => {
  const bundle = (type: string) =>
    clinic.call('service', 'POST', '/fhir', { body: { resourceType: 'Bundle', type, entry: [] } });
  expect((await bundle('transaction')).json()).toMatchObject({ type: 'transaction-response' });
  expect((await bundle('batch')).json()).toMatchObject({ type: 'batch-response' });
  for (const { type, operation = [] } of statement.rest[0].resource) {
    for (const { name } of operation.filter((each) => each.name === 'validate')) {
      const response = await clinic.call('service', 'POST', `/fhir/${type}/$${name}`, { body: { resourceType: type } });
      expect([type, response.statusCode, response.json()]).toMatchObject([
        type,
        200,
        { resourceType: 'OperationOutcome' },
      ]);
    }
  }
  const patient = statement.rest[0].resource.find(({ type }) => type === 'Patient');
  expect(patient?.operation?.map(({ name }) => name)).toEqual(['everything', 'validate', 'break-glass', 'at-rest']);
});
