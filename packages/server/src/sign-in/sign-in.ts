import { ok, type Result } from '@cryopath/fhir';
import type { Clock } from '@cryopath/pathway';
import type { ClinicRecord, Database, Requester } from '@cryopath/record';
import { createReadLog } from '@cryopath/record/database';
import { type Attempts, createAttempts } from './attempts.ts';
import { type WorkGate, workGate } from './gate-of-work.ts';
import type { IncomingRequest } from './requester-of.ts';
import { type Sealing, sealing } from './sealed-secret.ts';
import type { Pool, SessionSubject } from './session-table.ts';
import { type BegunSession, createSessions, type Sessions } from './sessions.ts';
import { createSignInTrail, type SignInTrail, type SignInWay } from './sign-in-trail.ts';

/** Everything that the ways to sign in work with. */
export interface SignIn {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly record: ClinicRecord;
  readonly sessions: Sessions;
  readonly trail: SignInTrail;
  readonly attempts: Attempts;
  readonly hashing: WorkGate;
  readonly sealing: Sealing;
  /** Scheme and host, without a trailing slash: it stands in links, and passkeys are bound to it. */
  readonly publicUrl: string;
  readonly secure: boolean;
}

export interface SignInOptions {
  readonly clock: Clock;
  readonly record: ClinicRecord;
  readonly publicUrl: string;
  /** 32 bytes, see `sealed-secret.ts`. */
  readonly key: Buffer;
}

/** 64 MiB each: two at once are what a small machine can spare, and a queue of sixteen is answered within two seconds. */
const HASHES_AT_ONCE = 2;
const HASHES_WAITING = 16;

/** Sign-in on a database that has the server's tables. */
export function createSignIn({ pool, logPool }: Pick<Database, 'pool' | 'logPool'>, options: SignInOptions): SignIn {
  const { clock, record, publicUrl, key } = options;
  const secure = publicUrl.startsWith('https:');
  return {
    pool,
    clock,
    record,
    publicUrl,
    secure,
    sessions: createSessions(pool, clock, secure),
    trail: createSignInTrail(createReadLog(logPool), clock),
    attempts: createAttempts(pool, clock),
    hashing: workGate(HASHES_AT_ONCE, HASHES_WAITING),
    sealing: sealing(key),
  };
}

/** The last step of every way in: the act stands in the trail before the session exists. */
export async function beginSession(
  { trail, sessions }: SignIn,
  subject: SessionSubject,
  request: IncomingRequest,
  way: SignInWay,
): Promise<Result<BegunSession>> {
  const logged = await trail.signedIn(subject, request, way);
  return logged.ok ? ok(await sessions.begin(subject)) : logged;
}

/**
 * The record, with sign-in told of opened charts: whoever breaks the glass acts in an emergency in that session from that moment
 * on, until the half hour or the session is over (H16).
 */
export const withEmergencies = (record: ClinicRecord, sessions: Sessions): ClinicRecord => ({
  ...record,
  async breakGlass(requester: Requester, patient: string, reason: string) {
    const opened = await record.breakGlass(requester, patient, reason);
    if (opened.ok) await sessions.openEmergency(requester, opened.value.until);
    return opened;
  },
});
