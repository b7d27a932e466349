import type { Answer, FhirServer, SavedEntry } from '../server/fhir-server.ts';
import type { DeviceStore } from './device-store.ts';

/** An act that is to be saved: whose, what, and under which key, so that sending it again saves it once (H10). */
export interface Act {
  readonly key: string;
  readonly at: number;
  readonly entries: readonly SavedEntry[];
  /** The server said no when it was sent later on. It is kept, and shown, until somebody has seen it: nothing vanishes. */
  readonly isRefused?: boolean;
}

export type Sent =
  | { readonly as: 'saved' }
  /** Kept on the device: the clinic could not be reached. */
  | { readonly as: 'waits' }
  | { readonly as: 'refused'; readonly answer: Exclude<Answer<unknown>, { ok: true }> };

export interface Outbox {
  /** Keeps an act on the device, then sends it: a tablet that dies in between has lost nothing (H13). */
  send(act: Act): Promise<Sent>;
  /** Sends what waits, oldest first; stops at the first that cannot be sent, so that the order is kept. */
  flush(): Promise<void>;
  waiting(): number;
  refused(): number;
  /** Forgets what was refused, when somebody has read that it was. */
  forgetRefused(): Promise<void>;
  subscribe(changed: () => void): () => void;
}

/** A server that is not there, or too busy, may answer later, and so may one that wants a sign-in first; every other refusal is a refusal. */
const mayAnswerLater = (answer: Exclude<Answer<unknown>, { ok: true }>): boolean =>
  answer.status === 'unreachable' || answer.status === 401 || answer.status === 429 || answer.status >= 500;

/** What waits on this device for a connection: an answer that could not be sent is late, and must not be lost besides (H07, H13). */
export function outbox(server: FhirServer, store: DeviceStore): Outbox {
  const listeners = new Set<() => void>();
  let [waiting, refused] = [0, 0];
  let flushing: Promise<void> | undefined;
  const counted = async () => {
    const acts = await store.all<Act>('outbox');
    refused = acts.filter(([, { isRefused }]) => isRefused === true).length;
    waiting = acts.length - refused;
    for (const listener of listeners) listener();
  };

  async function deliver({ key, entries }: Act): Promise<Sent> {
    const answer = await server.save(entries, key);
    if (answer.ok) return { as: 'saved' };
    return mayAnswerLater(answer) ? { as: 'waits' } : { as: 'refused', answer };
  }

  async function flushAll(): Promise<void> {
    const acts = (await store.all<Act>('outbox')).filter(([, { isRefused }]) => isRefused !== true);
    for (const [, act] of acts.toSorted(([, a], [, b]) => a.at - b.at)) {
      const { as } = await deliver(act);
      if (as === 'waits') break;
      if (as === 'saved') await store.remove('outbox', act.key);
      else await store.write('outbox', act.key, { ...act, isRefused: true });
    }
    await counted();
  }

  return {
    async send(act) {
      await store.write('outbox', act.key, act);
      const sent = await deliver(act);
      // Who sent it is told of a refusal here and now, and still has the answers before them.
      if (sent.as !== 'waits') await store.remove('outbox', act.key);
      await counted();
      return sent;
    },
    flush() {
      flushing ??= flushAll().finally(() => {
        flushing = undefined;
      });
      return flushing;
    },
    waiting: () => waiting,
    refused: () => refused,
    async forgetRefused() {
      for (const [key, { isRefused }] of await store.all<Act>('outbox')) {
        if (isRefused === true) await store.remove('outbox', key);
      }
      await counted();
    },
    subscribe(changed) {
      listeners.add(changed);
      counted();
      return () => {
        listeners.delete(changed);
      };
    },
  };
}
