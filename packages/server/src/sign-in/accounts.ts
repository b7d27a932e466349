import { type JsonResource, ok, outcome, type Result, refused } from '@cryopath/fhir';
import type { Requester } from '@cryopath/record';
import { uuidV7 } from '@cryopath/record/database';
import {
  type Account,
  accountById,
  accountNamed,
  accountsOf,
  changeAccount,
  clearCredentials,
  insertAccount,
  STAFF_ROLES,
  type StaffRole,
} from './account-table.ts';
import { newConfirmationCode, unconfirmed } from './confirmation.ts';
import { makeInvitation } from './invitation.ts';
import type { SignIn } from './sign-in.ts';
import { foldedUserName, isUserName } from './user-name.ts';

/** What others are shown of an account. */
export interface ShownAccount extends Pick<Account, 'id' | 'who' | 'role' | 'clinic' | 'userName' | 'state'> {
  /** Whether they are still to be confirmed by the lead. */
  readonly waits: boolean;
}

const shownAccount = (account: Account): ShownAccount => {
  const { id, who, role, clinic, userName, state } = account;
  return { id, who, role, clinic, userName, state, waits: unconfirmed(account) !== undefined };
};

export const isStaffRole = (text: string): text is StaffRole => (STAFF_ROLES as readonly string[]).includes(text);

export interface NewStaff {
  readonly userName: string;
  readonly role: StaffRole;
  /** Organization id. */
  readonly clinic: string;
  /** As the Practitioner is called: given names, then family name. */
  readonly name: string;
}

/**
 * Takes on a member of staff: a Practitioner in the record, an account, and an invitation to hand over.
 *
 * Refused: CRYO-419 the user name cannot be one; CRYO-420 it is taken; as a write of the Practitioner is.
 */
export async function takeOn(signIn: SignIn, requester: Requester, { userName, role, clinic, name }: NewStaff) {
  const { pool, clock, record } = signIn;
  const folded = foldedUserName(userName);
  if (!isUserName(folded)) return refused(outcome('CRYO-419', { field: 'userName' }));
  if (await accountNamed(pool, folded)) return refused(outcome('CRYO-420'));
  const written = await record.create(requester, practitioner(name));
  if (!written.ok) return written;
  const now = clock.now();
  const account = { id: uuidV7(now), who: `Practitioner/${written.value.id}`, role, clinic, userName: folded };
  // Whoever runs the installation has the database too: what they type on its console needs nobody else. An administrator's account does, see confirmation.ts.
  const confirmedBy = requester.role === 'service' ? requester.who : undefined;
  if (!(await insertAccount(pool, account, now, confirmedBy))) return refused(outcome('CRYO-420'));
  return makeInvitation(signIn, requester, account);
}

function practitioner(name: string): JsonResource {
  const words = name.trim().split(/\s+/);
  const [family = '', given] = [words.at(-1), words.slice(0, -1)];
  return {
    resourceType: 'Practitioner',
    active: true,
    name: [{ text: name.trim(), family, ...(given.length > 0 ? { given } : {}) }],
  };
}

/** The accounts of an administrator's clinic. Refused: CRYO-403 for everybody else. */
export async function listAccounts({ pool }: SignIn, requester: Requester): Promise<Result<readonly ShownAccount[]>> {
  if (requester.role !== 'administrator') return refused(outcome('CRYO-403'));
  return ok((await accountsOf(pool, requester.clinic)).map(shownAccount));
}

/** The change that an administrator may make; theirs alone, and not to themselves: nobody locks themselves out, or makes themselves a doctor. */
export interface AccountChange {
  readonly role?: StaffRole;
  readonly state?: 'active' | 'disabled';
}

/** Changes role or state. With another role they wait for the lead to confirm it. The account's sessions end: at once here, within a second elsewhere. */
export async function changeStaff(
  signIn: SignIn,
  requester: Requester,
  id: string,
  change: AccountChange,
): Promise<Result<ShownAccount>> {
  const account = await administered(signIn, requester, id);
  if (!account.ok) return account;
  // Who never chose how to sign in has nothing to be activated with.
  const { state } = account.value;
  if (change.state === 'active' && state === 'invited') return refused(outcome('CRYO-419', { field: 'state' }));
  const logged = await logAccount(signIn, requester, account.value, JSON.stringify(change));
  if (!logged.ok) return logged;
  const changed = await changeAccount(signIn.pool, id, requester.clinic, change, newConfirmationCode());
  await signIn.sessions.endOf(account.value.who);
  return changed === undefined ? refused(outcome('CRYO-421')) : ok(shownAccount(changed));
}

/** Invites somebody anew who lost telephone and recovery codes, or forgot the password: what they had is taken away, their
 * sessions end, and the lead confirms them anew. */
export async function inviteAgain(signIn: SignIn, requester: Requester, id: string) {
  const account = await administered(signIn, requester, id);
  if (!account.ok) return account;
  if (account.value.state === 'disabled') return refused(outcome('CRYO-419', { field: 'state' }));
  const made = await makeInvitation(signIn, requester, account.value);
  if (!made.ok) return made;
  await clearCredentials(signIn.pool, id);
  await signIn.sessions.endOf(account.value.who);
  return made;
}

/** Ends every session of somebody of the clinic. @returns how many */
export async function endSessionsByOther(signIn: SignIn, requester: Requester, id: string): Promise<Result<number>> {
  const account = await administered(signIn, requester, id);
  if (!account.ok) return account;
  const logged = await logAccount(signIn, requester, account.value, 'sessions ended');
  return logged.ok ? ok(await signIn.sessions.endOf(account.value.who)) : logged;
}

async function administered({ pool }: SignIn, requester: Requester, id: string): Promise<Result<Account>> {
  if (requester.role !== 'administrator') return refused(outcome('CRYO-403'));
  const account = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? await accountById(pool, id) : undefined;
  if (account === undefined || account.clinic !== requester.clinic) return refused(outcome('CRYO-421'));
  return account.who === requester.who ? refused(outcome('CRYO-403')) : ok(account);
}

const logAccount = ({ trail }: SignIn, requester: Requester, { who }: Account, detail: string) =>
  trail.acted(requester, {
    interaction: 'account',
    type: 'Practitioner',
    resource: who.slice('Practitioner/'.length),
    detail,
  });
