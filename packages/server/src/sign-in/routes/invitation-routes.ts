import type { FastifyInstance } from 'fastify';
import { textFields } from '../body-fields.ts';
import { joinByPassword, offerAuthenticator } from '../invitation.ts';
import type { SignIn } from '../sign-in.ts';
import { answer, no, parameter, withSession } from './answer.ts';

/** A new colleague chooses how they will sign in. */
export function invitationRoutes(app: FastifyInstance, signIn: SignIn): void {
  app.post('/sign-in/invitation/:token/authenticator', async (request, reply) => {
    const offered = await offerAuthenticator(signIn, parameter(request, 'token'));
    return offered.ok ? answer(reply, offered.value) : no(request, reply, offered.outcome);
  });

  app.post('/sign-in/invitation/:token', async (request, reply) => {
    const fields = textFields(request, 'password', 'code');
    if (!fields.ok) return no(request, reply, fields.outcome);
    const joined = await joinByPassword(signIn, request, parameter(request, 'token'), fields.value);
    if (!joined.ok) return no(request, reply, joined.outcome);
    const { session, recoveryCodes } = joined.value;
    return answer(withSession(reply, signIn, session), { recoveryCodes });
  });
}
