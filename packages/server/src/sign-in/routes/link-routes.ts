import type { FastifyInstance, FastifyReply } from 'fastify';
import { readerLanguage } from '../../http/reader-language.ts';
import { isForm, textFields } from '../body-fields.ts';
import { linkPage } from '../pages/link-page.ts';
import type { SignIn } from '../sign-in.ts';
import { followSignInLink, makeSignInLink } from '../sign-in-link.ts';
import { answer, no, parameter, signedIn, withSession } from './answer.ts';

/**
 * On this page the browser may name our own address to ourselves: with `no-referrer` it would send the form under the origin `null`, like a stranger's
 * (Fetch, "append a request Origin header"). Other sites still learn nothing: the page links to none, and the policy ends at our origin.
 */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'private, no-store',
  'referrer-policy': 'same-origin',
  'x-robots-tag': 'noindex',
};

export const sendPage = (reply: FastifyReply, html: string, status = 200): FastifyReply =>
  reply.code(status).headers(PAGE_HEADERS).send(html);

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
  app.get('/sign-in/link/:token', (request, reply) =>
    sendPage(reply, linkPage(readerLanguage(request.headers['accept-language']))),
  );

  app.post('/sign-in/link/:token', async (request, reply) => {
    const fields = textFields(request, 'answer');
    if (!fields.ok) return no(request, reply, fields.outcome);
    const begun = await followSignInLink(signIn, request, parameter(request, 'token'), fields.value.answer);
    const isPage = isForm(request.headers['content-type']);
    if (!begun.ok) {
      if (!isPage) return no(request, reply, begun.outcome);
      return sendPage(reply, linkPage(readerLanguage(request.headers['accept-language']), begun.outcome), 401);
    }
    withSession(reply, signIn, begun.value);
    return isPage ? reply.header('cache-control', 'no-store').redirect('/app/', 303) : answer(reply, {});
  });
}
