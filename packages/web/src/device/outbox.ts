import type { Answer, FhirServer, SavedEntry } from '../server/fhir-server.ts';
import type { DeviceStore } from './device-store.ts';

/** An act that is to be saved: whose, what, and under which key, so that sending it again saves it once (H10). */
export interface Act {
  readonly key: string;
  readonly at: number;
  readonly entries: readonly SavedEntry[];
  /** Who made it, `Practitioner/…`: it is sent under no other name (H13). */
  readonly by?: string;
  /** A red flag by what this device made of it: it goes before everything else that waits (H07). */
  readonly isUrgent?: boolean;
  /** How often the server was there and failed on it. */
  readonly failures?: number;
  /** The server said no when it was sent later on. It is kept, and shown, until somebody has seen it: nothing vanishes. */
  readonly isRefused?: boolean;
  /** Why: the OperationOutcome. */
  readonly outcome?: unknown;
  /** The answers as they stood in the form, and where its drafts are kept: of a refusal they go back there, so that nobody types them again. */
  readonly draft?: { readonly key: string; readonly state: unknown };
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
  /** Of other people who used this device: kept for them, and sent when they sign in. */
  readonly others: number;
  /** The clinic was reached and knew nobody: what waits goes on waiting until its maker signs in again. */
  readonly isSignedOut: boolean;
}

/** How many of one's own entries the clinic does not have. */
export const ownUnsent = ({ waiting, undelivered, refused }: Unsent): number => waiting + undelivered + refused;

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
  /** What was refused, with its answers and the reasons. */
  refused(): Promise<readonly Act[]>;
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

/**
 * Whose an act is. One that was kept before acts said so is its answers' author's. Of one that names nobody at all nobody can say that it is theirs: it stays, counted
 * as another's, because under a wrong name it would be worse than late.
 */
const makerOf = ({ by, entries }: Act): string | undefined =>
  by ?? entries.map(({ resource }) => (resource as Authored).author?.reference).find((author) => author !== undefined);

interface Authored {
  readonly author?: { readonly reference: string };
}

/**
 * What waits on this device for a connection: an answer that could not be sent is late, and must not be lost besides (H07, H13).
 *
 * @param who is signed in: only what they made themselves is sent, or shown
 */
export function outbox(server: FhirServer, store: DeviceStore, who: string): Outbox {
  const listeners = new Set<() => void>();
  let unsent: Unsent = { waiting: 0, undelivered: 0, refused: 0, others: 0, isSignedOut: false };
  let isSignedOut = false;
  let flushing: Promise<void> | undefined;
  const all = async () => (await store.all<Act>('outbox')).map(([, act]) => act);
  const isOwn = (act: Act) => makerOf(act) === who;
  const kept = async () => (await all()).filter(isOwn);
  const counted = async () => {
    const everybodys = await all();
    const acts = everybodys.filter(isOwn);
    const toSend = acts.filter(({ isRefused }) => isRefused !== true);
    const undelivered = toSend.filter(isUndelivered).length;
    unsent = {
      waiting: toSend.length - undelivered,
      undelivered,
      refused: acts.length - toSend.length,
      others: everybodys.length - acts.length,
      isSignedOut,
    };
    for (const listener of listeners) listener();
  };
  const save = async ({ entries, key }: Act) => {
    const answer = await server.save(entries, key, who);
    isSignedOut = !answer.ok && answer.status === 401;
    return answer;
  };
  const refused = async () => (await kept()).filter(({ isRefused }) => isRefused === true);
  const failed = (act: Act) => store.write('outbox', act.key, { ...act, failures: (act.failures ?? 0) + 1 });

  /** @returns whether the next act may be tried: not while the clinic cannot be reached, nor before its turn. */
  async function delivered(act: Act): Promise<boolean> {
    const answer = await save(act);
    if (answer.ok) await store.remove('outbox', act.key);
    else if (isForLater(answer)) return false;
    else if (isFailure(answer)) {
      await failed(act);
      return isUndelivered(act);
    } else await refuse(act, answer);
    return true;
  }

  async function refuse(act: Act, answer: Refusal): Promise<void> {
    const { outcome } = answer as { readonly outcome?: unknown };
    await store.write('outbox', act.key, { ...act, isRefused: true, outcome });
    const { draft } = act;
    // What was begun anew since is newer.
    if (draft && (await store.read('drafts', draft.key)) === undefined)
      await store.write('drafts', draft.key, { state: draft.state, at: act.at });
  }

  async function flushAll(): Promise<void> {
    const acts = (await kept()).filter(({ isRefused }) => isRefused !== true);
    for (const act of acts.toSorted(inTurn)) if (!(await delivered(act))) break;
    await counted();
  }

  return {
    async send(made) {
      const act = { ...made, by: who };
      await store.write('outbox', act.key, act);
      const answer = await save(act);
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
    refused,
    async forgetRefused() {
      for (const { key } of await refused()) await store.remove('outbox', key);
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
