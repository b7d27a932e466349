import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonResource } from '@cryopath/fhir';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Files, imported, importer } from '../../../test/import-folder.ts';
import { accepted, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../../test/record.ts';
import type { Requester } from '../../requester.ts';
import { foundUnder } from '../import/found-under.ts';
import { exportFiles } from './export-files.ts';
import type { ExportedText, ExportOptions } from './export-request.ts';

const FILES: Files = {
  'house.ndjson': [
    { resourceType: 'Organization', id: 'north', name: 'North' },
    { resourceType: 'Organization', id: 'other', name: 'Other' },
    { resourceType: 'Practitioner', id: 'doctor', name: [{ family: 'Lekarz' }] },
    {
      resourceType: 'PractitionerRole',
      id: 'role',
      practitioner: { reference: 'Practitioner/doctor' },
      organization: { reference: 'Organization/north' },
    },
  ],
  'patients.ndjson': [
    patient({ id: 'anna', managingOrganization: { reference: 'Organization/north' } }),
    patient({ id: 'ben', managingOrganization: { reference: 'Organization/south' } }),
  ],
  'scores.ndjson': [
    score('anna', { id: 'a1', performer: [{ reference: 'PractitionerRole/role' }] }),
    score('anna', { id: 'a2' }),
    score('ben', { id: 'b1' }),
  ],
  'event.json': {
    resourceType: 'AuditEvent',
    id: 'e',
    type: { code: 'rest' },
    recorded: '2026-01-01T10:00:00Z',
    agent: [{ requestor: true }],
    source: { observer: { display: 'his' } },
    entity: [{ what: { reference: 'Patient/anna' } }],
  },
};

let opened: TestRecord;
beforeAll(async () => {
  opened = await freshRecord();
  expect((await imported(opened, FILES, {}, { ...importer, clinic: '' })).told).toEqual([]);
});
afterAll(() => opened.close());

async function exported(
  options: Omit<ExportOptions, 'take'> = {},
  requester: Requester = people.service,
  from = opened,
) {
  const taken: ExportedText[] = [];
  const result = await from.record.export(requester, {
    ...options,
    async take(texts) {
      taken.push(...texts);
    },
  });
  return { result, taken };
}

/** `Type/id`; of what the trail gave an id, the type alone. */
const namesOf = (taken: readonly ExportedText[]): readonly string[] =>
  taken.map(({ type, id }) => (type === 'AuditEvent' ? type : `${type}/${id}`)).toSorted();

describe('an export (R16)', () => {
  test('of everything gives each stored text byte for byte', async () => {
    const { taken } = await exported();
    const { rows } = await opened.pool.query(
      'select type, id, content from version union all select $1, id::text, content from audit where content <> $2',
      ['AuditEvent', ''],
    );
    expect(taken.map(({ type, id, text }) => [type, id, text]).toSorted()).toEqual(
      rows.map(({ type, id, content }) => [type, id, content]).toSorted(),
    );
  });

  test('of a patient gives their record, and of what belongs to nobody what it leads to', async () => {
    const { taken } = await exported({ patient: 'anna' });
    expect(namesOf(taken)).toEqual([
      'AuditEvent',
      'Observation/a1',
      'Observation/a2',
      'Organization/north',
      'Patient/anna',
      'Practitioner/doctor',
      'PractitionerRole/role',
    ]);
    expect(namesOf((await exported({ patient: 'anna', types: ['Practitioner', 'Patient'] })).taken)).toEqual([
      'Patient/anna',
      'Practitioner/doctor',
    ]);
  });

  test('of somebody who is not there, of an unknown type, or since no time, is refused', async () => {
    expect(codesOf((await exported({ patient: 'nobody' })).result)).toEqual(['CRYO-201']);
    expect(codesOf((await exported({ types: ['Nonsense'] })).result)).toEqual(['CRYO-306']);
    expect(codesOf((await exported({ since: 'yesterday' })).result)).toEqual(['CRYO-304']);
  });

  // H15
  test('gives nobody more than they may read', async () => {
    expect(codesOf((await exported({}, people.doctor)).result)).toEqual(['CRYO-403']);
    expect(codesOf((await exported({}, people.administrator)).result)).toEqual(['CRYO-403']);
    const own = await exported({}, people.patient('anna'));
    expect(namesOf(own.taken).filter((name) => name.startsWith('Patient/') || name.startsWith('Observation/'))).toEqual(
      ['Observation/a1', 'Observation/a2', 'Patient/anna'],
    );
    expect(codesOf((await exported({ patient: 'ben' }, people.patient('anna'))).result)).toEqual(['CRYO-201']);
    const lead = await exported({}, people.lead);
    expect(namesOf(lead.taken).filter((name) => /\/(?:anna|ben|a1|b1)$/.test(name))).toEqual([
      'Observation/a1',
      'Patient/anna',
    ]);
  });

  test('is on the trail of every patient before the first text is given', async () => {
    const since = (await opened.pool.query('select count(*) as n from audit')).rows[0].n;
    let seen: unknown;
    await opened.record.export(people.service, {
      async take() {
        seen ??= (await opened.pool.query(`select interaction, patient from audit order by xid, id offset $1`, [since]))
          .rows;
      },
    });
    expect(seen).toHaveLength(2);
    expect(seen).toEqual(
      expect.arrayContaining([
        { interaction: 'export', patient: 'anna' },
        { interaction: 'export', patient: 'ben' },
      ]),
    );
  });
});

describe('an export of what changes', () => {
  let changing: TestRecord;
  beforeEach(async () => {
    changing = await freshRecord();
    await imported(changing, FILES);
  });
  afterEach(() => changing.close());

  const put = async (id: string, value: number, version: number) => {
    const body = score('anna', { id, valueInteger: value });
    accepted(
      await changing.record.update(people.service, 'Observation', id, body, version > 0 ? { ifMatch: version } : {}),
    );
  };

  test('is of one moment, whatever is written meanwhile', async () => {
    // More than are taken from the database at once: some of them are read after the change.
    const many = Array.from({ length: 450 }, (_, n) => score('anna', { id: `z${n}` }));
    await imported(changing, { 'many.ndjson': many });
    const before = await exported({}, people.service, changing);
    const taken: ExportedText[] = [];
    const result = await changing.record.export(people.service, {
      async take(texts) {
        if (taken.length === 0) {
          await put('z449', 10, 1);
          await put('new', 10, 0);
          // Events are read last, by another statement.
          accepted(await changing.record.create(people.service, FILES['event.json'] as JsonResource));
        }
        taken.push(...texts);
      },
    });
    expect(result.ok).toBe(true);
    expect(taken).toEqual(before.taken);
  });

  test('gives what was written since, and what was deleted', async () => {
    changing.clock.advance(60_000);
    const since = new Date(changing.clock.now()).toISOString();
    await put('a1', 10, 1);
    accepted(await changing.record.delete(people.lead, 'Observation', 'a2', { ifMatch: 1 }));
    const { taken } = await exported({ since }, people.service, changing);
    expect(taken.map(({ type, id, version, text }) => [`${type}/${id}`, version, text !== ''])).toEqual([
      ['Observation/a1', 2, true],
      ['Observation/a2', 2, false],
    ]);
    expect(namesOf((await exported({ types: ['Observation'] }, people.service, changing)).taken)).toEqual([
      'Observation/a1',
      'Observation/b1',
    ]);
  });

  test('with its history gives every version in order', async () => {
    await put('a1', 10, 1);
    accepted(await changing.record.delete(people.lead, 'Observation', 'a2', { ifMatch: 1 }));
    const { taken } = await exported({ history: true, types: ['Observation'] }, people.service, changing);
    expect(taken.map(({ id, version, text }) => [id, version, text !== ''])).toEqual([
      ['a1', 1, true],
      ['a1', 2, true],
      ['a2', 1, true],
      ['a2', 2, false],
      ['b1', 1, true],
    ]);
  });
});

describe('a folder of an export', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cryopath-export-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function exportedTo(record: TestRecord, history = false) {
    const files = accepted(await exportFiles(folder, history));
    const done = accepted(await record.record.export(people.service, { history, take: files.take }));
    return files.finish(done, 'https://clinic.example/fhir/$export');
  }

  test('lists its files with their lines and sums, and only their owner may read them', async () => {
    await exportedTo(opened);
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ requiresAccessToken: false, error: [], deleted: [] });
    const names = (await readdir(folder)).filter((name) => name !== 'manifest.json');
    expect(manifest.output.map(({ url }: { url: string }) => url).toSorted()).toEqual(names.toSorted());
    for (const { url, count, bytes, sha256 } of manifest.output) {
      const text = await readFile(join(folder, url));
      expect((await stat(join(folder, url))).mode & 0o077).toBe(0);
      expect([count, bytes, sha256]).toEqual([
        text.toString().trim().split('\n').length,
        text.length,
        createHash('sha256').update(text).digest('hex'),
      ]);
    }
  });

  test('is refused when it holds something', async () => {
    await exportedTo(opened);
    expect(codesOf(await exportFiles(folder, false))).toEqual(['CRYO-717']);
  });

  test('imported into an empty record gives the same texts but for meta', async () => {
    await exportedTo(opened);
    const other = await freshRecord();
    try {
      const importing = other.record.import(importer, foundUnder([folder]), { source: 'north' });
      expect(accepted(await importing)).toMatchObject({ refused: 0, created: (await exported()).taken.length });
      const bare = ({ type, text }: ExportedText): string => {
        const { meta: _m, id, ...rest } = JSON.parse(text) as JsonResource;
        return JSON.stringify({ id: type === 'AuditEvent' ? '' : id, ...rest });
      };
      const here = (await exported()).taken.map(bare);
      const there = (await exported({}, people.service, other)).taken.map(bare);
      expect(there.toSorted()).toEqual(here.toSorted());
    } finally {
      await other.close();
    }
  });

  test('with a history is not taken for the record as it is', async () => {
    await exportedTo(opened, true);
    const other = await freshRecord();
    try {
      const summary = accepted(await other.record.import(importer, foundUnder([folder]), { source: 'north' }));
      expect(summary.created).toBe(0);
      expect(summary.reasons.get('CRYO-715')).toBe((await readdir(folder)).length - 1);
    } finally {
      await other.close();
    }
  });
});
