import { outcome } from '@cryopath/fhir';
import type { Clock, ElapsedMilliseconds } from '@cryopath/pathway';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../http/refuse.ts';
import type { Sessions } from './sessions.ts';

/** How many requests may come at once, and how many a second in the long run. */
export interface Allowance {
  readonly atOnce: number;
  readonly aSecond: number;
}

/** One person's screens need a tenth of it; a program that files data is slowed down before it slows down others. */
const SIGNED_IN: Allowance = { atOnce: 3_000, aSecond: 300 };
/** A whole clinic may sit behind one address, each of its people unknown until their session was looked up once. */
const STRANGERS: Allowance = { atOnce: 600, aSecond: 20 };
const REMEMBERED_AT_MOST = 20_000;
/** What strangers can ask of the database. Pages and pictures are files. */
const GUARDED = /^\/(?:fhir|sign-in|oauth|events|demo)(?:[/?]|$)/;

/** Counts requests by a key, in the memory of this process. */
export interface RequestLimit {
  /** @returns 0 when this request may pass, else the whole seconds to wait */
  take(key: string): number;
}

/** A bucket for each key (token bucket): it holds `atOnce`, and `aSecond` flow in. */
export function requestLimit(clock: Pick<Clock, 'monotonic'>, { atOnce, aSecond }: Allowance): RequestLimit {
  const buckets = new Map<string, { left: number; at: ElapsedMilliseconds }>();
  return {
    take(key) {
      const now = clock.monotonic();
      const bucket = buckets.get(key);
      if (bucket === undefined) {
        // The oldest one is the first; a key that comes so rarely has a full bucket by now, or will be slowed down again soon.
        const oldest = buckets.size >= REMEMBERED_AT_MOST ? buckets.keys().next().value : undefined;
        if (oldest !== undefined) buckets.delete(oldest);
        buckets.set(key, { left: atOnce - 1, at: now });
        return 0;
      }
      bucket.left = Math.min(atOnce, bucket.left + ((now - bucket.at) / 1000) * aSecond);
      bucket.at = now;
      if (bucket.left < 1) return Math.ceil((1 - bucket.left) / aSecond);
      bucket.left -= 1;
      return 0;
    },
  };
}

/** Slows down who asks too much: a session by itself, strangers by their address. */
export function limitRequests(app: FastifyInstance, sessions: Sessions, clock: Clock): void {
  const signedIn = requestLimit(clock, SIGNED_IN);
  const strangers = requestLimit(clock, STRANGERS);
  app.addHook('onRequest', (request, reply, next) => {
    const session = sessions.knownKey(request);
    const isGuarded = session !== undefined || GUARDED.test(request.url);
    const seconds = session !== undefined ? signedIn.take(session) : isGuarded ? strangers.take(request.ip) : 0;
    if (seconds > 0) refuse(request, reply, outcome('CRYO-408', { seconds }));
    else next();
  });
}
