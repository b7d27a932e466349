import { type Instant, instantOf, isoOf } from '@cryopath/pathway';
import type { Database, Purpose, Requester, Role } from '@cryopath/record';

export type Pool = Database['pool'];

/** Whose session it is, and what it was made of. */
export interface SessionSubject extends Omit<Requester, 'role' | 'session' | 'address' | 'request'> {
  /** The product itself never signs in. */
  readonly role: Exclude<Role, 'service'>;
  /** Of staff: the session ends with the account, and with any change of its role or clinic. */
  readonly account?: string;
  /** Of an integrator. */
  readonly client?: string;
}

/** A session that has not ended, as the table tells it. */
export interface StoredSession {
  readonly requester: Requester;
  readonly since: Instant;
  readonly seen: Instant;
  readonly until: Instant;
  /** Until when it acts in an emergency; absent when it does not. */
  readonly emergencyUntil?: Instant;
  /** Milliseconds. */
  readonly idle: number;
}

/** What a session is called in the record and on its trail (H16): half of the hash under which it is kept. It opens nothing. */
const sessionName = (hash: Buffer): string => hash.toString('hex', 0, 16);

interface Row {
  readonly who: string;
  readonly role: Role;
  readonly purpose: Purpose;
  readonly clinic: string;
  readonly patients: readonly string[];
  readonly scopes: readonly string[] | null;
  readonly since: string;
  readonly seen: string;
  readonly until: string;
  readonly emergencyUntil: string | null;
  readonly idle: number;
}

/**
 * Held against the account, the client and the grants each time: what was taken from somebody is gone from their open sessions within a second, whoever
 * took it and however.
 */
const FIND = {
  name: 'session-find',
  text: `select s.who, s.role, s.clinic, s.scopes, s.since, s.seen, s.until, (extract(epoch from s.idle) * 1000)::float8 as idle,
      case when s.emergency_until > $2 then 'BTG' else s.purpose end as purpose,
      case when s.emergency_until > $2 then s.emergency_until end as "emergencyUntil",
      case when s.role = 'caregiver'
        then array(select g.patient from caregiver_grant g where g.caregiver = s.who and g.revoked_at is null order by g.patient)
        else s.patients end as patients
    from session s left join account a on a.id = s.account left join client c on c.id = s.client
    where s.hash = $1 and s.ended_at is null
      and (s.account is null or (a.state = 'active' and a.role = s.role and a.clinic = s.clinic
        and (a.role = 'administrator' or a.confirmed_at is not null)))
      and (s.client is null or c.state = 'active')`,
};

/** The session under a token's hash; undefined when there is none, or it was ended. Whether its time is over, is the caller's to see. */
export async function findSession(pool: Pool, hash: Buffer, now: Instant): Promise<StoredSession | undefined> {
  const { rows } = await pool.query<Row>({ ...FIND, values: [hash, isoOf(now)] });
  const [row] = rows;
  // A caregiver to whom nobody gives access any more has nothing to be signed in for.
  if (!row || (row.role === 'caregiver' && row.patients.length === 0)) return undefined;
  const { who, role, purpose, clinic, patients, scopes, emergencyUntil } = row;
  return {
    requester: {
      who,
      role,
      purpose,
      clinic,
      patients,
      session: sessionName(hash),
      ...(scopes === null ? {} : { scopes }),
    },
    since: instantOf(row.since),
    seen: instantOf(row.seen),
    until: instantOf(row.until),
    ...(emergencyUntil === null ? {} : { emergencyUntil: instantOf(emergencyUntil) }),
    idle: row.idle,
  };
}

/** @param idle milliseconds */
export async function insertSession(
  pool: Pool,
  hash: Buffer,
  subject: SessionSubject,
  { now, until, idle }: { readonly now: Instant; readonly until: Instant; readonly idle: number },
): Promise<void> {
  const { who, role, purpose, clinic, patients, scopes, account, client } = subject;
  await pool.query(
    `insert into session (hash, who, role, purpose, clinic, patients, scopes, account, client, since, seen, idle, until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11 * interval '1 millisecond', $12)`,
    [hash, who, role, purpose, clinic, patients, scopes, account, client, isoOf(now), idle, isoOf(until)],
  );
}

export async function markSeen(pool: Pool, hash: Buffer, now: Instant): Promise<void> {
  await pool.query('update session set seen = $2 where hash = $1 and seen < $2 and ended_at is null', [
    hash,
    isoOf(now),
  ]);
}

/** @returns how many ended: none when it had ended before. */
export async function endSession(pool: Pool, hash: Buffer, now: Instant): Promise<number> {
  const { rowCount } = await pool.query('update session set ended_at = $2 where hash = $1 and ended_at is null', [
    hash,
    isoOf(now),
  ]);
  return rowCount ?? 0;
}

/** Every session of a person, wherever they are signed in. */
export async function endSessionsOf(pool: Pool, who: string, now: Instant): Promise<number> {
  const { rowCount } = await pool.query('update session set ended_at = $2 where who = $1 and ended_at is null', [
    who,
    isoOf(now),
  ]);
  return rowCount ?? 0;
}

/** H16: what this person does in this session until then, they do in an emergency. @param session its name, see {@link sessionName} */
export async function setEmergency(pool: Pool, who: string, session: string, until: string): Promise<void> {
  await pool.query(
    `update session set emergency_until = $3 where who = $1 and encode(substring(hash for 16), 'hex') = $2 and ended_at is null`,
    [who, session, until],
  );
}

/** Sessions that have not ended last longer by this: the demo's clock is set ahead, and they are not used up by that. @param milliseconds of the move */
export async function carrySessions(pool: Pool, milliseconds: number): Promise<void> {
  await pool.query(
    `update session set seen = seen + $1 * interval '1 millisecond', until = until + $1 * interval '1 millisecond' where ended_at is null`,
    [milliseconds],
  );
}
