import type { FastifyInstance } from 'fastify';
import { PAGE_CSS } from '../pages/page-css.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { grantRoutes } from './routes/grant-routes.ts';
import { invitationRoutes } from './routes/invitation-routes.ts';
import { linkRoutes } from './routes/link-routes.ts';
import { oauthRoutes } from './routes/oauth-routes.ts';
import { passkeyRoutes } from './routes/passkey-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import type { SignIn } from './sign-in.ts';

/** Nothing that is sent here is larger; a passkey's answer is the largest. */
const BODY_LIMIT = 32_768;

/** Every address of sign-in, as a plugin of its own: it takes small texts, and forms of its own pages. */
export function signInRoutes(app: FastifyInstance, signIn: SignIn): void {
  app.register((scope, _options, done) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_LIMIT },
      (_request, body, parsed) => parsed(null, body),
    );
    scope.addHook('onRoute', (route) => {
      route.bodyLimit ??= BODY_LIMIT;
    });
    scope.get('/sign-in/page.css', (_request, reply) =>
      reply.headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }).send(PAGE_CSS),
    );
    sessionRoutes(scope, signIn);
    linkRoutes(scope, signIn);
    invitationRoutes(scope, signIn);
    passkeyRoutes(scope, signIn);
    grantRoutes(scope, signIn);
    accountRoutes(scope, signIn);
    oauthRoutes(scope, signIn);
    done();
  });
}
