import { gzipSync } from 'node:zlib';
import { type JsonResource, outcome } from '@cryopath/fhir';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Files, imported, importer } from '../../../test/import-folder.ts';
import { accepted, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../../test/record.ts';
import type { Guard } from '../../guard.ts';
import { foundUnder } from './found-under.ts';

let opened: TestRecord;
beforeEach(async () => {
  opened = await freshRecord({ guards: [procedureNeedsConsent] });
});
afterEach(() => opened.close());

const procedureNeedsConsent: Guard = {
  name: 'consented',
  concerns: ({ after }) => after?.resourceType === 'Procedure',
  async decide(_change, view) {
    const consents = await view.resources(['Consent']);
    return consents.length > 0 ? undefined : outcome('CRYO-605', { reason: 'consent' });
  },
};

const countVersions = async (): Promise<number> =>
  (await opened.pool.query<{ n: number }>('select count(*) as n from version')).rows[0]?.n ?? 0;

const stored = async (type: string, id: string): Promise<JsonResource> =>
  JSON.parse(accepted(await opened.record.read(people.service, type, id)).text);

const bundle = (entry: readonly unknown[], type = 'collection'): JsonResource =>
  ({ resourceType: 'Bundle', type, entry }) as unknown as JsonResource;

const ANNA = patient({ id: 'anna', name: [{ family: 'Nowak' }] });

describe('what is imported', () => {
  test('is found in folders, Bundles and lines, packed or not, and lies in its patient’s record', async () => {
    const { summary, told } = await imported(opened, {
      'a-scores.ndjson.gz': [score('anna', { id: 's1' }), score('ben', { id: 's2' })],
      'Patient.ndjson': `${JSON.stringify(ANNA)}\r\n\r\n`,
      'ben.json': bundle([{ resource: patient({ id: 'ben' }) }, { resource: score('ben', { id: 's3' }) }], 'searchset'),
      'place.json': { resourceType: 'Location', id: 'theatre', name: 'Theatre' },
    });
    expect(told).toEqual([]);
    expect(summary).toMatchObject({ created: 6, updated: 0, unchanged: 0, refused: 0, waiting: 0 });
    const { rows } = await opened.pool.query('select type, id, patient from resource order by type, id');
    expect(rows.map(({ type, id, patient: whose }) => `${type}/${id} ${whose}`)).toEqual([
      'Location/theatre ',
      'Observation/s1 anna',
      'Observation/s2 ben',
      'Observation/s3 ben',
      'Patient/anna anna',
      'Patient/ben ben',
    ]);
    expect((await opened.record.read(people.nurse, 'Observation', 's1')).ok).toBe(true);
  });

  test('waits for what it refers to, however late that comes', async () => {
    const { summary, told } = await imported(opened, {
      '1.ndjson': [
        {
          resourceType: 'Provenance',
          id: 'p',
          target: [{ reference: 'Observation/s1' }],
          recorded: '2026-01-01T10:00:00Z',
          agent: [{ who: { display: 'x' } }],
        },
      ],
      '2.ndjson': [score('anna', { id: 's1', performer: [{ reference: 'Practitioner?identifier=urn:npi|7' }] })],
      '3.ndjson': [
        ANNA,
        { resourceType: 'Practitioner', id: 'seven', identifier: [{ system: 'urn:npi', value: '7' }] },
      ],
    });
    expect(told).toEqual([]);
    expect(summary).toMatchObject({ created: 4, waiting: 0 });
    expect(await stored('Observation', 's1')).toMatchObject({ performer: [{ reference: 'Practitioner/seven' }] });
    const { rows } = await opened.pool.query(`select patient from resource where type = 'Provenance'`);
    expect(rows).toEqual([{ patient: 'anna' }]);
  });

  test('keeps its references, whether they name entries, addresses of its system, or ids that FHIR does not allow', async () => {
    const uuid = '0b5e8a2e-7d0c-4c5e-9c0f-2f6f1f3f0a01';
    const { told } = await imported(
      opened,
      {
        'bundle.json': bundle(
          [
            {
              fullUrl: 'urn:uuid:AAAAAAAA-0000-4000-8000-000000000001',
              resource: score('x', { subject: { reference: `urn:uuid:${uuid}` } }),
            },
            { fullUrl: `urn:uuid:${uuid}`, resource: patient() },
            { fullUrl: 'https://his.example/fhir/Patient/far', resource: patient({ id: 'far' }) },
            {
              fullUrl: 'https://his.example/fhir/Observation/near',
              resource: score('x', { id: 'near', subject: { reference: 'https://his.example/fhir/Patient/far' } }),
            },
          ],
          'transaction',
        ),
        'lines.ndjson': [
          patient({ id: 'anna_nowak' }),
          score('anna_nowak', { id: 'under_score' }),
          score('x', { id: 'absolute', subject: { reference: 'https://his.example/fhir/Patient/far' } }),
        ],
      },
      { bases: ['https://his.example/fhir'] },
    );
    expect(told).toEqual([]);
    expect(await stored('Observation', 'aaaaaaaa-0000-4000-8000-000000000001')).toMatchObject({
      subject: { reference: `Patient/${uuid}` },
    });
    expect(await stored('Observation', 'near')).toMatchObject({ subject: { reference: 'Patient/far' } });
    expect(await stored('Observation', 'absolute')).toMatchObject({ subject: { reference: 'Patient/far' } });
    const query = '_tag=urn:cryopath:import:his|Observation/under_score';
    const found = JSON.parse(
      accepted(await opened.record.search(people.service, 'Observation', query, { base: 'b' })).text,
    );
    expect(found.entry).toHaveLength(1);
    const [type, id] = found.entry[0].resource.subject.reference.split('/');
    expect(await stored(type, id)).toMatchObject({ meta: { tag: [{ code: 'Patient/anna_nowak' }] } });
  });

  // H01
  test('about a patient who is named by a number alone lies in their record, or nowhere', async () => {
    const by = (value: string, more: object = {}) => ({ identifier: { system: 'urn:pesel', value, ...more } });
    const { told } = await imported(opened, {
      '1.ndjson': [
        score('', { id: 'known', subject: by('44051401359') }),
        score('', { id: 'stranger', subject: by('1,2|3') }),
        score('', { id: 'device', subject: { ...by('7'), type: 'Device' } }),
      ],
      '2.ndjson': [patient({ id: 'anna', identifier: [{ system: 'urn:pesel', value: '44051401359' }] })],
    });
    expect(told).toEqual(['1.ndjson 2 CRYO-220 Observation/stranger']);
    const { rows } = await opened.pool.query(`select id, patient from resource where type = 'Observation' order by id`);
    expect(rows).toEqual([
      { id: 'device', patient: '' },
      { id: 'known', patient: 'anna' },
    ]);
    expect(await stored('Observation', 'known')).toMatchObject({
      subject: { reference: 'Patient/anna', identifier: { value: '44051401359' } },
    });
  });

  test('keeps every digit and every tag', async () => {
    const text =
      '{"resourceType":"Observation","id":"d","meta":{"tag":[{"code":"mine"}],"source":"#1"},"status":"final","code":{"text":"T"},"subject":{"reference":"Patient/anna"},"valueQuantity":{"value":1.00}}';
    await imported(opened, { 'a.ndjson': [ANNA], 'b.json': text });
    const { text: kept } = accepted(await opened.record.read(people.service, 'Observation', 'd'));
    expect(kept).toContain('"value":1.00}');
    expect(JSON.parse(kept).meta).toMatchObject({ source: '#1', tag: [{ code: 'mine' }, { code: 'Observation/d' }] });
  });

  test('is refused line by line, without holding up the lines beside it', async () => {
    const { summary, told, refusals } = await imported(opened, {
      'a.ndjson': [
        ANNA,
        score('anna', { id: 'good' }),
        score('anna', { id: 'bad', status: 'perhaps' }),
        score('nobody', { id: 'lost' }),
        score('anna', { id: 'better' }),
      ],
      'b.ndjson': [
        { resourceType: 'Medication', id: 'm' },
        { resourceType: 'Nonsense', id: 'n' },
      ],
      'c.ndjson': [score('x', { id: 'stranger', subject: { reference: 'https://elsewhere.example/Patient/1' } })],
    });
    expect(summary).toMatchObject({ created: 3, refused: 5 });
    expect(told.toSorted()).toEqual([
      'a.ndjson 3 CRYO-132 Observation/bad',
      'a.ndjson 4 CRYO-702 Observation/lost',
      'b.ndjson 1 CRYO-104 Medication/m',
      'b.ndjson 2 CRYO-104 Nonsense/n',
      'c.ndjson 1 CRYO-212 Observation/stranger',
    ]);
    expect(refusals.find(({ id }) => id === 'lost')?.issues[0]).toMatchObject({
      expression: 'Observation.subject',
      params: { reference: 'Patient/nobody' },
    });
    expect(summary.reasons.get('Observation CRYO-702')).toBe(1);
    const { rows } = await opened.pool.query(
      `select count(*) as n from audit where interaction = 'import' and outcome = 4`,
    );
    expect(rows[0].n).toBe(5);
  });

  test('is nobody’s to do but a system’s', async () => {
    const refused = await opened.record.import(people.doctor, foundUnder([]), { source: 'his' });
    expect(codesOf(refused)).toEqual(['CRYO-403']);
    expect(codesOf(await opened.record.import(importer, foundUnder([]), { source: 'a b' }))).toEqual(['CRYO-722']);
  });
});

describe('importing again (R15)', () => {
  const files: Files = {
    'a.ndjson': [
      ANNA,
      patient({ name: [{ family: 'without an id' }] }),
      score('anna', { id: 's1' }),
      score('anna', { id: 's2' }),
    ],
    'b.json': bundle([{ fullUrl: 'urn:oid:1.2.3', resource: score('anna') }]),
    'c.ndjson': [
      {
        resourceType: 'AuditEvent',
        id: 'e',
        type: { code: 'rest' },
        recorded: '2026-01-01T10:00:00Z',
        agent: [{ requestor: true }],
        source: { observer: { display: 'his' } },
      },
    ],
  };

  test('writes nothing', async () => {
    expect((await imported(opened, files)).summary).toMatchObject({ created: 6 });
    const versions = await countVersions();
    const events = 'select count(*) as n from audit where content <> $1';
    const [before] = (await opened.pool.query(events, [''])).rows;
    expect((await imported(opened, files)).summary).toMatchObject({ created: 0, updated: 0, unchanged: 6, refused: 0 });
    expect(await countVersions()).toBe(versions);
    expect((await opened.pool.query(events, [''])).rows[0]).toEqual(before);
  });

  test('makes what changed there the next version', async () => {
    await imported(opened, files);
    const { summary } = await imported(opened, { 'a.ndjson': [ANNA, score('anna', { id: 's1', valueInteger: 9 })] });
    expect(summary).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    expect(await stored('Observation', 's1')).toMatchObject({ valueInteger: 9, meta: { versionId: '2' } });
    // And back, as it was before.
    expect((await imported(opened, files)).summary).toMatchObject({ updated: 1 });
    expect(await stored('Observation', 's1')).toMatchObject({ valueInteger: 4, meta: { versionId: '3' } });
  });

  test('does not see what a server stamps on it, nor the order of its names', async () => {
    await imported(opened, files);
    const { resourceType, id, ...rest } = score('anna', {
      id: 's1',
      meta: { versionId: '7', lastUpdated: '2020-01-01T00:00:00Z', source: '#x' },
    });
    const { summary } = await imported(opened, { 'a.ndjson': [{ ...rest, id, resourceType } as JsonResource] });
    expect(summary).toMatchObject({ unchanged: 1, updated: 0 });
  });

  test('leaves what was changed here; where both sides changed, it is told', async () => {
    await imported(opened, files);
    const here = { ...(await stored('Observation', 's1')), valueInteger: 1 };
    accepted(await opened.record.update(people.doctor, 'Observation', 's1', here, { ifMatch: 1 }));
    const again = await imported(opened, files);
    expect(again.summary).toMatchObject({ unchanged: 6, refused: 0 });
    const changed: Files = { 'a.ndjson': [score('anna', { id: 's1', valueInteger: 9 })] };
    expect((await imported(opened, changed)).told).toEqual(['a.ndjson 1 CRYO-713 Observation/s1']);
    expect(await stored('Observation', 's1')).toMatchObject({ valueInteger: 1 });
    expect((await imported(opened, changed, { update: true })).summary).toMatchObject({ updated: 1 });
    expect(await stored('Observation', 's1')).toMatchObject({ valueInteger: 9 });
  });

  test('does not bring back what was deleted here, unless told to', async () => {
    await imported(opened, files);
    accepted(await opened.record.delete(people.lead, 'Observation', 's1', { ifMatch: 1 }));
    expect((await imported(opened, files)).told).toEqual(['a.ndjson 3 CRYO-719 Observation/s1']);
    expect((await imported(opened, files, { update: true })).summary).toMatchObject({ updated: 1 });
    expect(await stored('Observation', 's1')).toMatchObject({ meta: { versionId: '3' } });
  });

  test('refuses an event of the trail that has changed: what happened does not', async () => {
    await imported(opened, files);
    const event = {
      resourceType: 'AuditEvent',
      id: 'e',
      type: { code: 'other' },
      recorded: '2026-01-01T10:00:00Z',
      agent: [{ requestor: true }],
      source: { observer: { display: 'his' } },
    };
    expect((await imported(opened, { 'c.json': event })).told).toEqual(['c.json CRYO-721 AuditEvent/e']);
  });
});

describe('an id that is taken', () => {
  test('by another system’s different resource is refused, and nothing is overwritten', async () => {
    await imported(opened, { 'a.ndjson': [ANNA] });
    const other: Files = { 'a.ndjson': [patient({ id: 'anna', name: [{ family: 'Kowalska' }] })] };
    expect((await imported(opened, other, { source: 'lab' })).told).toEqual(['a.ndjson 1 CRYO-712 Patient/anna']);
    expect(await stored('Patient', 'anna')).toMatchObject({ name: [{ family: 'Nowak' }] });
    const same = await imported(opened, { 'a.ndjson': [ANNA] }, { source: 'lab' });
    expect(same.summary).toMatchObject({ unchanged: 1 });
  });

  test('is no matter when new ids are given: references follow', async () => {
    await imported(opened, { 'a.ndjson': [ANNA, score('anna', { id: 's1' })] });
    const lab: Files = {
      'a.ndjson': [
        patient({ id: 'anna', name: [{ family: 'Kowalska' }] }),
        score('anna', { id: 's1', valueInteger: 8 }),
      ],
    };
    expect((await imported(opened, lab, { source: 'lab', ids: 'new' })).summary).toMatchObject({
      created: 2,
      refused: 0,
    });
    expect((await imported(opened, lab, { source: 'lab', ids: 'new' })).summary).toMatchObject({ unchanged: 2 });
    const { rows } = await opened.pool.query(
      `select r.patient, v.content from resource r join version v using (type, id, version) where r.type = 'Observation' order by r.n`,
    );
    const [ours, theirs] = rows;
    expect([ours.patient, JSON.parse(theirs.content).valueInteger]).toEqual(['anna', 8]);
    expect(theirs.patient).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8/);
  });

  test('by another line of the same import is refused, and the first one stays, every time', async () => {
    const files: Files = {
      'a.ndjson': [
        ANNA,
        score('anna', { id: 's1' }),
        score('anna', { id: 's1', valueInteger: 9 }),
        score('anna', { id: 's1' }),
      ],
    };
    const first = await imported(opened, files);
    expect(first.summary).toMatchObject({ created: 2, unchanged: 1, refused: 1 });
    expect(first.told).toEqual(['a.ndjson 3 CRYO-714 Observation/s1']);
    const again = await imported(opened, files);
    expect(again.summary).toMatchObject({ created: 0, updated: 0, unchanged: 3, refused: 1 });
    expect(await stored('Observation', 's1')).toMatchObject({ valueInteger: 4 });
  });
});

