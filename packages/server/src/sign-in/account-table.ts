import { type Instant, isoOf } from '@cryopath/pathway';
import type { Purpose } from '@cryopath/record';
import type { Pool, SessionSubject } from './session-table.ts';

export const STAFF_ROLES = ['nurse', 'doctor', 'lead', 'administrator', 'auditor'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Somebody who works here and may sign in. */
export interface Account {
  readonly id: string;
  readonly who: string;
  readonly role: StaffRole;
  readonly clinic: string;
  readonly userName: string;
  readonly state: AccountState;
  /** argon2id in the PHC format; null for those who have passkeys alone. */
  readonly password: string | null;
  /** Sealed. */
  readonly totp: Buffer | null;
}

/** `invited`: has no way to sign in yet, or has to choose a new one. */
export type AccountState = 'invited' | 'active' | 'disabled';

const COLUMNS = 'id, who, role, clinic, user_name as "userName", state, password, totp';

const PURPOSE: Readonly<Record<StaffRole, Purpose>> = {
  nurse: 'TREAT',
  doctor: 'TREAT',
  lead: 'TREAT',
  administrator: 'HSYSADMIN',
  auditor: 'HCOMPL',
};

/** As whom the holder of an account is signed in. */
export const subjectOf = ({ id, who, role, clinic }: Account): SessionSubject => ({
  who,
  role,
  purpose: PURPOSE[role],
  clinic,
  patients: [],
  account: id,
});

/** @param userName folded */
export async function accountNamed(pool: Pool, userName: string): Promise<Account | undefined> {
  const { rows } = await pool.query<Account>(`select ${COLUMNS} from account where user_name = $1`, [userName]);
  return rows[0];
}

export async function accountById(pool: Pool, id: string): Promise<Account | undefined> {
  const { rows } = await pool.query<Account>(`select ${COLUMNS} from account where id = $1`, [id]);
  return rows[0];
}

export async function accountOf(pool: Pool, who: string): Promise<Account | undefined> {
  const { rows } = await pool.query<Account>(`select ${COLUMNS} from account where who = $1`, [who]);
  return rows[0];
}

/** The accounts of a clinic, by name. */
export async function accountsOf(pool: Pool, clinic: string): Promise<readonly Account[]> {
  const { rows } = await pool.query<Account>(
    `select ${COLUMNS} from account where clinic = $1 order by user_name limit 1000`,
    [clinic],
  );
  return rows;
}

export type NewAccount = Pick<Account, 'id' | 'who' | 'role' | 'clinic' | 'userName'>;

/** @returns false when the user name or the person has an account already. */
export async function insertAccount(pool: Pool, account: NewAccount, now: Instant): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into account (id, who, role, clinic, user_name, state, made_at) values ($1, $2, $3, $4, $5, 'invited', $6)
     on conflict do nothing`,
    [account.id, account.who, account.role, account.clinic, account.userName, isoOf(now)],
  );
  return rowCount === 1;
}

/** Role or state of an account of this clinic. @returns undefined when there is none */
export async function changeAccount(
  pool: Pool,
  id: string,
  clinic: string,
  { role, state }: { readonly role?: StaffRole; readonly state?: AccountState },
): Promise<Account | undefined> {
  const { rows } = await pool.query<Account>(
    `update account set role = coalesce($3, role), state = coalesce($4, state) where id = $1 and clinic = $2 returning ${COLUMNS}`,
    [id, clinic, role, state],
  );
  return rows[0];
}

/** An authenticator's secret for somebody who was invited; it counts once a code of it was given. */
export async function offerTotp(pool: Pool, id: string, sealed: Buffer): Promise<void> {
  await pool.query(`update account set totp = $2, totp_step = 0 where id = $1 and state = 'invited'`, [id, sealed]);
}

/** Uses up one time step. @returns false when it, or a later one, was used before: of two at once one wins. */
export async function useTotpStep(pool: Pool, id: string, step: number): Promise<boolean> {
  const { rowCount } = await pool.query('update account set totp_step = $2 where id = $1 and totp_step < $2', [
    id,
    step,
  ]);
  return rowCount === 1;
}

/** Uses up one recovery code. */
export async function useRecoveryCode(pool: Pool, id: string, hash: Buffer): Promise<boolean> {
  const { rowCount } = await pool.query('delete from recovery_code where account = $1 and hash = $2', [id, hash]);
  return rowCount === 1;
}

/** Takes away every way to sign in. */
export async function clearCredentials(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `with reset as (update account set state = 'invited', password = null, totp = null where id = $1 returning id),
       codes as (delete from recovery_code using reset where account = reset.id)
     delete from passkey using reset where account = reset.id`,
    [id],
  );
}
