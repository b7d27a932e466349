import { type Instant, isoOf } from '@cryopath/pathway';
import type { Pool } from './session-table.ts';

/** A passkey as it is kept: there is nothing secret in it. */
export interface StoredPasskey {
  /** Credential id, base64url. */
  readonly id: string;
  readonly account: string;
  /** COSE. */
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
}

export interface ListedPasskey {
  readonly id: string;
  readonly madeAt: string;
  readonly usedAt: string | null;
}

export async function findPasskey(pool: Pool, id: string): Promise<StoredPasskey | undefined> {
  const { rows } = await pool.query<StoredPasskey>(
    'select id, account, public_key as "publicKey", counter, transports from passkey where id = $1',
    [id],
  );
  return rows[0];
}

export async function passkeysOf(pool: Pool, account: string): Promise<readonly ListedPasskey[]> {
  const { rows } = await pool.query<ListedPasskey>(
    'select id, made_at as "madeAt", used_at as "usedAt" from passkey where account = $1 order by made_at, id',
    [account],
  );
  return rows;
}

const VALUES = 'values ($1, $2, $3, $4, $5, $6)';
const valuesOf = ({ id, account, publicKey, counter, transports }: StoredPasskey, now: Instant) => [
  id,
  account,
  publicKey,
  counter,
  transports,
  isoOf(now),
];

/** @returns false when there is one of this id: a passkey belongs to one account */
export async function insertPasskey(pool: Pool, passkey: StoredPasskey, now: Instant): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into passkey (id, account, public_key, counter, transports, made_at) ${VALUES} on conflict do nothing`,
    valuesOf(passkey, now),
  );
  return rowCount === 1;
}

/**
 * The first passkey of somebody who was invited: the link is used up exactly when the account becomes active with it.
 *
 * @param link SHA-256 of the invitation's token
 * @param confirmationCode for the lead, when the account is not confirmed
 * @returns false when somebody was faster
 */
export async function insertFirstPasskey(
  pool: Pool,
  passkey: StoredPasskey,
  link: Buffer,
  now: Instant,
  confirmationCode: string,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with used as (update link set used_at = $6 where hash = $7 and used_at is null and until > $6
         and exists (select from account where id = $2 and state = 'invited') returning account),
       joined as (update account a set state = 'active', totp = null,
         confirmation_code = case when a.confirmed_at is null then $8 end from used
         where a.id = used.account and a.id = $2 and a.state = 'invited' returning a.id)
     insert into passkey (id, account, public_key, counter, transports, made_at)
       select $1, joined.id, $3, $4, $5, $6 from joined`,
    [...valuesOf(passkey, now), link, confirmationCode],
  );
  return rowCount === 1;
}

/** Counts a use. @returns false when the authenticator's counter did not grow: there may be a copy of it (WebAuthn 2, 7.2, step 21) */
export async function countPasskeyUse(pool: Pool, id: string, counter: number, now: Instant): Promise<boolean> {
  const { rowCount } = await pool.query(
    'update passkey set counter = $2, used_at = $3 where id = $1 and (counter < $2 or (counter = 0 and $2 = 0))',
    [id, counter, isoOf(now)],
  );
  return rowCount === 1;
}

export type Removal = 'removed' | 'only-way' | 'none';

/** Removes a passkey, unless its holder would be left without a way to sign in. Locks the account, so that two removals at once leave one. */
export async function removePasskey(pool: Pool, account: string, id: string): Promise<Removal> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ password: string | null }>(
      'select password from account where id = $1 for update',
      [account],
    );
    const keys = await client.query<{ id: string }>('select id from passkey where account = $1', [account]);
    const isTheirs = keys.rows.some((key) => key.id === id);
    const mayGo = rows[0]?.password != null || keys.rows.length > 1;
    if (isTheirs && mayGo) await client.query('delete from passkey where id = $1', [id]);
    await client.query('commit');
    return !isTheirs ? 'none' : mayGo ? 'removed' : 'only-way';
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
