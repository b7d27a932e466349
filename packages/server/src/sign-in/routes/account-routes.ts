import { outcome } from '@cryopath/fhir';
import type { FastifyInstance } from 'fastify';
import {
  type AccountChange,
  changeStaff,
  endSessionsByOther,
  inviteAgain,
  isStaffRole,
  listAccounts,
  takeOn,
} from '../accounts.ts';
import { bodyObject, textFields } from '../body-fields.ts';
import { awaitingConfirmation, confirmStaff, refuseStaff } from '../confirmation.ts';
import type { SignIn } from '../sign-in.ts';
import { answer, no, parameter, signedIn } from './answer.ts';

/** What an administrator does with the accounts of their clinic, and what the lead confirms. */
export function accountRoutes(app: FastifyInstance, signIn: SignIn): void {
  app.get(
    '/sign-in/accounts',
    signedIn(signIn, async (requester, request, reply) => {
      const listed = await listAccounts(signIn, requester);
      return listed.ok ? answer(reply, listed.value) : no(request, reply, listed.outcome);
    }),
  );

  app.post(
    '/sign-in/accounts',
    signedIn(signIn, async (requester, request, reply) => {
      if (requester.role !== 'administrator') return no(request, reply, outcome('CRYO-403'));
      const fields = textFields(request, 'userName', 'name', 'role');
      if (!fields.ok) return no(request, reply, fields.outcome);
      const { userName, name, role } = fields.value;
      if (!isStaffRole(role)) return no(request, reply, outcome('CRYO-419', { field: 'role' }));
      const invited = await takeOn(signIn, requester, { userName, name, role, clinic: requester.clinic });
      return invited.ok ? answer(reply, invited.value, 201) : no(request, reply, invited.outcome);
    }),
  );

  app.post(
    '/sign-in/accounts/:id',
    signedIn(signIn, async (requester, request, reply) => {
      const body = bodyObject(request);
      if (!body.ok) return no(request, reply, body.outcome);
      const change = changeIn(body.value);
      if (typeof change === 'string') return no(request, reply, outcome('CRYO-419', { field: change }));
      const changed = await changeStaff(signIn, requester, parameter(request, 'id'), change);
      return changed.ok ? answer(reply, changed.value) : no(request, reply, changed.outcome);
    }),
  );

  app.post(
    '/sign-in/accounts/:id/invitation',
    signedIn(signIn, async (requester, request, reply) => {
      const invited = await inviteAgain(signIn, requester, parameter(request, 'id'));
      return invited.ok ? answer(reply, invited.value, 201) : no(request, reply, invited.outcome);
    }),
  );

  app.post(
    '/sign-in/accounts/:id/end-sessions',
    signedIn(signIn, async (requester, request, reply) => {
      const ended = await endSessionsByOther(signIn, requester, parameter(request, 'id'));
      return ended.ok ? answer(reply, { ended: ended.value }) : no(request, reply, ended.outcome);
    }),
  );

  app.get(
    '/sign-in/confirmations',
    signedIn(signIn, async (requester, request, reply) => {
      const waiting = await awaitingConfirmation(signIn, requester);
      return waiting.ok ? answer(reply, waiting.value) : no(request, reply, waiting.outcome);
    }),
  );

  app.post(
    '/sign-in/confirmations/:id',
    signedIn(signIn, async (requester, request, reply) => {
      const fields = textFields(request, 'code');
      if (!fields.ok) return no(request, reply, fields.outcome);
      const confirmed = await confirmStaff(signIn, requester, parameter(request, 'id'), fields.value.code);
      return confirmed.ok ? answer(reply, {}) : no(request, reply, confirmed.outcome);
    }),
  );

  app.delete(
    '/sign-in/confirmations/:id',
    signedIn(signIn, async (requester, request, reply) => {
      const closed = await refuseStaff(signIn, requester, parameter(request, 'id'));
      return closed.ok ? answer(reply, {}) : no(request, reply, closed.outcome);
    }),
  );
}

/** @returns the name of the field that is not as it must be */
function changeIn({ role, state }: Readonly<Record<string, unknown>>): AccountChange | 'role' | 'state' {
  const hasRole = typeof role === 'string' && isStaffRole(role);
  const hasState = state === 'active' || state === 'disabled';
  if (role !== undefined && !hasRole) return 'role';
  if (!hasState && (state !== undefined || role === undefined)) return 'state';
  return { ...(hasRole ? { role } : {}), ...(hasState ? { state } : {}) };
}
