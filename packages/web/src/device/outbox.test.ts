import { expect, test } from 'vitest';
import { memoryStore } from '../../test/memory-store.ts';
import type { Answer, FhirServer } from '../server/fhir-server.ts';
import type { DeviceStore } from './device-store.ts';
import { type Act, FAILURES, outbox as outboxOf, ownUnsent } from './outbox.ts';

const ANNA = 'Patient/anna';
const EWA = 'Practitioner/ewa';

/** A clinic that answers each act as it is told to, and that notes which came to be tried. */
function clinic() {
  const statuses = new Map<string, number | 'unreachable'>();
  const tried: string[] = [];
  const names = new Set<string | undefined>();
  const save = async (_: unknown, key: string, who?: string): Promise<Answer<unknown>> => {
    tried.push(key);
    names.add(who);
    const status = statuses.get('all') ?? statuses.get(key) ?? 200;
    if (status === 'unreachable') return { ok: false, status };
    return status < 300 ? { ok: true, value: undefined } : { ok: false, status, outcome: 'why' };
  };
  return { server: { save } as Partial<FhirServer> as FhirServer, statuses, tried, names };
}

const outbox = (server: FhirServer, store: DeviceStore) => outboxOf(server, store, ANNA);

const act = (key: string, at: number, more: Partial<Act> = {}): Act => ({ key, at, entries: [], ...more });

test('H07: what the clinic fails on steps aside after its tries and is told of, the rest goes on, and it is delivered once it can be', async () => {
  const { server, statuses, tried } = clinic();
  const store = memoryStore();
  const box = outbox(server, store);
  statuses.set('all', 'unreachable');
  for (const each of [act('cursed', 1), act('second', 2), act('third', 3)]) await box.send(each);
  statuses.clear();
  statuses.set('cursed', 500);
  tried.length = 0;
  for (let flush = 1; flush < FAILURES; flush += 1) await box.flush();
  // The order is kept while it may still be taken.
  expect(tried).toEqual(Array(FAILURES - 1).fill('cursed'));
  expect(box.unsent()).toMatchObject({ waiting: 3, undelivered: 0, refused: 0 });
  await box.flush();
  expect(box.unsent()).toMatchObject({ waiting: 2, undelivered: 1, refused: 0 });
  // A reload forgets nothing of it.
  const again = outbox(server, store);
  tried.length = 0;
  await again.flush();
  expect(tried).toEqual(['second', 'third', 'cursed']);
  expect(again.unsent()).toMatchObject({ waiting: 0, undelivered: 1, refused: 0 });
  statuses.clear();
  await again.flush();
  expect(again.unsent()).toMatchObject({ waiting: 0, undelivered: 0, refused: 0 });
});

test('H07: of several that the clinic fails on each is tried further: the one that can be taken is not held up by the other', async () => {
  const { server, statuses, tried } = clinic();
  const box = outbox(server, memoryStore());
  statuses.set('all', 500);
  await box.send(act('cursed', 1, { failures: FAILURES }));
  await box.send(act('mended', 2, { failures: FAILURES }));
  statuses.clear();
  statuses.set('cursed', 500);
  tried.length = 0;
  await box.flush();
  expect(tried).toEqual(['cursed', 'mended']);
  expect(box.unsent()).toMatchObject({ waiting: 0, undelivered: 1, refused: 0 });
});

test('H07: a red flag goes before everything that waited longer, also beside one that the clinic fails on', async () => {
  const { server, statuses, tried } = clinic();
  const box = outbox(server, memoryStore());
  statuses.set('all', 'unreachable');
  await box.send(act('diary', 1));
  await box.send(act('fever', 2, { isUrgent: true }));
  await box.send(act('cursed', 0, { isUrgent: true, failures: FAILURES }));
  statuses.clear();
  statuses.set('cursed', 503);
  tried.length = 0;
  await box.flush();
  expect(tried).toEqual(['fever', 'diary', 'cursed']);
});

