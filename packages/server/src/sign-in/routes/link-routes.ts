import { statusOf } from '@cryopath/fhir';
import type { FastifyInstance } from 'fastify';
import { isForm, textFields } from '../body-fields.ts';
import { linkPage } from '../pages/link-page.ts';
import type { SignIn } from '../sign-in.ts';
import { followSignInLink, makeSignInLink } from '../sign-in-link.ts';
import { answer, no, parameter, signedIn, withSession } from './answer.ts';
import { languageOf, sendPage } from './send-page.ts';

/** One-time links of patients and caregivers. */
export function linkRoutes(app: FastifyInstance, signIn: SignIn): void {
  app.post(
    '/sign-in/links',
    signedIn(signIn, async (requester, request, reply) => {
      const fields = textFields(request, 'who');
      if (!fields.ok) return no(request, reply, fields.outcome);
      const link = await makeSignInLink(signIn, requester, fields.value.who);
      return link.ok ? answer(reply, link.value, 201) : no(request, reply, link.outcome);
    }),
  );

  // The same page for every token, good or not: nothing is looked up, so that a mail scanner that fetches it uses nothing up and learns nothing.
  app.get('/sign-in/link/:token', (request, reply) => sendPage(reply, linkPage(languageOf(request))));

  app.post('/sign-in/link/:token', async (request, reply) => {
    const fields = textFields(request, 'answer');
    if (!fields.ok) return no(request, reply, fields.outcome);
    const begun = await followSignInLink(signIn, request, parameter(request, 'token'), fields.value.answer);
    const isPage = isForm(request.headers['content-type']);
    if (!begun.ok) {
      if (!isPage) return no(request, reply, begun.outcome);
      return sendPage(reply, linkPage(languageOf(request), begun.outcome), statusOf(begun.outcome));
    }
    withSession(reply, signIn, begun.value);
    return isPage ? reply.header('cache-control', 'no-store').redirect('/app/', 303) : answer(reply, {});
  });
}
