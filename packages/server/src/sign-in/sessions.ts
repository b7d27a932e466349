import { hash } from 'node:crypto';
import type { Clock, ElapsedMilliseconds, Instant } from '@cryopath/pathway';
import type { Requester } from '@cryopath/record';
import type { IncomingRequest, RequesterOf } from './requester-of.ts';
import { SESSION_LIMITS } from './session-limits.ts';
import {
  endSession,
  endSessionsOf,
  findSession,
  insertSession,
  markSeen,
  type Pool,
  type SessionSubject,
  setEmergency,
} from './session-table.ts';
import { cookieName, newToken, sha256, shownToken } from './token.ts';

/** A session that has just begun. The token is told once and kept nowhere. */
export interface BegunSession {
  readonly token: string;
  readonly until: Instant;
}

/** Who is signed in. */
export interface Sessions {
  begin(subject: SessionSubject): Promise<BegunSession>;
  readonly requesterOf: RequesterOf;
  /** The same for what asks by itself, such as an open stream: it does not count as use, so that a session nobody uses ends as it should. */
  readonly watcherOf: RequesterOf;
  /** When the session that a request shows ends at the latest; undefined when it shows none. */
  untilOf(request: IncomingRequest): Promise<Instant | undefined>;
  /** A name for the session that a request shows, when it was found here before. Costs no query: for limits, not for access. */
  knownKey(request: IncomingRequest): string | undefined;
  /** Ends the session that a request shows. */
  end(request: IncomingRequest): Promise<void>;
  /** Ends every session of a person. @returns how many */
  endOf(who: string): Promise<number>;
  /** Until when the session that a request shows acts in an emergency; undefined when it does not. */
  emergencyUntilOf(request: IncomingRequest): Promise<Instant | undefined>;
  /** Lets the session of this requester, and no other of theirs, act for the purpose BTG until then (H16). */
  openEmergency(requester: Requester, until: string): Promise<void>;
  /** Forgets what was looked up, after something was changed that sessions depend on. */
  forget(): void;
}

/**
 * How long a session is trusted without asking the table, in milliseconds: a session that another process ended is refused after that at the latest.
 * Measured from before the question was sent.
 */
const TRUSTED_MILLISECONDS = 1_000;
/** The table learns at most this often that a session is in use. A restart of the server can make a session end that much earlier, never later. */
const SEEN_MILLISECONDS = 60_000;
const REMEMBERED_AT_MOST = 20_000;

interface Remembered {
  readonly requester: Requester;
  readonly asked: ElapsedMilliseconds;
  readonly until: Instant;
  readonly emergencyUntil?: Instant;
  readonly idle: number;
  /** The last request, and what the table knows of it. */
  seen: Instant;
  written: Instant;
}

export function createSessions(pool: Pool, clock: Clock, secure: boolean): Sessions {
  const cookie = cookieName(secure);
  const remembered = new Map<string, Remembered>();
  const asking = new Map<string, Promise<Remembered | undefined>>();
  /** Counts what ended sessions or changed them: an answer that the table gave before that is not to be trusted. */
  let changes = 0;
  // A request is asked about by more than one part of the server: it is hashed once.
  let lastToken = '';
  let lastKey = '';

  const keyOf = (request: IncomingRequest): string | undefined => {
    const token = shownToken(request, cookie);
    if (token === undefined) return undefined;
    if (token !== lastToken) {
      lastKey = hash('sha256', token, 'base64');
      lastToken = token;
    }
    return lastKey;
  };

  const isOver = ({ until, seen, idle }: Remembered, now: Instant): boolean => now >= until || now >= seen + idle;

  const ask = async (key: string): Promise<Remembered | undefined> => {
    const tokenHash = Buffer.from(key, 'base64');
    for (;;) {
      const before = changes;
      const asked = clock.monotonic();
      const now = clock.now();
      const found = await findSession(pool, tokenHash, now);
      if (before !== changes) continue;
      const known = remembered.get(key);
      remembered.delete(key);
      if (found === undefined) return undefined;
      const seen = Math.max(found.seen, known?.seen ?? 0) as Instant;
      const session: Remembered = { ...found, asked, seen, written: found.seen };
      if (isOver(session, now)) {
        await endSession(pool, tokenHash, now);
        return undefined;
      }
      const oldest = remembered.size >= REMEMBERED_AT_MOST ? remembered.keys().next().value : undefined;
      if (oldest !== undefined) remembered.delete(oldest);
      remembered.set(key, session);
      return session;
    }
  };

  /** However many requests come at once, the table is asked once. */
  const find = (key: string): Promise<Remembered | undefined> => {
    const waiting = asking.get(key);
    if (waiting !== undefined) return waiting;
    const answer = ask(key).finally(() => asking.delete(key));
    asking.set(key, answer);
    return answer;
  };

  const named = ({ requester }: Remembered, { ip, id }: IncomingRequest): Requester => ({
    ...requester,
    address: ip,
    request: id,
  });

  const use = (session: Remembered, request: IncomingRequest): Requester => {
    const now = clock.now();
    if (now > session.seen) session.seen = now;
    return named(session, request);
  };

  const look = async (key: string, request: IncomingRequest): Promise<Requester | undefined> => {
    const session = await find(key);
    if (session === undefined) return undefined;
    const requester = use(session, request);
    if (session.seen - session.written >= SEEN_MILLISECONDS) {
      session.written = session.seen;
      await markSeen(pool, Buffer.from(key, 'base64'), session.seen);
    }
    return requester;
  };

  /** What was looked up so lately that the table need not be asked. */
  const trusted = (key: string): Remembered | undefined => {
    const session = remembered.get(key);
    const isFresh = session !== undefined && clock.monotonic() - session.asked < TRUSTED_MILLISECONDS;
    return isFresh && !isOver(session, clock.now()) ? session : undefined;
  };

  const changed = (): void => {
    changes++;
    // What is remembered has to be asked for again, but is still known.
    for (const [key, session] of remembered)
      remembered.set(key, { ...session, asked: -Infinity as ElapsedMilliseconds });
  };

  return {
    async begin(subject) {
      const { idle, whole } = SESSION_LIMITS[subject.role];
      const now = clock.now();
      const until = (now + whole) as Instant;
      const token = newToken();
      await insertSession(pool, sha256(token), subject, { now, until, idle });
      return { token, until };
    },
    requesterOf(request) {
      const key = keyOf(request);
      if (key === undefined) return undefined;
      const session = trusted(key);
      return session ? use(session, request) : look(key, request);
    },
    async watcherOf(request) {
      const key = keyOf(request);
      const session = key === undefined ? undefined : (trusted(key) ?? (await find(key)));
      return session && named(session, request);
    },
    async untilOf(request) {
      const key = keyOf(request);
      return key === undefined ? undefined : (await find(key))?.until;
    },
    async emergencyUntilOf(request) {
      const key = keyOf(request);
      return key === undefined ? undefined : (await find(key))?.emergencyUntil;
    },
    knownKey(request) {
      const key = keyOf(request);
      return key !== undefined && remembered.has(key) ? key : undefined;
    },
    async end(request) {
      const key = keyOf(request);
      if (key === undefined) return;
      await endSession(pool, Buffer.from(key, 'base64'), clock.now());
      changed();
      remembered.delete(key);
    },
    async endOf(who) {
      const count = await endSessionsOf(pool, who, clock.now());
      changed();
      return count;
    },
    async openEmergency({ who, session = '' }, until) {
      await setEmergency(pool, who, session, until);
      changed();
    },
    forget: changed,
  };
}
