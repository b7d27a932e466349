import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, BASE, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';
import type { ClinicRecord } from '../record.ts';
import type { Requester } from '../requester.ts';

let opened: TestRecord;
let ownChart: string;
/** What is taken, by why the writer may not see it. */
const taken: Record<string, { readonly type: string; readonly id: string }> = {};

beforeAll(async () => {
  opened = await freshRecord();
  const { record } = opened;
  const restricted = {
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
  };
  ownChart = accepted(await record.create(people.doctor, patient())).id;
  const south = accepted(await record.create(people.southDoctor, patient())).id;
  const closed = accepted(await record.create(people.lead, patient(restricted))).id;
  const gone = accepted(await record.create(people.southDoctor, score(south))).id;
  accepted(
    await record.delete({ ...people.lead, clinic: 'south', who: 'Practitioner/sl' }, 'Observation', gone, {
      ifMatch: 1,
    }),
  );
  const southLead: Requester = { ...people.lead, clinic: 'south', who: 'Practitioner/sl' };
  taken['a score of another clinic’s patient'] = {
    type: 'Observation',
    id: accepted(await record.create(people.southDoctor, score(south))).id,
  };
  taken['a score in a restricted chart'] = {
    type: 'Observation',
    id: accepted(await record.create(people.lead, score(closed))).id,
  };
  taken['a deleted score of another clinic’s patient'] = { type: 'Observation', id: gone };
  taken['another clinic’s patient'] = { type: 'Patient', id: south };
  taken['a patient with a restricted chart'] = { type: 'Patient', id: closed };
  taken['a device of another clinic'] = {
    type: 'Device',
    id: accepted(await record.create(southLead, { resourceType: 'Device' })).id,
  };
});
afterAll(() => opened.close());

const bodyOf = (type: string, id: string): JsonResource =>
  type === 'Observation' ? score(ownChart, { id }) : { resourceType: type, id };
const entry = (method: string, type: string, id: string): JsonObject => ({
  ...(method === 'PUT' ? { resource: bodyOf(type, id) } : {}),
  request: { method, url: `${type}/${id}` },
});
const bundle = (type: string, ...entries: JsonObject[]) => ({ resourceType: 'Bundle', type, entry: entries });

type Write = (record: ClinicRecord, by: Requester, type: string, id: string) => Promise<unknown>;
const WAYS: Readonly<Record<string, Write>> = {
  update: (record, by, type, id) => record.update(by, type, id, bodyOf(type, id)),
  'an update of something invalid': (record, by, type, id) =>
    record.update(by, type, id, { resourceType: type, id, nonsense: true }),
  'an update under a key': (record, by, type, id) =>
    record.update(by, type, id, bodyOf(type, id), { idempotencyKey: `k-${id}` }),
  'an update of what must be new': (record, by, type, id) =>
    record.update(by, type, id, bodyOf(type, id), { ifNoneMatchAny: true }),
  'an update of a version': (record, by, type, id) => record.update(by, type, id, bodyOf(type, id), { ifMatch: 1 }),
  'a conditional update with an id': (record, by, type, id) =>
    record.update(by, type, id, bodyOf(type, id), { criteria: 'identifier=urn:x|nobody' }),
  'a conditional update by the id': (record, by, type, id) =>
    record.update(by, type, id, bodyOf(type, id), { criteria: `_id=${id}` }),
  patch: (record, by, type, id) => record.patch(by, type, id, [{ op: 'add', path: '/language', value: 'pl' }]),
  'a patch of a version': (record, by, type, id) =>
    record.patch(by, type, id, [{ op: 'add', path: '/language', value: 'pl' }], { ifMatch: 1 }),
  delete: (record, by, type, id) => record.delete(by, type, id),
  'a deletion of a version': (record, by, type, id) => record.delete(by, type, id, { ifMatch: 1 }),
  'an update in a transaction': (record, by, type, id) =>
    record.transact(by, bundle('transaction', entry('PUT', type, id)), { base: BASE }),
  'an update in a batch': async (record, by, type, id) =>
    accepted(await record.transact(by, bundle('batch', entry('PUT', type, id)), { base: BASE })),
  'a deletion in a transaction': (record, by, type, id) =>
    record.transact(by, bundle('transaction', entry('DELETE', type, id)), { base: BASE }),
  'a trial update': (record, by, type, id) => record.validate(by, bodyOf(type, id), 'update'),
  'a trial without a mode': (record, by, type, id) => record.validate(by, bodyOf(type, id)),
  'a trial deletion': (record, by, type, id) => record.validate(by, bodyOf(type, id), 'delete'),
};

describe('an id that is taken by what the writer may not see is answered like a free one (H15)', () => {
  test.each(Object.keys(WAYS))('%s', async (way) => {
    const write = WAYS[way] as Write;
    for (const by of [people.doctor, people.nurse, people.integrator]) {
      for (const [why, { type, id }] of Object.entries(taken)) {
        const free = `${id.slice(0, -4)}ffff`;
        const told = JSON.stringify(await write(opened.record, by, type, id)).replaceAll(id, 'ID');
        const toldOfFree = JSON.stringify(await write(opened.record, by, type, free)).replaceAll(free, 'ID');
        expect(told, `${why}, by a ${by.role}`).toBe(toldOfFree);
      }
    }
  });
});
