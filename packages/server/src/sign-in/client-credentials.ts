import { outcome } from '@cryopath/fhir';
import { assertedClient } from './client-assertion.ts';
import { grantedScopes } from './granted-scopes.ts';
import type { IncomingRequest } from './requester-of.ts';
import { SESSION_LIMITS } from './session-limits.ts';
import { beginSession, type SignIn } from './sign-in.ts';

/** An answer of the token address (RFC 6749, 5.1 and 5.2). */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, string | number>>;
  /** Seconds, of an answer that says "later". */
  readonly retryAfter?: number;
}

export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Where tokens are asked for; also the audience that assertions must name. */
export const tokenUrl = (publicUrl: string): string => `${publicUrl}/oauth/token`;

/**
 * Client credentials (SMART Backend Services). The access token is a session like any other: opaque, kept as its hash, ended when told.
 *
 * @param form the body as it came, application/x-www-form-urlencoded
 */
export async function issueToken(signIn: SignIn, request: IncomingRequest, form: string): Promise<TokenAnswer> {
  const { attempts, publicUrl, trail } = signIn;
  const parameters = new URLSearchParams(form);
  const repeated = [...parameters.keys()].some((name) => parameters.getAll(name).length > 1);
  if (repeated) return refusal(400, 'invalid_request', 'a parameter occurs twice');
  const asked = (name: string) => parameters.get(name) ?? '';
  if (asked('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type', 'client_credentials');
  if (asked('client_assertion_type') !== JWT_BEARER) {
    return refusal(400, 'invalid_request', `client_assertion_type must be ${JWT_BEARER}`);
  }
  const address = ['address', request.ip] as const;
  const wait = await attempts.claim([address]);
  if (wait > 0) return { ...refusal(429, 'invalid_client', 'too many attempts'), retryAfter: wait };
  const asserted = await assertedClient(signIn, asked('client_assertion'), tokenUrl(publicUrl));
  if (!asserted.ok) {
    const why = outcome('CRYO-412', { reason: asserted.why });
    const logged = await trail.refusedSignIn(request, 'client-credentials', why);
    return logged.ok ? refusal(401, 'invalid_client', asserted.why) : busy;
  }
  await attempts.succeeded([address]);
  const { client } = asserted;
  const scopes = grantedScopes(client.scopes, asked('scope').split(' '));
  if (scopes.length === 0) return refusal(400, 'invalid_scope', 'nothing of it is registered for this client');
  const subject = {
    who: `Device/${client.id}`,
    role: 'integrator',
    purpose: 'TREAT',
    clinic: client.clinic,
    patients: [],
    scopes,
    client: client.id,
  } as const;
  const begun = await beginSession(signIn, subject, request, 'client-credentials');
  if (!begun.ok) return busy;
  return {
    status: 200,
    body: {
      access_token: begun.value.token,
      token_type: 'bearer',
      expires_in: SESSION_LIMITS.integrator.whole / 1000,
      scope: scopes.join(' '),
    },
  };
}

/** The trail cannot be written: nobody comes in unlogged. */
const busy: TokenAnswer = {
  status: 503,
  body: { error: 'temporarily_unavailable', error_description: 'the sign-in cannot be logged' },
  retryAfter: 5,
};

const refusal = (status: number, error: string, description: string): TokenAnswer => ({
  status,
  body: { error, error_description: description },
});
