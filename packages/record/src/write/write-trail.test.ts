import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepted, BASE, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';

let opened: TestRecord;
let id: string;
beforeAll(async () => {
  opened = await freshRecord();
  id = accepted(await opened.record.create(people.doctor, patient({ name: [{ family: 'Ukryty' }] }))).id;
});
afterAll(() => opened.close());

const lastRow = async () =>
  (await opened.pool.query('select patient, outcome, detail from audit order by xid desc, id desc limit 1')).rows[0];

test('a refused change is on the trail of the patient whose record it was about', async () => {
  const { record } = opened;
  const { id: observation } = accepted(await record.create(people.doctor, score(id)));
  await record.update(people.doctor, 'Observation', observation, score(id, { id: observation }), { ifMatch: 7 });
  expect(await lastRow()).toEqual({ patient: id, outcome: 4, detail: 'CRYO-204' });
  expect(codesOf(await record.create(people.doctor, score(id, { status: 'nonsense' })))).not.toEqual([]);
  expect(await lastRow()).toMatchObject({ patient: id, outcome: 4 });
});

test('a refused change is not on the trail of a patient whom the writer does not reach', async () => {
  const { record } = opened;
  expect(codesOf(await record.create(people.southDoctor, score(id)))).toEqual(['CRYO-212']);
  expect(await lastRow()).toEqual({ patient: '', outcome: 4, detail: 'CRYO-212' });
});

test('the condition that a refusal answers is on the trail, also one that stands in a reference', async () => {
  const { record } = opened;
  const options = { criteria: 'family=nemo', ifMatch: 1 };
  expect(codesOf(await record.delete(people.lead, 'Patient', '', options))).toEqual(['CRYO-220']);
  expect(await lastRow()).toMatchObject({ detail: 'CRYO-220 Patient?family=nemo' });
  const task = { resourceType: 'Task', status: 'draft', intent: 'order', for: { reference: 'Patient?family=nemo' } };
  const entry = [{ request: { method: 'POST', url: 'Task' }, resource: task }];
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
  expect(codesOf(await record.transact(people.doctor, bundle, { base: BASE }))).toEqual(['CRYO-220']);
  expect(await lastRow()).toMatchObject({ detail: 'CRYO-220 Patient?family=nemo' });
});

test('who may write a type and not read it is not told what is in it', async () => {
  const { record } = opened;
  const writer = { ...people.integrator, scopes: ['system/Patient.u'] };
  const unchanged = [{ op: 'test', path: '/resourceType', value: 'Patient' }];
  const written = accepted(await record.patch(writer, 'Patient', id, unchanged, { ifMatch: 1 }));
  expect(written).toMatchObject({ version: 2, text: '' });
  expect(accepted(await record.read(people.doctor, 'Patient', id)).text).toContain('Ukryty');
});
