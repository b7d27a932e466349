import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import type { Requester } from '@cryopath/record';
import type { Pool } from './session-table.ts';
import type { SignIn } from './sign-in.ts';

/** One of a person's own open sessions. Its name opens nothing: it is half of the hash of its token. */
export interface OwnSession {
  readonly id: string;
  readonly since: string;
  /** The last request, to the minute. */
  readonly seen: string;
  readonly until: string;
  /** Whether it is the one that asks. */
  readonly isThis: boolean;
}

const NAME = `encode(substring(hash for 16), 'hex')`;

/** Where somebody is signed in now, the newest first: sessions that ended by themselves are not among them. */
export async function ownSessions({ pool, clock }: SignIn, requester: Requester): Promise<readonly OwnSession[]> {
  const { rows } = await pool.query<Omit<OwnSession, 'isThis'>>(
    `select ${NAME} as id, since, seen, until from session
     where who = $1 and ended_at is null and until > $2 and seen + idle > $2 order by since desc, hash limit 200`,
    [requester.who, isoOf(clock.now())],
  );
  return rows.map((row) => ({ ...row, isThis: row.id === requester.session }));
}

/**
 * Ends another session of one's own: of a telephone that was lost, a computer that was left. It stands in the trail before it counts.
 *
 * Refused: CRYO-421 one has no such session open.
 */
export async function endOwnSession(
  { pool, clock, trail, sessions }: SignIn,
  requester: Requester,
  id: string,
): Promise<Result<void>> {
  if (!(await isOpen(pool, requester.who, id))) return refused(outcome('CRYO-421'));
  const logged = await trail.acted(requester, { interaction: 'logout', detail: `session ${id.slice(0, 8)}` });
  if (!logged.ok) return logged;
  await endNamed(pool, requester.who, id, clock.now());
  sessions.forget();
  return ok(undefined);
}

async function isOpen(pool: Pool, who: string, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(`select from session where who = $1 and ${NAME} = $2 and ended_at is null`, [
    who,
    id,
  ]);
  return rowCount === 1;
}

const endNamed = (pool: Pool, who: string, id: string, now: Instant) =>
  pool.query(`update session set ended_at = $3 where who = $1 and ${NAME} = $2 and ended_at is null`, [
    who,
    id,
    isoOf(now),
  ]);
