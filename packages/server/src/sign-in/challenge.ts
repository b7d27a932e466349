import { type Instant, isoOf } from '@cryopath/pathway';
import type { SignIn } from './sign-in.ts';
import { newToken, sha256 } from './token.ts';

type Purpose = 'sign-in' | 'register';

const CHALLENGE_MINUTES = 5;

/** Something fresh for a passkey to sign. @param account of a registration */
export async function newChallenge({ pool, clock }: SignIn, purpose: Purpose, account?: string): Promise<string> {
  const challenge = newToken();
  const until = (clock.now() + CHALLENGE_MINUTES * 60_000) as Instant;
  await pool.query('insert into challenge (hash, purpose, account, until) values ($1, $2, $3, $4)', [
    sha256(challenge),
    purpose,
    account,
    isoOf(until),
  ]);
  return challenge;
}

/** Takes a challenge out: it serves once, whatever comes of it. @returns whether it was ours, for this, and in time */
export async function takeChallenge(
  { pool, clock }: SignIn,
  challenge: string,
  purpose: Purpose,
  account?: string,
): Promise<boolean> {
  const { rows } = await pool.query<{ fits: boolean }>(
    `delete from challenge where hash = $1
     returning purpose = $2 and account is not distinct from $3::uuid and until > $4 as fits`,
    [sha256(challenge), purpose, account, isoOf(clock.now())],
  );
  return rows[0]?.fits === true;
}

/** What the browser says that was signed (WebAuthn 2, 5.8.1). */
export function challengeIn(clientDataJson: unknown): string {
  if (typeof clientDataJson !== 'string') return '';
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString()) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}
