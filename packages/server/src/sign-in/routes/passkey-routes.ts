import { type Outcome, outcome } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { Requester } from '@cryopath/record';
import type { FastifyInstance } from 'fastify';
import { type Account, accountOf, subjectOf } from '../account-table.ts';
import { bodyObject } from '../body-fields.ts';
import { newConfirmationCode, unconfirmed } from '../confirmation.ts';
import { invitedAccount } from '../invitation.ts';
import { insertFirstPasskey, insertPasskey, passkeysOf, removePasskey } from '../passkey-table.ts';
import { registeredPasskey, registrationOptions, signInByPasskey, signInOptions } from '../passkeys.ts';
import { beginSession, type SignIn } from '../sign-in.ts';
import { tooManyAttempts } from '../sign-in-trail.ts';
import { sha256 } from '../token.ts';
import { answer, begunAnswer, no, parameter, signedIn, withSession } from './answer.ts';

/** Signing in by passkey, and adding, listing and removing one's own. */
export function passkeyRoutes(app: FastifyInstance, signIn: SignIn): void {
  const { attempts, pool, clock, trail } = signIn;

  app.post('/sign-in/passkey/options', async (request, reply) => {
    // Each challenge is a row: whoever asks for many of them waits like one who guesses.
    const wait = await attempts.claim([['address', request.ip]]);
    if (wait > 0) return no(request, reply, tooManyAttempts(wait));
    return answer(reply, await signInOptions(signIn));
  });

  app.post('/sign-in/passkey', async (request, reply) => {
    const body = bodyObject(request);
    if (!body.ok) return no(request, reply, body.outcome);
    const begun = await signInByPasskey(signIn, request, body.value);
    if (!begun.ok) return no(request, reply, begun.outcome);
    return begunAnswer(request, reply, signIn, begun.value, { until: isoOf(begun.value.until) });
  });

  /** The account of whoever asks; patients and programs have none. */
  const ownAccount = async (requester: Requester): Promise<Account | Outcome> =>
    (await accountOf(pool, requester.who)) ?? outcome('CRYO-403');
  const logged = (requester: Requester, detail: string) =>
    trail.acted(requester, {
      interaction: 'credential',
      type: 'Practitioner',
      resource: requester.who.slice('Practitioner/'.length),
      detail,
    });

  app.get(
    '/sign-in/passkeys',
    signedIn(signIn, async (requester, request, reply) => {
      const account = await ownAccount(requester);
      if ('issues' in account) return no(request, reply, account);
      return answer(reply, await passkeysOf(pool, account.id));
    }),
  );

  app.post(
    '/sign-in/passkeys/options',
    signedIn(signIn, async (requester, request, reply) => {
      const account = await ownAccount(requester);
      if ('issues' in account) return no(request, reply, account);
      return answer(reply, await registrationOptions(signIn, account));
    }),
  );

  app.post(
    '/sign-in/passkeys',
    signedIn(signIn, async (requester, request, reply) => {
      const account = await ownAccount(requester);
      if ('issues' in account) return no(request, reply, account);
      const body = bodyObject(request);
      if (!body.ok) return no(request, reply, body.outcome);
      const passkey = await registeredPasskey(signIn, account, body.value);
      if (!passkey.ok) return no(request, reply, passkey.outcome);
      const told = await logged(requester, 'passkey added');
      if (!told.ok) return no(request, reply, told.outcome);
      const isNew = await insertPasskey(pool, passkey.value, clock.now());
      return isNew ? answer(reply, { id: passkey.value.id }, 201) : no(request, reply, outcome('CRYO-422'));
    }),
  );

  app.delete(
    '/sign-in/passkeys/:id',
    signedIn(signIn, async (requester, request, reply) => {
      const account = await ownAccount(requester);
      if ('issues' in account) return no(request, reply, account);
      const told = await logged(requester, 'passkey removed');
      if (!told.ok) return no(request, reply, told.outcome);
      const removal = await removePasskey(pool, account.id, parameter(request, 'id'));
      if (removal === 'removed') return answer(reply, {});
      return no(request, reply, removal === 'none' ? outcome('CRYO-421') : outcome('CRYO-424'));
    }),
  );

  app.post('/sign-in/invitation/:token/passkey/options', async (request, reply) => {
    const invited = await invitedAccount(signIn, parameter(request, 'token'));
    if (!invited.ok) return no(request, reply, invited.outcome);
    return answer(reply, await registrationOptions(signIn, invited.value));
  });

  app.post('/sign-in/invitation/:token/passkey', async (request, reply) => {
    const token = parameter(request, 'token');
    const invited = await invitedAccount(signIn, token);
    if (!invited.ok) return no(request, reply, invited.outcome);
    const body = bodyObject(request);
    if (!body.ok) return no(request, reply, body.outcome);
    const passkey = await registeredPasskey(signIn, invited.value, body.value);
    if (!passkey.ok) return no(request, reply, passkey.outcome);
    const confirmationCode = newConfirmationCode();
    if (!(await insertFirstPasskey(pool, passkey.value, sha256(token), clock.now(), confirmationCode))) {
      return no(request, reply, outcome('CRYO-406'));
    }
    const waiting = unconfirmed({ ...invited.value, confirmationCode });
    if (waiting) {
      const told = await trail.refusedSignIn(request, 'invitation', waiting, invited.value.who);
      return told.ok ? answer(reply, { confirmationCode }, 201) : no(request, reply, told.outcome);
    }
    const begun = await beginSession(signIn, subjectOf(invited.value), request, 'invitation');
    if (!begun.ok) return no(request, reply, begun.outcome);
    return answer(withSession(reply, signIn, begun.value), {}, 201);
  });
}
