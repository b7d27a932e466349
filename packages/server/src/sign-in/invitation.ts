import { type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import type { Requester } from '@cryopath/record';
import { type Account, accountById, offerTotp, subjectOf } from './account-table.ts';
import { newConfirmationCode, unconfirmed } from './confirmation.ts';
import { findLink, insertLink, type OpenLink } from './link-table.ts';
import { newRecoveryCodes, newTotpSecret, recoveryHash, totpAddress, totpStep } from './one-time-code.ts';
import { hashPassword, LONGEST, passwordFault, SHORTEST } from './password.ts';
import type { IncomingRequest } from './requester-of.ts';
import type { BegunSession } from './sessions.ts';
import { beginSession, type SignIn } from './sign-in.ts';
import { tooManyAttempts } from './sign-in-trail.ts';
import { isToken, newToken, sha256 } from './token.ts';

const INVITATION_HOURS = 48;

/** A link by which a member of staff chooses how they will sign in. It is shown once. */
export async function makeInvitation(signIn: SignIn, requester: Requester, account: Pick<Account, 'id' | 'who'>) {
  const { pool, clock, trail, publicUrl } = signIn;
  const logged = await trail.acted(requester, {
    interaction: 'account',
    type: 'Practitioner',
    resource: account.who.slice('Practitioner/'.length),
    detail: 'invitation',
  });
  if (!logged.ok) return logged;
  const now = clock.now();
  const until = (now + INVITATION_HOURS * 3_600_000) as Instant;
  const token = newToken();
  const { id, who } = account;
  const link = { hash: sha256(token), purpose: 'invitation', who, account: id, madeBy: requester.who, until } as const;
  await insertLink(pool, link, now);
  return ok({ url: `${publicUrl}/sign-in/invitation/${token}`, until: isoOf(until) });
}

/** The account that an invitation is for. Nothing changes. Refused: CRYO-406 it is used up, too old, or none. */
export async function invitedAccount({ pool, clock }: SignIn, token: string): Promise<Result<Account>> {
  const link: OpenLink | undefined = isToken(token)
    ? await findLink(pool, sha256(token), 'invitation', clock.now())
    : undefined;
  const account = link?.account ? await accountById(pool, link.account) : undefined;
  return account?.state === 'invited' ? ok(account) : refused(outcome('CRYO-406'));
}

/** A new secret for an authenticator app. Asked for again, the one before is worth nothing. */
export async function offerAuthenticator(signIn: SignIn, token: string) {
  const { pool, sealing } = signIn;
  const invited = await invitedAccount(signIn, token);
  if (!invited.ok) return invited;
  const { id, userName } = invited.value;
  const secret = newTotpSecret();
  await offerTotp(pool, id, sealing.seal(secret, id));
  return ok({ userName, secret, address: totpAddress(secret, userName) });
}

/** The recovery codes that are shown this once, with a first sign-in, or with the code that the lead is to be told before there can be one. */
export interface Joined {
  readonly session: BegunSession | undefined;
  readonly confirmationCode: string | undefined;
  readonly recoveryCodes: readonly string[];
}

/**
 * Chooses password and authenticator app, and signs in, unless the lead is to confirm this account first. The code shows that the app has the secret.
 *
 * Refused: CRYO-406 the invitation does not count; CRYO-417, 418 the password; CRYO-402 the code; CRYO-407, 408 too much at once.
 */
export async function joinByPassword(
  signIn: SignIn,
  request: IncomingRequest,
  token: string,
  { password, code }: { readonly password: string; readonly code: string },
): Promise<Result<Joined>> {
  const { attempts, clock, hashing, sealing, trail } = signIn;
  const no = async (why: Outcome, who?: string) => {
    const logged = await trail.refusedSignIn(request, 'invitation', why, who);
    return logged.ok ? refused(why) : logged;
  };
  const address = ['address', request.ip] as const;
  const wait = await attempts.claim([address]);
  if (wait > 0) return no(tooManyAttempts(wait));
  const invited = await invitedAccount(signIn, token);
  if (!invited.ok) return no(invited.outcome);
  const account = invited.value;
  const fault = passwordFault(password, account.userName);
  if (fault === 'short' || fault === 'long') {
    return refused(outcome('CRYO-417', { shortest: SHORTEST, longest: LONGEST }));
  }
  if (fault !== undefined) return refused(outcome('CRYO-418'));
  const secret = account.totp === null ? undefined : sealing.open(account.totp, account.id);
  const step = secret === undefined ? undefined : totpStep(secret, code.trim(), clock.now());
  if (step === undefined) return no(outcome('CRYO-402'), account.who);
  const hashed = hashing.run(() => hashPassword(password));
  if (hashed === undefined) return no(outcome('CRYO-408', { seconds: 2 }), account.who);
  const recoveryCodes = newRecoveryCodes();
  const confirmationCode = newConfirmationCode();
  const chosen = { password: await hashed, step, recoveryCodes, confirmationCode };
  const joined = await join(signIn, token, account, chosen);
  if (!joined) return no(outcome('CRYO-406'), account.who);
  await attempts.succeeded([address]);
  const waiting = unconfirmed({ ...account, confirmationCode });
  if (waiting) {
    const logged = await trail.refusedSignIn(request, 'invitation', waiting, account.who);
    return logged.ok ? ok({ session: undefined, confirmationCode, recoveryCodes }) : logged;
  }
  const session = await beginSession(signIn, subjectOf(account), request, 'invitation');
  return session.ok ? ok({ session: session.value, confirmationCode: undefined, recoveryCodes }) : session;
}

interface Chosen {
  readonly password: string;
  readonly step: number;
  readonly recoveryCodes: readonly string[];
  readonly confirmationCode: string;
}

/** One statement: the link is used up exactly when the account has its password. @returns false when somebody was faster */
async function join({ pool, clock }: SignIn, token: string, { id, totp }: Account, chosen: Chosen): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with used as (update link set used_at = $2 where hash = $1 and used_at is null and until > $2
         and exists (select from account where id = $3 and state = 'invited' and totp = $7) returning account),
       joined as (update account a set password = $4, totp_step = $5, state = 'active',
         confirmation_code = case when a.confirmed_at is null then $8 end from used
         where a.id = used.account and a.id = $3 and a.state = 'invited' and a.totp = $7 returning a.id)
     insert into recovery_code (account, hash) select joined.id, code from joined, unnest($6::bytea[]) code`,
    [
      sha256(token),
      isoOf(clock.now()),
      id,
      chosen.password,
      chosen.step,
      chosen.recoveryCodes.map((code) => recoveryHash(id, code)),
      totp,
      chosen.confirmationCode,
    ],
  );
  return (rowCount ?? 0) > 0;
}
