import type { JsonResource, Result } from '@cryopath/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, BASE, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../../test/record.ts';
import type { BundleText } from '../../record.ts';
import { MOST_ENTRIES } from './bundle-entry.ts';

interface Entry {
  readonly fullUrl?: string;
  readonly resource?: JsonResource;
  readonly request: Readonly<Record<string, string>>;
}
const bundle = (type: string, entry: readonly (Entry | object)[]) =>
  ({ resourceType: 'Bundle', type, entry }) as JsonResource;
const post = (resource: JsonResource, fullUrl?: string, more: Record<string, string> = {}): Entry => ({
  ...(fullUrl ? { fullUrl } : {}),
  resource,
  request: { method: 'POST', url: resource.resourceType, ...more },
});
interface Answered {
  readonly resource?: JsonResource;
  readonly response: {
    readonly status: string;
    readonly location?: string;
    readonly etag?: string;
    readonly outcome?: JsonResource;
  };
}
const entriesOf = (result: Result<BundleText>): readonly Answered[] => JSON.parse(accepted(result).text).entry;
const idIn = (answered: Answered | undefined) => answered?.response.location?.split('/')[1] ?? '';

describe('a transaction', () => {
  let opened: TestRecord;
  let id: string;
  beforeAll(async () => {
    opened = await freshRecord();
    id = accepted(
      await opened.record.create(people.doctor, patient({ identifier: [{ system: 'urn:pesel', value: '1' }] })),
    ).id;
  });
  afterAll(() => opened.close());
  const transact = (...entries: readonly (Entry | object)[]) =>
    opened.record.transact(people.doctor, bundle('transaction', entries), { base: BASE });
  const asSystem = (...entries: readonly (Entry | object)[]) =>
    opened.record.transact(people.service, bundle('transaction', entries), { base: BASE });
  const total = async () => (await opened.pool.query('select count(*) from version')).rows[0].count as number;
  const stored = async (type: string, resourceId: string) =>
    JSON.parse(accepted(await opened.record.read(people.service, type, resourceId)).text);

  test('gives ids and carries them into the links between its entries, in whatever order they stand', async () => {
    const entries = entriesOf(
      await transact(
        post(score('x', { subject: { reference: 'urn:uuid:0a' }, encounter: { reference: 'urn:uuid:0b' } })),
        post(
          {
            resourceType: 'Encounter',
            status: 'finished',
            class: { code: 'AMB' },
            subject: { reference: 'urn:uuid:0a' },
          },
          'urn:uuid:0b',
        ),
        post(patient({ name: [{ family: 'Nowa' }] }), 'urn:uuid:0a'),
      ),
    );
    expect(entries.map(({ response }) => response.status)).toEqual(['201 Created', '201 Created', '201 Created']);
    const [observation, encounter, newPatient] = entries.map(idIn);
    expect(await stored('Observation', observation ?? '')).toMatchObject({
      subject: { reference: `Patient/${newPatient}` },
      encounter: { reference: `Encounter/${encounter}` },
    });
  });

  test('carries links by address too, whole or relative to the entry’s own', async () => {
    const root = 'https://elsewhere.example/fhir';
    const entries = entriesOf(
      await transact(
        post(patient(), `${root}/Patient/p`),
        post(score('p'), `${root}/Observation/o1`),
        post(score('x', { subject: { reference: `${root}/Patient/p` } }), `${root}/Observation/o2`),
      ),
    );
    const [newPatient, ...observations] = entries.map(idIn);
    for (const observation of observations) {
      expect((await stored('Observation', observation)).subject).toEqual({ reference: `Patient/${newPatient}` });
    }
  });

  test('resolves references that are conditions', async () => {
    const reference = 'Patient?identifier=urn:pesel|1';
    const [written] = entriesOf(await transact(post(score('x', { subject: { reference } }))));
    expect((await stored('Observation', idIn(written))).subject).toEqual({ reference: `Patient/${id}` });
    const before = await total();
    const nobody = await transact(post(score('x', { subject: { reference: 'Patient?identifier=urn:pesel|0' } })));
    expect(nobody).toMatchObject({
      ok: false,
      outcome: { issues: [{ code: 'CRYO-220', expression: 'Bundle.entry[0]' }] },
    });
    expect(await total()).toBe(before);
  });

  test('finds by If-None-Exist what is there, and links lead to it', async () => {
    const [found, observation] = entriesOf(
      await transact(
        post(patient(), 'urn:uuid:known', { ifNoneExist: 'identifier=urn:pesel|1' }),
        post(score('x', { subject: { reference: 'urn:uuid:known' } })),
      ),
    );
    expect(found?.response.status).toBe('200 OK');
    expect((await stored('Observation', idIn(observation))).subject).toEqual({ reference: `Patient/${id}` });
  });

  test('is all or nothing: a refused entry leaves nothing of the others, and is named', async () => {
    const before = await total();
    const invalid = await transact(post(score(id)), post(score(id, { status: 'nonsense' })));
    expect(invalid).toMatchObject({
      ok: false,
      outcome: { issues: [{ expression: 'Bundle.entry[1].resource.status' }] },
    });
    const stale = await transact(post(score(id)), {
      resource: patient({ id }),
      request: { method: 'PUT', url: `Patient/${id}`, ifMatch: 'W/"9"' },
    });
    expect(stale).toMatchObject({
      ok: false,
      outcome: { issues: [{ code: 'CRYO-204', expression: 'Bundle.entry[1]' }] },
    });
    const unread = await transact(post(score(id)), { request: { method: 'GET', url: 'Observation/nothing' } });
    expect(unread).toMatchObject({
      ok: false,
      outcome: { issues: [{ code: 'CRYO-201', expression: 'Bundle.entry[1]' }] },
    });
    expect(await total()).toBe(before);
  });

  test('creates, updates, patches, deletes and reads, and answers in the order in which it was asked', async () => {
    const [a, b, c] = entriesOf(await transact(post(score(id)), post(score(id)), post(score(id)))).map(idIn);
    const patch = Buffer.from(JSON.stringify([{ op: 'replace', path: '/status', value: 'amended' }])).toString(
      'base64',
    );
    const entries = entriesOf(
      await opened.record.transact(
        people.lead,
        bundle('transaction', [
          { request: { method: 'GET', url: `Observation/${a}` } },
          { request: { method: 'HEAD', url: `Observation/${b}` } },
          {
            resource: score(id, { id: a ?? '', valueInteger: 9 }),
            request: { method: 'PUT', url: `Observation/${a}`, ifMatch: 'W/"1"' },
          },
          {
            resource: { resourceType: 'Binary', contentType: 'application/json-patch+json', data: patch },
            request: { method: 'PATCH', url: `Observation/${b}`, ifMatch: 'W/"1"' },
          },
          { request: { method: 'DELETE', url: `Observation/${c}`, ifMatch: 'W/"1"' } },
          { request: { method: 'GET', url: `Observation?_id=${c}` } },
        ]),
        { base: BASE },
      ),
    );
    expect(entries.map(({ response }) => response.status)).toEqual([
      '200 OK',
      '200 OK',
      '200 OK',
      '200 OK',
      '204 No Content',
      '200 OK',
    ]);
    // What reads sees what the others wrote.
    expect(entries[0]?.resource).toMatchObject({ id: a, valueInteger: 9, meta: { versionId: '2' } });
    expect(entries[1]).toMatchObject({ response: { etag: 'W/"2"' } });
    expect(entries[1]?.resource).toBeUndefined();
    expect(entries[5]?.resource).toMatchObject({ type: 'searchset' });
    expect(entries[5]?.resource?.entry).toBeUndefined();
  });

  test('may empty a record and delete its Patient at once', async () => {
    const chart = accepted(await opened.record.create(people.lead, patient())).id;
    const observation = accepted(await opened.record.create(people.lead, score(chart))).id;
    const done = await opened.record.transact(
      people.lead,
      bundle('transaction', [
        { request: { method: 'DELETE', url: `Patient/${chart}`, ifMatch: 'W/"1"' } },
        { request: { method: 'DELETE', url: `Observation/${observation}`, ifMatch: 'W/"1"' } },
      ]),
      { base: BASE },
    );
    expect(entriesOf(done).map(({ response }) => response.status)).toEqual(['204 No Content', '204 No Content']);
  });

  // H01
  test('by a person concerns one patient; a system may bring many', async () => {
    const other = accepted(await opened.record.create(people.doctor, patient())).id;
    const before = await total();
    expect(codesOf(await transact(post(score(id)), post(score(other))))).toEqual(['CRYO-178']);
    expect(await total()).toBe(before);
    expect((await asSystem(post(score(id)), post(score(other)))).ok).toBe(true);
  });

  test('puts something about a new resource into the same record', async () => {
    const provenance = {
      resourceType: 'Provenance',
      target: [{ reference: 'urn:uuid:target' }],
      recorded: '2026-03-02T10:00:00Z',
      agent: [{ who: { reference: 'Practitioner/doctor' } }],
    };
    const [about] = entriesOf(await transact(post(provenance), post(score(id), 'urn:uuid:target')));
    const { rows } = await opened.pool.query('select patient from resource where id = $1', [idIn(about)]);
    expect(rows).toEqual([{ patient: id }]);
  });

  test.each([
    [
      'a resource that two entries change',
      () =>
        [0, 1].map(() => ({
          resource: patient({ id }),
          request: { method: 'PUT', url: `Patient/${id}`, ifMatch: 'W/"1"' },
        })),
      'CRYO-172',
    ],
    ['a fullUrl that occurs twice', () => [post(score(id), 'urn:uuid:1'), post(score(id), 'urn:uuid:1')], 'CRYO-171'],
    ['a link to no entry', () => [post(score('x', { subject: { reference: 'urn:uuid:missing' } }))], 'CRYO-173'],
    ['an entry without a request', () => [{ resource: score(id) }], 'CRYO-170'],
    ['an entry that is none', () => [null as never], 'CRYO-170'],
    ['an unknown method', () => [{ request: { method: 'TRACE', url: 'Patient/1' } }], 'CRYO-170'],
    [
      'an operation',
      () => [{ resource: score(id), request: { method: 'POST', url: 'Observation/$validate' } }],
      'CRYO-174',
    ],
    [
      'a search by POST',
      () => [{ resource: score(id), request: { method: 'POST', url: 'Observation/_search' } }],
      'CRYO-174',
    ],
    ['a type that is not kept', () => [{ request: { method: 'GET', url: 'Basic/1' } }], 'CRYO-174'],
    [
      'an update of nothing in particular',
      () => [{ resource: score(id), request: { method: 'PUT', url: 'Observation' } }],
      'CRYO-174',
    ],
    ['a deletion of a whole type', () => [{ request: { method: 'DELETE', url: 'Observation' } }], 'CRYO-174'],
    [
      'an address beyond a resource',
      () => [{ request: { method: 'GET', url: `Patient/${id}/name/0/family` } }],
      'CRYO-174',
    ],
    [
      'a body of another type',
      () => [{ resource: patient(), request: { method: 'POST', url: 'Observation' } }],
      'CRYO-166',
    ],
    [
      'an unusable If-Match',
      () => [{ resource: patient({ id }), request: { method: 'PUT', url: `Patient/${id}`, ifMatch: '*' } }],
      'CRYO-209',
    ],
    [
      'a patch that is none',
      () => [{ resource: patient({ id }), request: { method: 'PATCH', url: `Patient/${id}`, ifMatch: 'W/"1"' } }],
      'CRYO-170',
    ],
    ['too many entries', () => Array.from({ length: MOST_ENTRIES + 1 }, () => post(score(id))), 'CRYO-175'],
  ])('with %s is refused', async (_what, entries, code) => {
    const before = await total();
    expect(codesOf(await transact(...entries()))).toEqual([code]);
    expect(await total()).toBe(before);
  });

  test('of another type of Bundle is refused', async () => {
    const collection = await opened.record.transact(people.doctor, bundle('collection', []), { base: BASE });
    expect(codesOf(collection)).toEqual(['CRYO-169']);
  });

  test('that is empty is answered emptily', async () => {
    expect(JSON.parse(accepted(await transact()).text)).toEqual({
      resourceType: 'Bundle',
      type: 'transaction-response',
    });
  });

  test('of as many entries as there may be is written', async () => {
    const done = await transact(...Array.from({ length: MOST_ENTRIES }, () => post(score(id))));
    expect(entriesOf(done)).toHaveLength(MOST_ENTRIES);
  });

  test('with the same condition as another at the same time creates once', async () => {
    const entry = () =>
      post(score(id, { identifier: [{ system: 'urn:lab', value: 'race' }] }), undefined, {
        ifNoneExist: 'identifier=urn:lab|race',
      });
    const results = await Promise.all(Array.from({ length: 10 }, () => transact(entry())));
    const statuses = results.map((result) => entriesOf(result)[0]?.response.status);
    expect(statuses.filter((status) => status === '201 Created')).toHaveLength(1);
    expect(statuses.filter((status) => status === '200 OK')).toHaveLength(9);
  });
});

