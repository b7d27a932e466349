import type { Answer, FhirServer, SavedEntry } from '../server/fhir-server.ts';
import type { DeviceStore } from './device-store.ts';

/** An act that is to be saved: whose, what, and under which key, so that sending it again saves it once (H10). */
export interface Act {
  readonly key: string;
  readonly at: number;
  readonly entries: readonly SavedEntry[];
  /** A red flag by what this device made of it: it goes before everything else that waits (H07). */
  readonly isUrgent?: boolean;
  /** How often the server was there and failed on it. */
  readonly failures?: number;
  /** The server said no when it was sent later on. It is kept, and shown, until somebody has seen it: nothing vanishes. */
  readonly isRefused?: boolean;
}

export type Sent =
  | { readonly as: 'saved' }
  /** Kept on the device: the clinic could not be reached. */
  | { readonly as: 'waits' }
  | { readonly as: 'refused'; readonly answer: Exclude<Answer<unknown>, { ok: true }> };

/** What has not come to the clinic, by what has become of it. */
export interface Unsent {
  readonly waiting: number;
  /** The clinic's server fails on it again and again: it is tried further, and somebody has to be called (H07). */
  readonly undelivered: number;
  readonly refused: number;
}

export interface Outbox {
  /** Keeps an act on the device, then sends it: a tablet that dies in between has lost nothing (H13). */
  send(act: Act): Promise<Sent>;
  /**
   * Sends what waits: red flags first, then the oldest. Stops where the clinic cannot be reached, so that the order is kept; what the server fails on
   * {@link FAILURES} times steps aside, so that it does not hold up the rest.
   */
  flush(): Promise<void>;
  /** The same object until something changes. */
  unsent(): Unsent;
  /** Forgets what was refused, when somebody has read that it was. */
  forgetRefused(): Promise<void>;
  subscribe(changed: () => void): () => void;
}

/** How often the server may fail on an act before others go first and the person is told to call. */
export const FAILURES = 4;

type Refusal = Exclude<Answer<unknown>, { ok: true }>;

/** A server that fails may do so on this act alone. */
const isFailure = ({ status }: Refusal): boolean => status !== 'unreachable' && status >= 500;
/** One that is not there, too busy or wants a sign-in first may answer later, to this as to every other act; any other answer is a refusal. */
const isForLater = ({ status }: Refusal): boolean => status === 'unreachable' || status === 401 || status === 429;

const isUndelivered = ({ failures = 0 }: Act): boolean => failures >= FAILURES;

/** What the server fails on comes after everything that it may take; of both, red flags first, then the oldest. */
const inTurn = (a: Act, b: Act): number =>
  Number(isUndelivered(a)) - Number(isUndelivered(b)) ||
  Number(b.isUrgent === true) - Number(a.isUrgent === true) ||
  a.at - b.at;

/** What waits on this device for a connection: an answer that could not be sent is late, and must not be lost besides (H07, H13). */
export function outbox(server: FhirServer, store: DeviceStore): Outbox {
  const listeners = new Set<() => void>();
  let unsent: Unsent = { waiting: 0, undelivered: 0, refused: 0 };
  let flushing: Promise<void> | undefined;
  const kept = async () => (await store.all<Act>('outbox')).map(([, act]) => act);
  const counted = async () => {
    const acts = await kept();
    const refused = acts.filter(({ isRefused }) => isRefused === true).length;
    const undelivered = acts.filter((act) => act.isRefused !== true && isUndelivered(act)).length;
    unsent = { waiting: acts.length - refused - undelivered, undelivered, refused };
    for (const listener of listeners) listener();
  };
  const failed = (act: Act) => store.write('outbox', act.key, { ...act, failures: (act.failures ?? 0) + 1 });

  /** @returns whether the next act may be tried: not while the clinic cannot be reached, nor before its turn. */
  async function delivered(act: Act): Promise<boolean> {
    const answer = await server.save(act.entries, act.key);
    if (answer.ok) await store.remove('outbox', act.key);
    else if (isForLater(answer)) return false;
    else if (isFailure(answer)) {
      await failed(act);
      return isUndelivered(act);
    } else await store.write('outbox', act.key, { ...act, isRefused: true });
    return true;
  }

  async function flushAll(): Promise<void> {
    const acts = (await kept()).filter(({ isRefused }) => isRefused !== true);
    for (const act of acts.toSorted(inTurn)) if (!(await delivered(act))) break;
    await counted();
  }

  return {
    async send(act) {
      await store.write('outbox', act.key, act);
      const answer = await server.save(act.entries, act.key);
      // Who sent it is told of a refusal here and now, and still has the answers before them.
      const waits = !answer.ok && (isForLater(answer) || isFailure(answer));
      if (!waits) await store.remove('outbox', act.key);
      else if (isFailure(answer)) await failed(act);
      await counted();
      if (waits) return { as: 'waits' };
      return answer.ok ? { as: 'saved' } : { as: 'refused', answer };
    },
    flush() {
      flushing ??= flushAll().finally(() => {
        flushing = undefined;
      });
      return flushing;
    },
    unsent: () => unsent,
    async forgetRefused() {
      for (const { key, isRefused } of await kept()) {
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
