import { ok, outcome, refused } from '@cryopath/fhir';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RecordFixture, recordFixture, SERVICE } from '../../test/record-fixture.ts';
import type { AuditRow } from '../audit/row.ts';
import type { Requester } from '../requester.ts';
import { read, vread } from './read.ts';
import type { ReadSide } from './read-side.ts';

const NURSE: Requester = { who: 'Practitioner/n', role: 'nurse', purpose: 'TREAT', clinic: 'A', patients: [] };
const PATIENT: Requester = { who: 'Patient/anna', role: 'patient', purpose: 'PATRQT', clinic: '', patients: ['anna'] };

let fixture: RecordFixture;
beforeAll(async () => {
  fixture = await recordFixture();
  const anna = { resourceType: 'Patient', id: 'anna', managingOrganization: { reference: 'Organization/A' } };
  await fixture.put({ ...anna, gender: 'female' });
  await fixture.record.update(SERVICE, 'Patient', 'anna', { ...anna, gender: 'unknown' }, { ifMatch: 1 });
  await fixture.put({
    resourceType: 'Flag',
    id: 'gone',
    status: 'active',
    code: { text: 'x' },
    subject: { reference: 'Patient/anna' },
  });
  await fixture.record.delete(SERVICE, 'Flag', 'gone', { ifMatch: 1 });
});
afterAll(() => fixture.close());

const code = (answer: Awaited<ReturnType<typeof read>>) => (answer.ok ? undefined : answer.outcome.issues[0]?.code);

test('a read gives the text that was acknowledged, byte for byte', async () => {
  const written = await fixture.record.create(SERVICE, {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Ból' },
    subject: { reference: 'Patient/anna' },
  });
  if (!written.ok) throw new Error('not written');
  const answer = await fixture.record.read(NURSE, 'Observation', written.value.id);
  expect(answer.ok && answer.value.text).toBe(written.value.text);
  expect(answer.ok && answer.value.lastUpdated).toBe(written.value.lastUpdated);
});

test('the past is read as it was', async () => {
  const [first, second] = [
    await fixture.record.vread(NURSE, 'Patient', 'anna', 1),
    await fixture.record.vread(NURSE, 'Patient', 'anna', 2),
  ];
  expect(first.ok && JSON.parse(first.value.text).gender).toBe('female');
  expect(second.ok && JSON.parse(second.value.text).gender).toBe('unknown');
});

test('what was deleted says so to whom it was theirs to see, and nothing to others', async () => {
  expect(code(await fixture.record.read(NURSE, 'Flag', 'gone'))).toBe('CRYO-202');
  expect(code(await fixture.record.vread(NURSE, 'Flag', 'gone', 2))).toBe('CRYO-202');
  expect((await fixture.record.vread(NURSE, 'Flag', 'gone', 1)).ok).toBe(true);
  expect(code(await fixture.record.read({ ...NURSE, clinic: 'B' }, 'Flag', 'gone'))).toBe('CRYO-201');
});

test.each([0, 3, -1, 1.5, Number.NaN, 2 ** 40])('a resource has no version %d', async (version) => {
  expect(code(await fixture.record.vread(NURSE, 'Patient', 'anna', version))).toBe('CRYO-203');
});

test('an address that cannot be one is refused before anything is looked up', async () => {
  expect(code(await fixture.record.read(NURSE, 'Claim', 'x'))).toBe('CRYO-214');
  expect(code(await fixture.record.read(NURSE, 'Patient', "anna' or ''='"))).toBe('CRYO-218');
});

test('no read is answered that could not be logged', async () => {
  const full = outcome('CRYO-501');
  const rows: AuditRow[] = [];
  const side: ReadSide = {
    db: fixture.sql,
    short: fixture.sql,
    clock: fixture.clock,
    zone: 'Europe/Warsaw',
    logged: async (acts) => {
      rows.push(...acts);
      return refused(full);
    },
  };
  expect(await read(side, NURSE, 'Patient', 'anna')).toEqual(refused(full));
  expect(await vread(side, NURSE, 'Patient', 'anna', 1)).toEqual(refused(full));
  expect(await read(side, NURSE, 'Patient', 'nobody')).toEqual(refused(full));
  expect(rows.map(({ interaction, patient, version }) => [interaction, patient, version])).toEqual([
    ['read', 'anna', 2],
    ['vread', 'anna', 1],
    ['read', '', 0],
  ]);
});

test('an attempt on what is not theirs is on the trail as refused', async () => {
  const request = 'an-attempt';
  const answer = await fixture.record.read({ ...PATIENT, patients: ['other'], request }, 'Patient', 'anna');
  expect(code(answer)).toBe('CRYO-201');
  const { rows } = await fixture.sql.query(
    'select who, outcome, type, resource, patient, detail from audit where request = $1',
    [request],
  );
  expect(rows).toEqual([
    { who: 'Patient/anna', outcome: 4, type: 'Patient', resource: 'anna', patient: '', detail: 'CRYO-201' },
  ]);
});

test('a database that is away is an answer, a bug is not', async () => {
  const failing = (error: Error): ReadSide => ({
    db: { query: () => Promise.reject(error) } as never,
    short: { query: () => Promise.reject(error) } as never,
    clock: fixture.clock,
    zone: 'Europe/Warsaw',
    logged: async () => ok(undefined),
  });
  const away = await read(
    failing(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })),
    NURSE,
    'Patient',
    'anna',
  );
  expect(code(away)).toMatch(/^CRYO-50/);
  await expect(read(failing(new TypeError('a bug')), NURSE, 'Patient', 'anna')).rejects.toThrow('a bug');
});
