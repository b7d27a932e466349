import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalCode } from './clinic.ts';
import { type PathwayClinic, pathwayClinic } from './pathway-clinic.ts';

let clinic: PathwayClinic;
beforeAll(async () => {
  clinic = await pathwayClinic();
  for (const [given, family, born] of [
    ['Łucja', 'Żółć', '1980-03-02'],
    ['Anna', 'Nowak', '1975-11-30'],
    ['Bea', 'Nowak', '1990-01-01'],
  ] as const) {
    const patient = await filed(given, family, born);
    await clinic.operate('doctor', 'CarePlan/$start', [
      { name: 'subject', valueReference: { reference: `Patient/${patient}` } },
    ]);
  }
  await filed('Jan', 'Nowak', '1961-05-05');
}, 120_000);
afterAll(() => clinic.close());

async function filed(given: string, family: string, birthDate: string): Promise<string> {
  const body = {
    resourceType: 'Patient',
    name: [{ given: [given], family }],
    birthDate,
    managingOrganization: { reference: 'Organization/c1' },
  };
  return String(((await clinic.call('doctor', 'POST', '/fhir/Patient', { body })).json() as JsonResource).id);
}

type Parameter = JsonObject & { readonly name: string; readonly part?: readonly JsonObject[] };
const listed = async (operation: string, parameters: readonly JsonObject[]): Promise<readonly Parameter[]> =>
  ((await clinic.operate('nurse', operation, parameters)).parameter ?? []) as unknown as readonly Parameter[];
const namesIn = (list: readonly Parameter[]) =>
  list.flatMap(({ part = [] }) =>
    part.flatMap(({ name, valueReference }) =>
      name === 'patient' ? [String((valueReference as JsonObject).display)] : [],
    ),
  );
const valueIn = (list: readonly Parameter[], name: string) =>
  Object.entries(list.find((each) => each.name === name) ?? {}).find(([key]) => key.startsWith('value'))?.[1];

describe('the worklist in pages', () => {
  const once = { name: 'once', valueBoolean: true };
  const ready = { name: 'state', valueCode: 'ready' };

  test('has one row a patient with name and birth date, counts them, and goes on where the page before ended', async () => {
    const asked = [once, ready, { name: 'count', valueInteger: 2 }];
    const first = await listed('CarePlan/$worklist', [...asked, { name: 'total', valueBoolean: true }]);
    expect([valueIn(first, 'total'), valueIn(first, 'uncounted')]).toEqual([3, undefined]);
    const last = await listed('CarePlan/$worklist', [
      ...asked,
      { name: 'cursor', valueString: String(valueIn(first, 'next')) },
    ]);
    expect([valueIn(last, 'next'), valueIn(last, 'total')]).toEqual([undefined, undefined]);
    expect([...namesIn(first), ...namesIn(last)].toSorted()).toEqual(['Anna Nowak', 'Bea Nowak', 'Łucja Żółć']);
    expect(first[0]?.part).toContainEqual({ name: 'born', valueDate: '1980-03-02' });
  });

  test('finds by name without marks, and by birth date', async () => {
    const found = async (text: string) =>
      namesIn(await listed('CarePlan/$worklist', [once, ready, { name: 'search', valueString: text }]));
    expect(await found('zolc')).toEqual(['Łucja Żółć']);
    expect((await found('NOWAK')).toSorted()).toEqual(['Anna Nowak', 'Bea Nowak']);
    expect(await found('1975-11-30 an')).toEqual(['Anna Nowak']);
    expect(await found('jan')).toEqual([]);
  });

  test('is completed by the charts at rest', async () => {
    const nowak = { name: 'search', valueString: 'nowak' };
    const rest = await listed('Patient/$at-rest', [nowak, { name: 'total', valueBoolean: true }]);
    expect(namesIn(rest)).toEqual(['Jan Nowak']);
    expect(valueIn(rest, 'total')).toBe(1);
    expect(await listed('Patient/$at-rest', [{ name: 'search', valueString: 'nobody' }])).toEqual([]);
  });
});

test.each([
  ['count', { valueInteger: 0 }, 'CRYO-185'],
  ['count', { valueInteger: 201 }, 'CRYO-185'],
  ['search', { valueString: ' \u0301 ' }, 'CRYO-185'],
  ['search', { valueString: 'x'.repeat(101) }, 'CRYO-185'],
  ['total', { valueString: 'yes' }, 'CRYO-185'],
  ['cursor', { valueString: 'x' }, 'CRYO-306'],
  ['cursor', { valueString: Buffer.from('[7,"infinity",1]').toString('base64url') }, 'CRYO-306'],
  ['cursor', { valueString: Buffer.from('[2,"2026-99-99T00:00:00.000Z",1]').toString('base64url') }, 'CRYO-306'],
] as const)('what is nonsense of %s is refused by its name: %j', async (name, value, code) => {
  for (const operation of ['CarePlan/$worklist', 'Patient/$at-rest']) {
    const body = { resourceType: 'Parameters', parameter: [{ name, ...value }] };
    const answer = await clinic.call('nurse', 'POST', `/fhir/${operation}`, { body });
    expect([operation, answer.statusCode, refusalCode(answer)]).toEqual([operation, 400, code]);
    expect(answer.body).toContain(name);
  }
});

test.each([
  ['state', 'late'],
  ['order', 'name'],
  ['role', 'auditor'],
  ['once', 'true'],
])('what the worklist does not know of %s is refused: %s', async (name, valueCode) => {
  const answer = await clinic.call('nurse', 'POST', '/fhir/CarePlan/$worklist', {
    body: { resourceType: 'Parameters', parameter: [{ name, valueCode }] },
  });
  expect([answer.statusCode, refusalCode(answer)]).toEqual([400, 'CRYO-185']);
  expect(answer.body).toContain(name);
});

test('the charts at rest are staff’s alone', async () => {
  for (const role of ['auditor', 'administrator', 'patient:x'] as const) {
    const answer = await clinic.call(role as never, 'POST', '/fhir/Patient/$at-rest', {
      body: { resourceType: 'Parameters' },
    });
    expect([role, answer.statusCode, refusalCode(answer)]).toEqual([role, 403, 'CRYO-403']);
  }
});
