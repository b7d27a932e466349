import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepted, BASE, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';
import type { ChangedResource, ClinicRecord } from '../record.ts';
import type { Requester } from '../requester.ts';

let opened: TestRecord;
beforeAll(async () => {
  opened = await freshRecord();
});
afterAll(() => opened.close());

/**
 * Changes, as soon as there are some. A change is told when no transaction that began before it is under way any more, in whichever database of the server: the
 * tests beside this one have some too.
 */
async function told(requester: Requester, since: number): Promise<Awaited<ReturnType<ClinicRecord['changes']>>> {
  const found = await opened.record.changes(requester, since);
  return found.changed.length > 0 ? found : told(requester, found.next);
}

/** Changes until none are missing. */
async function toldAll(requester: Requester, since: number, count: number): Promise<readonly ChangedResource[]> {
  if (count <= 0) return [];
  const { next, changed } = await told(requester, since);
  return [...changed, ...(await toldAll(requester, next, count - changed.length))];
}

const now = async () => (await opened.record.changes(people.service, -1)).next;

test('changes are told once, in their order, with the version that they made', async () => {
  const { record } = opened;
  const start = await now();
  const { id } = accepted(await record.create(people.doctor, patient()));
  const { id: observation } = accepted(await record.create(people.doctor, score(id)));
  accepted(await record.delete(people.lead, 'Observation', observation, { ifMatch: 1 }));
  accepted(await record.read(people.doctor, 'Patient', id));
  expect(await toldAll(people.doctor, start, 3)).toEqual([
    { type: 'Patient', id, version: 1, patient: id },
    { type: 'Observation', id: observation, version: 1, patient: id },
    { type: 'Observation', id: observation, version: 2, patient: id },
  ]);
  expect(await record.changes(people.doctor, await now())).toMatchObject({ changed: [] });
});

// I6
test('changes are told to those alone who may see what was changed', async () => {
  const { record } = opened;
  const start = await now();
  const { id } = accepted(await record.create(people.doctor, patient()));
  accepted(await record.create(people.doctor, score(id)));
  await toldAll(people.service, start, 2);
  const seenBy = async (requester: Parameters<typeof record.changes>[0]) =>
    (await record.changes(requester, start)).changed.length;
  expect(await seenBy(people.lead)).toBe(2);
  expect(await seenBy(people.patient(id))).toBe(2);
  expect(await seenBy(people.patient('other'))).toBe(0);
  expect(await seenBy(people.southDoctor)).toBe(0);
  expect(await seenBy(people.administrator)).toBe(0);
  expect(await seenBy(people.auditor)).toBe(0);
  expect(await seenBy({ ...people.integrator, scopes: ['system/Observation.rs'] })).toBe(1);
});

test('a change that is committed late is told late, and not passed over', async () => {
  const { record, pool } = opened;
  const slow = await pool.connect();
  await slow.query('begin');
  // It has its number in the order of changes, and is still under way.
  await slow.query('select pg_current_xact_id()');
  const start = await now();
  const { id } = accepted(await record.create(people.doctor, patient()));
  const early = await record.changes(people.doctor, start);
  expect(early.changed).toEqual([]);
  await slow.query('commit');
  slow.release();
  const late = await toldAll(people.doctor, early.next, 1);
  expect(late).toEqual([{ type: 'Patient', id, version: 1, patient: id }]);
});

test('a great many changes come page by page, each once, no transaction torn apart', async () => {
  const { record } = opened;
  const { id } = accepted(await record.create(people.doctor, patient()));
  let position = await now();
  for (let bundles = 0; bundles < 3; bundles += 1) {
    const entry = Array.from({ length: 900 }, () => ({
      resource: score(id),
      request: { method: 'POST', url: 'Observation' },
    }));
    accepted(
      await record.transact(people.service, { resourceType: 'Bundle', type: 'transaction', entry }, { base: BASE }),
    );
  }
  const pages: number[] = [];
  const ids = new Set<string>();
  while (ids.size < 2_700) {
    const { next, changed } = await told(people.doctor, position);
    pages.push(changed.length);
    for (const change of changed) ids.add(change.id);
    position = next;
  }
  expect(pages.every((size) => size % 900 === 0 && size < 2_000)).toBe(true);
  expect(pages.reduce((sum, size) => sum + size)).toBe(2_700);
});