describe('a batch', () => {
  let opened: TestRecord;
  let id: string;
  beforeAll(async () => {
    opened = await freshRecord();
    id = accepted(await opened.record.create(people.doctor, patient())).id;
  });
  afterAll(() => opened.close());

  test('is answered entry by entry: a refused one holds nobody up, and says why in the reader’s language', async () => {
    const result = await opened.record.transact(
      people.doctor,
      bundle('batch', [
        post(score(id)),
        post(score(id, { status: 'nonsense' })),
        { request: { method: 'GET', url: `Patient/${id}` } },
        { request: { method: 'GET', url: 'Patient/nobody' } },
        { nonsense: true },
        post(score('x', { subject: { reference: 'urn:uuid:other-entry' } }), 'urn:uuid:other-entry'),
        post(score(id)),
      ]),
      { base: BASE, language: 'pl' },
    );
    const entries = entriesOf(result);
    expect(entries.map(({ response }) => response.status.slice(0, 3))).toEqual([
      '201',
      '400',
      '200',
      '404',
      '400',
      '400',
      '201',
    ]);
    expect(entries[1]?.response.outcome).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [
        { expression: ['Bundle.entry[1].resource.status'], details: { text: expect.stringContaining('nonsense') } },
      ],
    });
    expect(entries[3]?.response.outcome).toMatchObject({
      issue: [{ details: { text: 'Patient/nobody nie istnieje.' } }],
    });
    expect(entries[2]?.resource).toMatchObject({ resourceType: 'Patient', id });
  });
});