test.each(['unreachable', 401, 429] as const)(
  'while the clinic answers %s nothing steps aside: all wait',
  async (status) => {
    const { server, statuses, tried } = clinic();
    const box = outbox(server, memoryStore());
    statuses.set('all', status);
    await box.send(act('first', 1));
    await box.send(act('second', 2));
    tried.length = 0;
    for (let flush = 0; flush < 2 * FAILURES; flush += 1) await box.flush();
    expect(new Set(tried)).toEqual(new Set(['first']));
    expect(box.unsent()).toMatchObject({ waiting: 2, undelivered: 0, refused: 0 });
  },
);

test('what is refused later on is kept until somebody has read of it, and holds up nothing', async () => {
  const { server, statuses } = clinic();
  const box = outbox(server, memoryStore());
  statuses.set('all', 'unreachable');
  await box.send(act('refused', 1));
  await box.send(act('second', 2));
  statuses.clear();
  statuses.set('refused', 422);
  await box.flush();
  expect(box.unsent()).toMatchObject({ waiting: 0, undelivered: 0, refused: 1 });
  await box.forgetRefused();
  expect(box.unsent()).toMatchObject({ waiting: 0, undelivered: 0, refused: 0 });
});

test('H13: what one person made is neither sent nor shown while another is signed in, and comes once when they are back', async () => {
  const { server, statuses, tried, names } = clinic();
  const store = memoryStore();
  statuses.set('all', 'unreachable');
  await outboxOf(server, store, ANNA).send(act('fever', 1, { isUrgent: true }));
  statuses.clear();
  tried.length = 0;
  const next = outboxOf(server, store, EWA);
  await next.flush();
  await next.forgetRefused();
  expect(tried).toEqual([]);
  expect(next.unsent()).toMatchObject({ waiting: 0, undelivered: 0, refused: 0, others: 1 });
  const back = outboxOf(server, store, ANNA);
  await back.flush();
  await back.flush();
  expect(tried).toEqual(['fever']);
  expect([...names]).toEqual([ANNA]);
  expect(back.unsent()).toMatchObject({ waiting: 0, others: 0 });
});

test('H13: an entry of before entries named their maker is its author’s; one that names nobody is sent by nobody, and stays', async () => {
  const { server, tried } = clinic();
  const store = memoryStore();
  const resource = { resourceType: 'QuestionnaireResponse', author: { reference: ANNA } };
  await store.write('outbox', 'old', act('old', 1, { entries: [{ resource }] }));
  await store.write('outbox', 'nameless', act('nameless', 2));
  await outboxOf(server, store, EWA).flush();
  expect(tried).toEqual([]);
  const box = outboxOf(server, store, ANNA);
  await box.flush();
  expect(tried).toEqual(['old']);
  expect(box.unsent()).toMatchObject({ waiting: 0, others: 1 });
});

test('H13: a clinic that knows nobody any more is told of, until it knows somebody again', async () => {
  const { server, statuses } = clinic();
  const box = outbox(server, memoryStore());
  statuses.set('all', 401);
  await box.send(act('late', 1));
  expect(box.unsent()).toMatchObject({ waiting: 1, isSignedOut: true });
  statuses.clear();
  await box.flush();
  expect(box.unsent()).toMatchObject({ waiting: 0, isSignedOut: false });
  expect(ownUnsent(box.unsent())).toBe(0);
});

test('H13: of what was refused later on the reasons are kept, and its answers go back to the form, but never over newer ones', async () => {
  const { server, statuses } = clinic();
  const store = memoryStore();
  const box = outbox(server, store);
  statuses.set('all', 'unreachable');
  await box.send(act('first', 1, { draft: { key: 'a', state: 'typed' } }));
  await box.send(act('second', 2, { draft: { key: 'b', state: 'older' } }));
  await store.write('drafts', 'b', { state: 'newer', at: 3 });
  statuses.set('all', 422);
  await box.flush();
  expect(await box.refused()).toMatchObject([{ key: 'first', outcome: 'why' }, { key: 'second' }]);
  expect(await store.read('drafts', 'a')).toEqual({ state: 'typed', at: 1 });
  expect(await store.read('drafts', 'b')).toEqual({ state: 'newer', at: 3 });
});
