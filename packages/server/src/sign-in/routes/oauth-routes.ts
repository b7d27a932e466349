import type { FastifyInstance } from 'fastify';
import { ASSERTION_ALGORITHMS } from '../client-assertion.ts';
import { issueToken, tokenUrl } from '../client-credentials.ts';
import type { SignIn } from '../sign-in.ts';

/** RFC 6749, 5.1: neither tokens nor refusals are kept. */
const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', pragma: 'no-cache' };

/** Tokens for programs, and the document that tells where they are had. */
export function oauthRoutes(app: FastifyInstance, signIn: SignIn): void {
  app.post('/oauth/token', async (request, reply) => {
    const form = typeof request.body === 'string' ? request.body : '';
    const { status, body, retryAfter } = await issueToken(signIn, request, form);
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    return reply.code(status).headers(HEADERS).send(JSON.stringify(body));
  });

  const configuration = JSON.stringify(smartConfiguration(signIn.publicUrl));
  for (const base of ['', '/fhir']) {
    app.get(`${base}/.well-known/smart-configuration`, (_request, reply) =>
      reply.headers({ ...HEADERS, 'cache-control': 'public, max-age=3600' }).send(configuration),
    );
  }
}

/** SMART App Launch 2.2, "Conformance": what is there, and nothing that is not. */
const smartConfiguration = (publicUrl: string) => ({
  token_endpoint: tokenUrl(publicUrl),
  grant_types_supported: ['client_credentials'],
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
  scopes_supported: ['system/*.cruds'],
  capabilities: ['client-confidential-asymmetric', 'permission-v1', 'permission-v2'],
});
