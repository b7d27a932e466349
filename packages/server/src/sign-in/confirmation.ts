import { randomInt } from 'node:crypto';
import { type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { Requester } from '@cryopath/record';
import type { Account, StaffRole } from './account-table.ts';
import type { SignIn } from './sign-in.ts';

/**
 * A second person stands for whoever is let into charts: an administrator makes the account and hands over the invitation, and the clinic's lead confirms, under
 * their own sign-in, that this person is to have this role. The person chooses how to sign in first and is shown a code, which they tell the lead
 * themselves: an administrator who kept the invitation would have to be at the lead's side in the colleague's place.
 *
 * An administrator sees no chart: that role alone needs nobody else.
 */
const needsConfirmation = (role: StaffRole): boolean => role !== 'administrator';

/** Without letters and digits that are taken for one another. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** Eight characters, 39 bits: told across a desk, and tried under somebody's own name. */
export const newConfirmationCode = (): string => {
  const letters = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};

/** Why somebody who showed who they are is not let in yet; undefined when they are. It tells them the code for the lead. */
export const unconfirmed = ({ role, isConfirmed, confirmationCode }: Account): Outcome | undefined =>
  !needsConfirmation(role) || isConfirmed ? undefined : outcome('CRYO-427', { code: confirmationCode ?? '' });

/** Somebody who waits for the lead. Their code is not among it: they tell it themselves. */
export interface AwaitingConfirmation {
  readonly id: string;
  readonly who: string;
  readonly role: StaffRole;
  readonly userName: string;
  /** When the account was made. */
  readonly madeAt: string;
}

const WAITS = `confirmed_at is null and state = 'active' and role <> 'administrator'`;

/** Those of the lead's clinic who chose how to sign in and are not confirmed, by name. Refused: CRYO-403 for everybody else. */
export async function awaitingConfirmation(
  { pool }: SignIn,
  requester: Requester,
): Promise<Result<readonly AwaitingConfirmation[]>> {
  if (!isLead(requester)) return refused(outcome('CRYO-403'));
  const { rows } = await pool.query<AwaitingConfirmation>(
    `select id, who, role, user_name as "userName", made_at as "madeAt" from account where ${WAITS} and clinic = $1 and who <> $2 order by user_name limit 1000`,
    [requester.clinic, requester.who],
  );
  return ok(rows);
}

/**
 * The lead confirms somebody who told them their code. It stands in the trail before it counts.
 *
 * Refused: CRYO-403 to everybody else, and upon oneself; CRYO-421 nobody waits there, of this clinic; CRYO-428 it is not their code.
 */
export async function confirmStaff(
  signIn: SignIn,
  requester: Requester,
  id: string,
  code: string,
): Promise<Result<void>> {
  const { pool, clock, trail } = signIn;
  if (!isLead(requester)) return refused(outcome('CRYO-403'));
  const { rows } = await pool.query<{ who: string; role: StaffRole; code: string | null }>(
    `select who, role, confirmation_code as code from account where ${WAITS} and id::text = $1 and clinic = $2`,
    [id, requester.clinic],
  );
  const [waiting] = rows;
  if (waiting === undefined) return refused(outcome('CRYO-421'));
  if (waiting.who === requester.who) return refused(outcome('CRYO-403'));
  const isTheirs = waiting.code !== null && waiting.code === code.trim().toUpperCase();
  const logged = await trail.acted(requester, {
    interaction: 'account',
    type: 'Practitioner',
    resource: waiting.who.slice('Practitioner/'.length),
    ...(isTheirs ? {} : { outcome: 4 as const }),
    detail: isTheirs ? `confirmed as ${waiting.role}` : 'CRYO-428',
  });
  if (!logged.ok) return logged;
  if (!isTheirs) return refused(outcome('CRYO-428'));
  // What is confirmed is what was looked at: this role, under this code.
  const { rowCount } = await pool.query(
    `update account set confirmed_by = $2, confirmed_at = $3, confirmation_code = null
     where ${WAITS} and id::text = $1 and role = $4 and confirmation_code = $5 and clinic = $6`,
    [id, requester.who, isoOf(clock.now()), waiting.role, waiting.code, requester.clinic],
  );
  return rowCount === 1 ? ok(undefined) : refused(outcome('CRYO-421'));
}

/**
 * The lead does not know this person, or not in this role: the account is closed before it was ever open. An administrator can open it again, and then it waits
 * for the lead as before.
 *
 * Refused: CRYO-403 to everybody else, and upon oneself; CRYO-421 nobody waits there, of this clinic.
 */
export async function refuseStaff(signIn: SignIn, requester: Requester, id: string): Promise<Result<void>> {
  const { pool, trail } = signIn;
  if (!isLead(requester)) return refused(outcome('CRYO-403'));
  const { rows } = await pool.query<{ who: string; role: StaffRole }>(
    `select who, role from account where ${WAITS} and id::text = $1 and clinic = $2`,
    [id, requester.clinic],
  );
  const [waiting] = rows;
  if (waiting === undefined) return refused(outcome('CRYO-421'));
  if (waiting.who === requester.who) return refused(outcome('CRYO-403'));
  const logged = await trail.acted(requester, {
    interaction: 'account',
    type: 'Practitioner',
    resource: waiting.who.slice('Practitioner/'.length),
    detail: `not confirmed as ${waiting.role}`,
  });
  if (!logged.ok) return logged;
  const { rowCount } = await pool.query(
    `update account set state = 'disabled' where ${WAITS} and id::text = $1 and role = $2 and clinic = $3`,
    [id, waiting.role, requester.clinic],
  );
  return rowCount === 1 ? ok(undefined) : refused(outcome('CRYO-421'));
}

/** A lead's clinic is theirs by their account; one without a clinic leads nobody. */
const isLead = ({ role, clinic, scopes }: Requester): boolean =>
  role === 'lead' && clinic !== '' && scopes === undefined;
