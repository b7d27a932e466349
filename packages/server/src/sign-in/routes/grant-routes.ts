import type { FastifyInstance } from 'fastify';
import { textFields } from '../body-fields.ts';
import { giveAccess, listAccess, takeAccessBack } from '../grants.ts';
import { letIn } from '../new-caregiver.ts';
import type { SignIn } from '../sign-in.ts';
import { answer, no, parameter, signedIn } from './answer.ts';

/** Whom a patient lets see their record. */
export function grantRoutes(app: FastifyInstance, signIn: SignIn): void {
  app.post(
    '/sign-in/grants',
    signedIn(signIn, async (requester, request, reply) => {
      const fields = textFields(request, 'who');
      if (!fields.ok) return no(request, reply, fields.outcome);
      const given = await giveAccess(signIn, requester, fields.value.who);
      return given.ok ? answer(reply, given.value, 201) : no(request, reply, given.outcome);
    }),
  );

  app.post(
    '/sign-in/caregivers',
    signedIn(signIn, async (requester, request, reply) => {
      const fields = textFields(request, 'name', 'relation');
      if (!fields.ok) return no(request, reply, fields.outcome);
      const given = await letIn(signIn, requester, fields.value);
      return given.ok ? answer(reply, given.value, 201) : no(request, reply, given.outcome);
    }),
  );

  // The patient's id is in the path and not in a query: routes are logged as templates, queries not at all, and both stay so.
  app.get(
    '/sign-in/grants/of/:id',
    signedIn(signIn, async (requester, request, reply) => {
      const listed = await listAccess(signIn, requester, parameter(request, 'id'));
      return listed.ok ? answer(reply, listed.value) : no(request, reply, listed.outcome);
    }),
  );

  app.delete(
    '/sign-in/grants/:id',
    signedIn(signIn, async (requester, request, reply) => {
      const taken = await takeAccessBack(signIn, requester, parameter(request, 'id'));
      return taken.ok ? answer(reply, {}) : no(request, reply, taken.outcome);
    }),
  );
}
