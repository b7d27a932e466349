import { statusOf } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import type { FastifyInstance } from 'fastify';
import { isForm, textFields } from '../body-fields.ts';
import { endOwnSession, ownSessions } from '../own-sessions.ts';
import { staffPage } from '../pages/staff-pages.ts';
import { signInByPassword } from '../password-sign-in.ts';
import type { SignIn } from '../sign-in.ts';
import { answer, begunAnswer, no, parameter, signedIn, withoutSession, withSession } from './answer.ts';
import { languageOf, sendPage } from './send-page.ts';

/** Password sign-in, who is signed in, and signing out. */
export function sessionRoutes(app: FastifyInstance, signIn: SignIn): void {
  const { sessions, trail } = signIn;

  app.get('/sign-in/', (request, reply) => sendPage(reply, staffPage(languageOf(request))));

  app.post('/sign-in/password', async (request, reply) => {
    const isPage = isForm(request.headers['content-type']);
    const entry = textFields(request, 'userName', 'password', 'code');
    if (!entry.ok) return no(request, reply, entry.outcome);
    const begun = await signInByPassword(signIn, request, entry.value);
    if (!begun.ok) {
      if (!isPage) return no(request, reply, begun.outcome);
      return sendPage(reply, staffPage(languageOf(request), begun.outcome), statusOf(begun.outcome));
    }
    if (!isPage) return begunAnswer(request, reply, signIn, begun.value, { until: isoOf(begun.value.until) });
    return withSession(reply, signIn, begun.value).header('cache-control', 'no-store').redirect('/app/', 303);
  });

  app.get(
    '/sign-in/session',
    signedIn(signIn, async ({ who, role, clinic, patients, purpose }, request, reply) => {
      const until = (await sessions.untilOf(request)) ?? (0 as Instant);
      const emergency = await sessions.emergencyUntilOf(request);
      const emergencyUntil = emergency === undefined ? {} : { emergencyUntil: isoOf(emergency) };
      return answer(reply, { who, role, clinic, patients, purpose, until: isoOf(until), ...emergencyUntil });
    }),
  );

  app.get(
    '/sign-in/sessions',
    signedIn(signIn, async (requester, _request, reply) => answer(reply, await ownSessions(signIn, requester))),
  );

  app.delete(
    '/sign-in/sessions/:id',
    signedIn(signIn, async (requester, request, reply) => {
      const ended = await endOwnSession(signIn, requester, parameter(request, 'id'));
      return ended.ok ? answer(reply, {}) : no(request, reply, ended.outcome);
    }),
  );

  app.post(
    '/sign-in/sign-out',
    signedIn(signIn, async (requester, request, reply) => {
      await sessions.end(request);
      const logged = await trail.acted(requester, { interaction: 'logout' });
      return logged.ok ? answer(withoutSession(reply, signIn), {}) : no(request, reply, logged.outcome);
    }),
  );

  app.post(
    '/sign-in/sign-out-everywhere',
    signedIn(signIn, async (requester, request, reply) => {
      const ended = await sessions.endOf(requester.who);
      const logged = await trail.acted(requester, { interaction: 'logout', detail: `everywhere: ${ended}` });
      return logged.ok ? answer(withoutSession(reply, signIn), { ended }) : no(request, reply, logged.outcome);
    }),
  );
}
