import { type JsonObject, type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { type Account, accountById, subjectOf } from './account-table.ts';
import { challengeIn, newChallenge, takeChallenge } from './challenge.ts';
import { unconfirmed } from './confirmation.ts';
import { countPasskeyUse, findPasskey, passkeysOf, type StoredPasskey } from './passkey-table.ts';
import type { IncomingRequest } from './requester-of.ts';
import type { BegunSession } from './sessions.ts';
import { beginSession, type SignIn } from './sign-in.ts';
import { tooManyAttempts } from './sign-in-trail.ts';

/**
 * Passkeys (WebAuthn 2). With the owner verified by the device (fingerprint, PIN) a passkey is two factors in one, and a false page gets nothing: the
 * browser signs the address that it shows.
 */
const relyingParty = ({ publicUrl }: SignIn) => ({ id: new URL(publicUrl).hostname, origin: publicUrl });

/** Loaded when the first passkey is asked about: it takes some 20 MB and longer to load than the rest of the server. */
const webauthn = () => import('@simplewebauthn/server');

/** What `navigator.credentials.create` is given. */
export async function registrationOptions(signIn: SignIn, account: Account) {
  const existing = await passkeysOf(signIn.pool, account.id);
  const { generateRegistrationOptions } = await webauthn();
  return generateRegistrationOptions({
    rpName: 'Cryopath',
    rpID: relyingParty(signIn).id,
    userName: account.userName,
    // Opaque, as WebAuthn 2, 14.6.1 asks: the browser may show it to whoever holds the device.
    userID: new TextEncoder().encode(account.id),
    challenge: Buffer.from(await newChallenge(signIn, 'register', account.id), 'base64url'),
    attestationType: 'none',
    excludeCredentials: existing.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** The passkey in a browser's answer to {@link registrationOptions}. Refused: CRYO-422, whatever is wrong with it. */
export async function registeredPasskey(
  signIn: SignIn,
  account: Account,
  response: JsonObject,
): Promise<Result<StoredPasskey>> {
  const { id, origin } = relyingParty(signIn);
  const given = response as unknown as RegistrationResponseJSON;
  const challenge = challengeIn(given.response?.clientDataJSON);
  if (!(await takeChallenge(signIn, challenge, 'register', account.id))) return refused(outcome('CRYO-422'));
  const { verifyRegistrationResponse } = await webauthn();
  const verified = await accepted(() =>
    verifyRegistrationResponse({
      response: given,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
    }),
  );
  if (!verified?.verified) return refused(outcome('CRYO-422'));
  const { credential } = verified.registrationInfo;
  return ok({
    id: credential.id,
    account: account.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: (credential.transports ?? []).filter((each) => /^[a-z-]{1,20}$/.test(each)).slice(0, 10),
  });
}

/** What `navigator.credentials.get` is given: no name is asked for, the device knows whose passkey it holds. */
export async function signInOptions(signIn: SignIn) {
  const { generateAuthenticationOptions } = await webauthn();
  return generateAuthenticationOptions({
    rpID: relyingParty(signIn).id,
    challenge: Buffer.from(await newChallenge(signIn, 'sign-in'), 'base64url'),
    userVerification: 'required',
  });
}

/**
 * Signs in by a passkey. Refused: CRYO-422 whatever is wrong; CRYO-407 too many tries from this address; CRYO-427 the lead has not confirmed
 * them. An account that is locked by wrong
 * passwords is open to its passkey: who guesses names cannot shut anybody out.
 */
export async function signInByPasskey(
  signIn: SignIn,
  request: IncomingRequest,
  response: JsonObject,
): Promise<Result<BegunSession>> {
  const { attempts, pool, trail } = signIn;
  const no = async (why: Outcome, account?: Account) => {
    const logged = await trail.refusedSignIn(request, 'passkey', why, account?.who);
    return logged.ok ? refused(why) : logged;
  };
  const address = ['address', request.ip] as const;
  const wait = await attempts.claim([address]);
  if (wait > 0) return no(tooManyAttempts(wait));
  const given = response as unknown as AuthenticationResponseJSON;
  const challenge = challengeIn(given.response?.clientDataJSON);
  if (!(await takeChallenge(signIn, challenge, 'sign-in'))) return no(outcome('CRYO-422'));
  const passkey = typeof given.id === 'string' ? await findPasskey(pool, given.id) : undefined;
  const account = passkey === undefined ? undefined : await accountById(pool, passkey.account);
  if (passkey === undefined || account?.state !== 'active') return no(outcome('CRYO-422'), account);
  if (!(await isSigned(signIn, passkey, given, challenge))) return no(outcome('CRYO-422'), account);
  // One for the challenge, one for its answer.
  await attempts.succeeded([address, address]);
  const waiting = unconfirmed(account);
  if (waiting) return no(waiting, account);
  return beginSession(signIn, subjectOf(account), request, 'passkey');
}

async function isSigned(
  signIn: SignIn,
  passkey: StoredPasskey,
  response: AuthenticationResponseJSON,
  expectedChallenge: string,
): Promise<boolean> {
  const { id, origin } = relyingParty(signIn);
  const { userHandle } = response.response;
  const handle = Buffer.from(passkey.account).toString('base64url');
  if (userHandle !== undefined && userHandle !== handle) return false;
  const { verifyAuthenticationResponse } = await webauthn();
  const verified = await accepted(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: id,
      credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
      requireUserVerification: true,
    }),
  );
  if (!verified?.verified) return false;
  return countPasskeyUse(signIn.pool, passkey.id, verified.authenticationInfo.newCounter, signIn.clock.now());
}

/** The library tells every refusal by throwing. What it throws quotes what was sent, and is kept nowhere. */
const accepted = <Verified>(verify: () => Promise<Verified>): Promise<Verified | undefined> =>
  verify().catch(() => undefined);