// H03
describe('a guard', () => {
  const procedure: JsonResource = {
    resourceType: 'Procedure',
    id: 'freeze',
    status: 'in-progress',
    // Of another kind: what nothing names is taken for a cryoablation, which asks for the decision of its own gate besides.
    code: { text: 'procedure with a guard of this test' },
    subject: { reference: 'Patient/anna' },
  };
  const consent: JsonResource = {
    resourceType: 'Consent',
    id: 'yes',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
    category: [{ text: 'procedure' }],
    policy: [{ uri: 'urn:policy' }],
    patient: { reference: 'Patient/anna' },
  };

  test('refuses what is imported as it refuses everybody’s, and nothing beside it', async () => {
    const { told, summary } = await imported(opened, { 'a.ndjson': [ANNA, procedure, score('anna', { id: 's1' })] });
    expect(told).toEqual(['a.ndjson 2 CRYO-605 Procedure/freeze']);
    expect(summary).toMatchObject({ created: 2 });
    expect(codesOf(await opened.record.read(people.service, 'Procedure', 'freeze'))).toEqual(['CRYO-201']);
  });

  test('lets through what has its evidence in a later file', async () => {
    const { told } = await imported(opened, { 'a.ndjson': [ANNA, procedure], 'b.ndjson': [consent] });
    expect(told).toEqual([]);
    expect(await stored('Procedure', 'freeze')).toMatchObject({ status: 'in-progress' });
  });
});

