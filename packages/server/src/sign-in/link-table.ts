import { type Instant, isoOf } from '@cryopath/pathway';
import type { Pool } from './session-table.ts';

/** A link for one person and one use. */
export interface NewLink {
  readonly hash: Buffer;
  readonly purpose: 'sign-in' | 'invitation';
  readonly who: string;
  readonly account?: string;
  /** SHA-256 of token and spoken code, when there is one. */
  readonly code?: Buffer;
  readonly madeBy: string;
  readonly until: Instant;
}

/** After so many wrong answers a link is worth nothing. */
const TRIES_OF_A_LINK = 5;

/** Makes a link, and ends those that the same person had for the same purpose: the newest one counts. */
export async function insertLink(pool: Pool, link: NewLink, now: Instant): Promise<void> {
  const { hash, purpose, who, account, code, madeBy, until } = link;
  await pool.query(
    `with earlier as (update link set until = $8 where who = $3 and purpose = $2 and used_at is null and until > $8)
     insert into link (hash, purpose, who, account, code, made_by, until, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [hash, purpose, who, account, code, madeBy, isoOf(until), isoOf(now)],
  );
}

export interface OpenLink {
  readonly who: string;
  readonly account: string | null;
  readonly code: Buffer | null;
}

const OPEN = `used_at is null and until > $2 and tries < ${TRIES_OF_A_LINK}`;

/** The link, when it may still be used; nothing changes. */
export async function findLink(
  pool: Pool,
  hash: Buffer,
  purpose: NewLink['purpose'],
  now: Instant,
): Promise<OpenLink | undefined> {
  const { rows } = await pool.query<OpenLink>(
    `select who, account, code from link where hash = $1 and ${OPEN} and purpose = $3`,
    [hash, isoOf(now), purpose],
  );
  return rows[0];
}

/** Counts one try before it is made, however many come at once. @returns undefined when there is none left to make */
export async function tryLink(pool: Pool, hash: Buffer, now: Instant): Promise<OpenLink | undefined> {
  const { rows } = await pool.query<OpenLink>(
    `update link set tries = tries + 1 where hash = $1 and ${OPEN} and purpose = 'sign-in' returning who, account, code`,
    [hash, isoOf(now)],
  );
  return rows[0];
}

/** Uses the link up. @returns false when somebody was faster */
export async function useLink(pool: Pool, hash: Buffer, now: Instant): Promise<boolean> {
  const { rowCount } = await pool.query(
    'update link set used_at = $2 where hash = $1 and used_at is null and until > $2',
    [hash, isoOf(now)],
  );
  return rowCount === 1;
}
