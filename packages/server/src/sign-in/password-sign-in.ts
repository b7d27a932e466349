import { type Outcome, outcome, type Result, refused } from '@cryopath/fhir';
import { type Account, accountNamed, subjectOf, useRecoveryCode, useTotpStep } from './account-table.ts';
import type { Aim } from './attempts.ts';
import { unconfirmed } from './confirmation.ts';
import { isRecoveryCode, recoveryHash, totpStep } from './one-time-code.ts';
import { matchesPassword } from './password.ts';
import type { IncomingRequest } from './requester-of.ts';
import type { BegunSession } from './sessions.ts';
import { beginSession, type SignIn } from './sign-in.ts';
import { tooManyAttempts } from './sign-in-trail.ts';
import { foldedUserName } from './user-name.ts';

export interface PasswordEntry {
  readonly userName: string;
  readonly password: string;
  /** Six digits of the authenticator app, or a recovery code. */
  readonly code: string;
}

/**
 * Staff who have no passkey at hand: password and second factor together, in one step, so that a guessed password is never confirmed.
 *
 * Refused: CRYO-402 whatever was wrong, also an unknown name, in the same time; CRYO-407 too many tries; CRYO-408 too many sign in at once;
 * CRYO-427 the lead has not confirmed them.
 */
export async function signInByPassword(
  signIn: SignIn,
  request: IncomingRequest,
  entry: PasswordEntry,
): Promise<Result<BegunSession>> {
  const { pool, attempts, hashing, trail } = signIn;
  const userName = foldedUserName(entry.userName).slice(0, 100);
  const aims: readonly Aim[] = [
    ['address', request.ip],
    ['account', userName],
  ];
  const no = async (why: Outcome, account?: Account) => {
    const logged = await trail.refusedSignIn(request, 'password', why, account?.who);
    return logged.ok ? refused(why) : logged;
  };
  const wait = await attempts.claim(aims);
  if (wait > 0) return no(tooManyAttempts(wait));
  const account = await accountNamed(pool, userName);
  const hashed = hashing.run(() => matchesPassword(entry.password, account?.password ?? undefined));
  if (hashed === undefined) return no(outcome('CRYO-408', { seconds: 2 }));
  const isPassword = await hashed;
  if (account === undefined || account.state !== 'active' || !isPassword) return no(outcome('CRYO-402'), account);
  // The second factor is used up only when the first was right: nobody else can use up another's codes.
  if (!(await useSecondFactor(signIn, account, entry.code.trim()))) return no(outcome('CRYO-402'), account);
  await attempts.succeeded(aims);
  const waiting = unconfirmed(account);
  if (waiting) return no(waiting, account);
  return beginSession(signIn, subjectOf(account), request, 'password');
}

async function useSecondFactor({ pool, sealing, clock }: SignIn, account: Account, code: string): Promise<boolean> {
  if (account.totp === null) return false;
  if (isRecoveryCode(code)) return useRecoveryCode(pool, account.id, recoveryHash(account.id, code));
  const step = totpStep(sealing.open(account.totp, account.id), code, clock.now());
  return step !== undefined && useTotpStep(pool, account.id, step);
}
