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
  /** Whether the clinic's lead, or whoever runs the installation, said that this person is to have this role. */
  readonly isConfirmed: boolean;
  /** What the person tells the lead, while they wait for being confirmed; null when they do not. */
  readonly confirmationCode: string | null;
}

/** `invited`: has no way to sign in yet, or has to choose a new one. */
export type AccountState = 'invited' | 'active' | 'disabled';

const COLUMNS = `id, who, role, clinic, user_name as "userName", state, password, totp,
  confirmed_at is not null as "isConfirmed", confirmation_code as "confirmationCode"`;

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

/**
 * @param confirmedBy who stands for this person having this role; undefined when the lead is still to say so
 * @returns false when the user name or the person has an account already.
 */
export async function insertAccount(
  pool: Pool,
  account: NewAccount,
  now: Instant,
  confirmedBy?: string,
): Promise<boolean> {
  const { id, who, role, clinic, userName } = account;
  const { rowCount } = await pool.query(
    `insert into account (id, who, role, clinic, user_name, state, made_at, confirmed_by, confirmed_at)
       values ($1, $2, $3, $4, $5, 'invited', $6, $7, case when $7::text is not null then $6::timestamptz end)
     on conflict do nothing`,
    [id, who, role, clinic, userName, isoOf(now), confirmedBy],
  );
  return rowCount === 1;
}

/**
 * Role or state of an account of this clinic. Another role is another decision: it is to be confirmed anew.
 *
 * @param code for the person to tell the lead, when there is something to confirm
 * @returns undefined when there is none
 */
export async function changeAccount(
  pool: Pool,
  id: string,
  clinic: string,
  { role, state }: { readonly role?: StaffRole; readonly state?: AccountState },
  code: string,
): Promise<Account | undefined> {
  const { rows } = await pool.query<Account>(
    `update account set role = coalesce($3, role), state = coalesce($4, state),
       confirmed_by = case when $3 <> role then null else confirmed_by end,
       confirmed_at = case when $3 <> role then null else confirmed_at end,
       confirmation_code = case when $3 <> role then $5 else confirmation_code end
     where id = $1 and clinic = $2 returning ${COLUMNS}`,
    [id, clinic, role, state, code],
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

/** Takes away every way to sign in, and with it that this person was confirmed: who holds the next invitation may be somebody else. */
export async function clearCredentials(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `with reset as (update account set state = 'invited', password = null, totp = null,
         confirmed_by = null, confirmed_at = null, confirmation_code = null where id = $1 returning id),
       codes as (delete from recovery_code using reset where account = reset.id)
     delete from passkey using reset where account = reset.id`,
    [id],
  );
}
