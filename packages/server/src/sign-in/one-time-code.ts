import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from '@cryopath/pathway';
import { generateSecret, generateURI, verifySync } from 'otplib';

/** Codes of an authenticator app (TOTP, RFC 6238): six digits, SHA-1, 30 seconds, which is what every app can do. */
const STEP_SECONDS = 30;

export const newTotpSecret = (): string => generateSecret();

/** What an app reads from a picture or a link: `otpauth://totp/…`. */
export const totpAddress = (secret: string, userName: string): string =>
  generateURI({ issuer: 'Cryopath', label: userName, secret });

/**
 * The time step whose code this is, among those of now, the one before and the one after: the clocks of telephones differ.
 *
 * @returns undefined when it is none of them. Whoever asks holds the step against the last one used: a code serves once.
 */
export function totpStep(secret: string, code: string, now: Instant): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const result = verifySync({ secret, token: code, epoch: Math.floor(now / 1000), epochTolerance: STEP_SECONDS });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}

const RECOVERY_CODES = 10;

/** Ten codes for the day on which the telephone is lost: 80 bits each, in groups that can be written on paper. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: RECOVERY_CODES }, () => (randomBytes(10).toString('hex').match(/.{5}/g) ?? []).join('-'));

export const isRecoveryCode = (code: string): boolean => /^(?:[0-9a-f]{5}-){3}[0-9a-f]{5}$/.test(code);

/** Bound to the account, so that equal codes of two people have two hashes. */
export const recoveryHash = (account: string, code: string): Buffer =>
  createHash('sha256').update(`${account} ${code}`).digest();