describe('a dry run', () => {
  test('tells what would be refused, and stores nothing', async () => {
    const files: Files = {
      'a.ndjson': [
        score('anna', { id: 's1' }),
        score('anna', { id: 'bad', status: 'perhaps' }),
        score('nobody', { id: 'lost' }),
      ],
      'b.ndjson': [
        ANNA,
        {
          resourceType: 'AuditEvent',
          id: 'e',
          type: { code: 'rest' },
          recorded: '2026-01-01T10:00:00Z',
          agent: [{ requestor: true }],
          source: { observer: { display: 'his' } },
        },
      ],
    };
    const tried = await imported(opened, files, { dryRun: true });
    expect(tried.summary).toMatchObject({ created: 3, refused: 2 });
    expect(await countVersions()).toBe(0);
    expect((await opened.pool.query(`select from audit where content <> ''`)).rowCount).toBe(0);
    expect((await imported(opened, files)).told).toEqual(tried.told);
  });
});

describe('a file', () => {
  test('that cannot be read is told, and the others are read', async () => {
    const { told, summary } = await imported(opened, {
      'a.ndjson': `${JSON.stringify(ANNA)}\n{"resourceType":"Patient",}\n[1]\n"x"\n{"id":"no-type"}\n`,
      'broken.json': '{"resourceType":"Bundle","type":"collection","entry":[',
      'history.json': bundle([{ resource: ANNA }], 'history'),
      'deletes.json': bundle([{ request: { method: 'DELETE', url: 'Patient/anna' } }], 'transaction'),
      'latin.json': Buffer.from('{"resourceType":"Patient","id":"l","name":[{"family":"\xf3"}]}', 'latin1'),
      'letter.txt': 'Dear',
      'empty.ndjson': '',
      'Patient.history.000.ndjson': [ANNA],
    });
    expect(summary).toMatchObject({ created: 1 });
    expect(told.toSorted()).toEqual([
      'Patient.history.000.ndjson CRYO-715 /',
      'a.ndjson 2 CRYO-101 /',
      'a.ndjson 3 CRYO-701 /',
      'a.ndjson 4 CRYO-701 /',
      'a.ndjson 5 CRYO-701 /',
      'broken.json CRYO-102 /',
      'deletes.json 1 CRYO-716 /',
      'history.json CRYO-715 /',
      'latin.json CRYO-115 /',
      'letter.txt CRYO-717 /',
    ]);
  });

  test('packed and cut off gives what was whole, and tells that there was more', async () => {
    const lines = Array.from({ length: 2_000 }, (_, n) =>
      JSON.stringify(patient({ id: `p${n}`, language: `x-${n * 7919}` })),
    );
    const packed = gzipSync(lines.join('\n'));
    const { told, summary } = await imported(opened, {
      'Patient.ndjson.gz': packed.subarray(0, packed.length - 3_000),
    });
    expect(told).toEqual(['Patient.ndjson.gz CRYO-717 /']);
    expect(summary.created).toBeGreaterThan(100);
    expect(summary.created).toBeLessThan(2_000);
  });

  test('with a Bundle too large to be held is read entry by entry, its links among them', async () => {
    const filler = 'x'.repeat(400_000);
    const scores = Array.from({ length: 50 }, (_, n) => ({
      fullUrl: `https://his.example/fhir/Observation/large-${n}`,
      resource: score('x', {
        id: `large-${n}`,
        subject: { reference: 'urn:uuid:0b5e8a2e-7d0c-4c5e-9c0f-2f6f1f3f0a02' },
        note: [{ text: filler }],
      }),
    }));
    const large = {
      resourceType: 'Bundle',
      entry: [
        ...scores,
        17,
        { fullUrl: 'urn:uuid:0b5e8a2e-7d0c-4c5e-9c0f-2f6f1f3f0a02', resource: patient({ id: 'far' }) },
      ],
      type: 'collection',
    };
    const { told, summary } = await imported(opened, { 'large.json': JSON.stringify(large, undefined, 1) });
    expect(told).toEqual(['large.json 51 CRYO-701 /']);
    expect(summary).toMatchObject({ created: 51 });
    expect(await stored('Observation', 'large-7')).toMatchObject({ subject: { reference: 'Patient/far' } });
    const history = { ...large, type: 'history' };
    expect((await imported(opened, { 'large.json': JSON.stringify(history) })).told).toEqual(['large.json CRYO-715 /']);
  });
});
