import { expect, test } from 'vitest';
import { memoryStore } from '../../test/memory-store.ts';
import type { Answer, FhirServer } from '../server/fhir-server.ts';
import { KEPT_PERSON, OWED_END } from './kept-keys.ts';
import { isEnded } from './owed-end.ts';

const SIGNED_OUT = Date.parse('2026-03-02T10:00:00Z');

/** A clinic where this device's session began then; none: it knows nobody; unreachable: it does not answer. */
function clinic(since: string | 'none' | 'unreachable') {
  const ended: string[] = [];
  const refused: Answer<never> =
    since === 'unreachable' ? { ok: false, status: since } : { ok: false, status: 401, outcome: undefined };
  const server = {
    door: async () => (since.startsWith('2') ? { ok: true, value: [{ since, isThis: true }] } : refused),
    signOut: async () => {
      ended.push(since);
      return { ok: true, value: undefined };
    },
  } as Partial<FhirServer> as FhirServer;
  return { server, ended };
}

test.each([
  ['of whoever signed out is ended as soon as the clinic answers', '2026-03-02T09:00:00Z', true, true],
  ['that began afterwards is somebody else’s, and stays', '2026-03-02T10:05:00Z', false, true],
  ['that is over already needs no end', 'none', false, true],
  ['is not over while the clinic cannot be reached', 'unreachable', false, false],
] as const)('a session %s', async (_, since, isEndedNow, isOver) => {
  const { server, ended } = clinic(since);
  const store = memoryStore();
  await store.write('kept', OWED_END, SIGNED_OUT);
  await store.write('kept', KEPT_PERSON, {});
  expect(await isEnded(server, store, SIGNED_OUT)).toBe(isOver);
  expect(ended.length > 0).toBe(isEndedNow);
  expect((await store.read('kept', OWED_END)) === undefined).toBe(isOver);
});
