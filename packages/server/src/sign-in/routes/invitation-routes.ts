import { statusOf } from '@cryopath/fhir';
import type { FastifyInstance } from 'fastify';
import { isForm, textFields } from '../body-fields.ts';
import { joinByPassword, offerAuthenticator } from '../invitation.ts';
import { authenticatorPage, invitationPage, recoveryPage } from '../pages/staff-pages.ts';
import type { SignIn } from '../sign-in.ts';
import { answer, no, parameter, withSession } from './answer.ts';
import { languageOf, sendPage } from './send-page.ts';

/** A new colleague chooses how they will sign in: by these pages, or by programs of ours in JSON. */
export function invitationRoutes(app: FastifyInstance, signIn: SignIn): void {
  app.get('/sign-in/invitation/:token', (request, reply) =>
    sendPage(reply, invitationPage(languageOf(request), parameter(request, 'token'))),
  );

  app.post('/sign-in/invitation/:token/authenticator', async (request, reply) => {
    const token = parameter(request, 'token');
    const isPage = isForm(request.headers['content-type']);
    const offered = await offerAuthenticator(signIn, token);
    if (!offered.ok) {
      if (!isPage) return no(request, reply, offered.outcome);
      return sendPage(reply, invitationPage(languageOf(request), token, offered.outcome), statusOf(offered.outcome));
    }
    return isPage
      ? sendPage(reply, authenticatorPage(languageOf(request), token, offered.value))
      : answer(reply, offered.value);
  });

  app.post('/sign-in/invitation/:token', async (request, reply) => {
    const token = parameter(request, 'token');
    const isPage = isForm(request.headers['content-type']);
    const fields = textFields(request, 'password', 'code');
    if (!fields.ok) return no(request, reply, fields.outcome);
    const joined = await joinByPassword(signIn, request, token, fields.value);
    if (!joined.ok) {
      if (!isPage) return no(request, reply, joined.outcome);
      // The secret is not shown a second time: who mistyped begins anew, with a new one.
      return sendPage(reply, invitationPage(languageOf(request), token, joined.outcome), statusOf(joined.outcome));
    }
    const { session, recoveryCodes, confirmationCode } = joined.value;
    if (session) withSession(reply, signIn, session);
    return isPage
      ? sendPage(reply, recoveryPage(languageOf(request), recoveryCodes, confirmationCode))
      : answer(reply, confirmationCode === undefined ? { recoveryCodes } : { recoveryCodes, confirmationCode });
  });
}
