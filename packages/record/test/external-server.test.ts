import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { simulatedClock } from '@cryopath/pathway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepTrail } from '../src/audit/keep-trail.ts';
import { verifyTrail } from '../src/audit/verify.ts';
import { recordIn } from '../src/open-record.ts';
import { recordMigrations } from '../src/postgres/migrate.ts';
import { type Database, openDatabase } from '../src/postgres/open-database.ts';
import type { DatabaseAddress } from '../src/postgres/pool.ts';
import { backUp } from '../src/transfer/backup.ts';
import { restore } from '../src/transfer/restore.ts';
import { administer, emptyDatabase } from './database.ts';
import { type ExternalServer, startExternalServer } from './external-server.ts';
import { accepted, BASE, codesOf, patient, people, score } from './record.ts';

const never = () => () => {};
const clock = simulatedClock('2026-03-02T10:00:00+01:00');

let server: ExternalServer | undefined;
let folder: string;
beforeAll(async () => {
  server = await startExternalServer();
  if (!server) console.warn('SKIPPED: this machine has no PostgreSQL of its own to run the record on');
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-external-trail-'));
});
afterAll(async () => {
  await server?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function newDatabase(name: string): Promise<DatabaseAddress> {
  const address = { connectionString: server?.url('postgres') ?? '' };
  await administer(address, `create database ${name} template template0 encoding 'UTF8'`);
  return { connectionString: server?.url(name) ?? '' };
}

/** Every kind of act once, and the trail sealed behind it. */
async function aWholeDay(database: Database, trail: string): Promise<number> {
  const record = recordIn({ ...database, close: async () => {} }, { clock, base: BASE });
  const options = { base: BASE };
  const { id } = accepted(
    await record.create(people.doctor, patient({ name: [{ family: 'Żółć' }] }), { idempotencyKey: 'k' }),
  );
  expect(
    accepted(await record.create(people.doctor, patient({ name: [{ family: 'Żółć' }] }), { idempotencyKey: 'k' })).id,
  ).toBe(id);
  const made = accepted(await record.create(people.nurse, score(id)));
  accepted(
    await record.update(people.nurse, 'Observation', made.id, score(id, { id: made.id, valueInteger: 2 }), {
      ifMatch: 1,
    }),
  );
  const operations = [{ op: 'replace', path: '/valueInteger', value: 1 }];
  accepted(await record.patch(people.nurse, 'Observation', made.id, operations, { ifMatch: 2 }));
  expect(
    codesOf(await record.update(people.nurse, 'Observation', made.id, score(id, { id: made.id }), { ifMatch: 1 })),
  ).toHaveLength(1);
  const entry = [{ resource: score(id), request: { method: 'POST', url: 'Observation' } }];
  accepted(await record.transact(people.nurse, { resourceType: 'Bundle', type: 'transaction', entry }, options));
  const found = accepted(
    await record.search(people.nurse, 'Observation', `patient=${id}&code=72514-3&_sort=-_lastUpdated`, options),
  );
  expect(JSON.parse(found.text).entry).toHaveLength(2);
  const named = accepted(await record.search(people.nurse, 'Patient', 'family=zolc', options));
  expect(JSON.parse(named.text).entry).toHaveLength(1);
  const past = accepted(await record.history(people.nurse, 'Observation', made.id, { ...options, query: '' }));
  expect(JSON.parse(past.text).entry).toHaveLength(3);
  accepted(await record.everything(people.nurse, id, '', options));
  accepted(await record.read(people.nurse, 'Observation', made.id));
  expect(codesOf(await record.read(people.southDoctor, 'Observation', made.id))).toEqual(['CRYO-201']);
  accepted(await record.breakGlass(people.southDoctor, id, 'unconscious on arrival'));
  accepted(await record.read({ ...people.southDoctor, purpose: 'BTG' }, 'Observation', made.id));
  accepted(await record.delete(people.lead, 'Observation', made.id, { ifMatch: 3 }));
  const acts = accepted(await record.search(people.auditor, 'AuditEvent', `patient=${id}&_count=100`, options));
  const sealer = await keepTrail(database.pool, { clock, zone: 'Europe/Warsaw', folder: trail, repeat: never });
  while ((await sealer.seal()) === 0);
  return JSON.parse(acts.text).entry.length;
}

describe('on a PostgreSQL of the clinic’s own', () => {
  test('the record does all that it does on ours', async (context) => {
    if (!server) return context.skip();
    await newDatabase('whole');
    const database = accepted(await openDatabase({ url: server.url('whole') }));
    expect(await aWholeDay(database, folder)).toBeGreaterThan(10);
    expect(await verifyTrail(database.pool, { folder })).toMatchObject({ differences: 0, unsealed: { rows: 0 } });
    const { rows } = await database.pool.query(
      `select current_setting('synchronous_commit') as commit, current_setting('TimeZone') as zone`,
    );
    expect(rows).toEqual([{ commit: 'on', zone: 'UTC' }]);
    await database.close();
  });

  test('a backup of it is restored on ours, and one of ours on it', async (context) => {
    if (!server) return context.skip();
    const sets = [recordMigrations];
    const [there, here, back] = ['there', 'here', 'back'].map((name) => path.join(folder, name));
    const source = await newDatabase('source');
    const database = accepted(await openDatabase({ url: server.url('source') }));
    await aWholeDay(database, there ?? '');
    await database.close();
    accepted(await backUp(source, path.join(folder, 'a.cryopath'), { clock, folder: there ?? '' }));
    const ours = await emptyDatabase();
    const restored = accepted(
      await restore(ours.config, path.join(folder, 'a.cryopath'), { folder: here ?? '', sets }),
    );
    expect(restored.verification).toMatchObject({ differences: 0 });
    accepted(await backUp(ours.config, path.join(folder, 'b.cryopath'), { clock, folder: here ?? '' }));
    await ours.drop();
    const target = await newDatabase('target');
    const again = accepted(await restore(target, path.join(folder, 'b.cryopath'), { folder: back ?? '', sets }));
    expect(again.verification).toMatchObject({ differences: 0 });
    expect(again.tables).toEqual(restored.tables);
  });

  test('a server that does not let us in, or is not there, is refused with the reason', async (context) => {
    if (!server) return context.skip();
    const unknown = await openDatabase({ url: server.url('nowhere') });
    expect(unknown).toMatchObject({
      ok: false,
      outcome: { issues: [{ code: 'CRYO-524', params: { reason: 'database "nowhere" does not exist' } }] },
    });
    const away = await openDatabase({ url: 'postgres://postgres@127.0.0.1:1/x' });
    expect(codesOf(away)).toEqual(['CRYO-524']);
  });

  test('a database that is not in UTF-8 is refused', async (context) => {
    if (!server) return context.skip();
    await administer(
      { connectionString: server.url('postgres') },
      `create database latin template template0 encoding 'LATIN2' locale 'C'`,
    );
    expect(codesOf(await openDatabase({ url: server.url('latin') }))).toEqual(['CRYO-526']);
  });
});
