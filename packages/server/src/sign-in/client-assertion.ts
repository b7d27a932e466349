import type { Instant } from '@cryopath/pathway';
import { createLocalJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { activeClient, type Client, useAssertion } from './client-table.ts';
import type { SignIn } from './sign-in.ts';
import { sha256 } from './token.ts';

/** Asymmetric alone (SMART 2.2, "Client authentication: asymmetric"): neither `none` nor a MAC whose key would be the public one. */
export const ASSERTION_ALGORITHMS: readonly string[] = ['RS384', 'ES384'];
const LONGEST_SECONDS = 300;
const LONGEST_JTI = 500;

/** Who the client is, or why its assertion does not say so. */
export type AssertedClient =
  | { readonly ok: true; readonly client: Client }
  | { readonly ok: false; readonly why: string; readonly id: string };

/**
 * Verifies a client's signed assertion (RFC 7523, 3; SMART Backend Services): signature by a registered key, issuer and subject the client itself, audience our
 * token address, five minutes at most, and each `jti` once.
 */
export async function assertedClient(
  { pool, clock }: Pick<SignIn, 'pool' | 'clock'>,
  assertion: string,
  tokenUrl: string,
): Promise<AssertedClient> {
  const id = claimedClient(assertion);
  const no = (why: string): AssertedClient => ({ ok: false, why, id: id ?? '' });
  const client = id === undefined ? undefined : await activeClient(pool, id);
  // A known id with a wrong signature and an unknown id are told apart by nobody.
  if (client === undefined) return no('it is not signed by a registered client');
  const now = clock.now();
  const verified = await verify(client, assertion, tokenUrl, now);
  if (typeof verified === 'string') return no(verified);
  const { exp = 0, jti = '' } = verified;
  if (exp * 1000 > now + LONGEST_SECONDS * 1000) return no('it is valid for more than five minutes');
  if (jti === '' || jti.length > LONGEST_JTI) return no('its jti is missing or too long');
  const isNew = await useAssertion(pool, client.id, sha256(jti), (exp * 1000) as Instant);
  return isNew ? { ok: true, client } : no('it was used before');
}

/** @returns the claims, or why they do not count */
async function verify(client: Client, assertion: string, audience: string, now: Instant): Promise<JWTPayload | string> {
  try {
    const keys = createLocalJWKSet(client.jwks);
    const { payload } = await jwtVerify(assertion, keys, {
      algorithms: [...ASSERTION_ALGORITHMS],
      issuer: client.id,
      subject: client.id,
      audience,
      requiredClaims: ['exp', 'jti'],
      currentDate: new Date(now),
      clockTolerance: 0,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'it has expired';
    if (error instanceof errors.JWTClaimValidationFailed) return `its claim ${error.claim} is not accepted`;
    if (error instanceof errors.JOSEError) return 'it is not signed by a registered client';
    throw error;
  }
}

function claimedClient(assertion: string): string | undefined {
  try {
    const { iss } = decodeJwt(assertion);
    return typeof iss === 'string' && iss.length <= 200 ? iss : undefined;
  } catch {
    return undefined;
  }
}
