import type { Outcome } from '@cryopath/fhir';
import { outcome } from '@cryopath/fhir';
import type { Requester } from '@cryopath/record';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookie } from '../../http/cookie.ts';
import { refuse } from '../../http/refuse.ts';
import type { BegunSession } from '../sessions.ts';
import type { SignIn } from '../sign-in.ts';
import { cookieName } from '../token.ts';

const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'private, no-store' };

/** An answer in JSON that nobody keeps. */
export const answer = (reply: FastifyReply, value: unknown, status = 200): FastifyReply =>
  reply.code(status).headers(HEADERS).send(JSON.stringify(value));

/** Puts a session into the browser. Its token stands nowhere else: no script can read it. */
export const withSession = (reply: FastifyReply, { clock, secure }: SignIn, session: BegunSession): FastifyReply => {
  const seconds = Math.floor((session.until - clock.now()) / 1000);
  return reply.header('set-cookie', sessionCookie(cookieName(secure), session.token, seconds, secure));
};

/**
 * Answers who has just signed in: the browser gets the session; or, beside somebody who is signed in at this device and stays so (`X-Cryopath-Beside`, the second
 * person of a time-out, H02), the page gets the token for what that person does there, and the browser keeps the session it has.
 */
export function begunAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  signIn: SignIn,
  session: BegunSession,
  value: Readonly<Record<string, unknown>>,
): FastifyReply {
  if (request.headers['x-cryopath-beside'] === '1') return answer(reply, { ...value, token: session.token });
  return answer(withSession(reply, signIn, session), value);
}

export const withoutSession = (reply: FastifyReply, { secure }: SignIn): FastifyReply =>
  reply.header('set-cookie', sessionCookie(cookieName(secure), '', 0, secure));

type Task = (requester: Requester, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** A route for people who are signed in. */
export const signedIn =
  ({ sessions }: SignIn, task: Task) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const requester = await sessions.requesterOf(request);
    if (requester === undefined) return refuse(request, reply, outcome('CRYO-401'));
    // A program acts on the record; who may come in is decided by people.
    if (requester.role === 'integrator') return refuse(request, reply, outcome('CRYO-403'));
    return task(requester, request, reply);
  };

export const no = (request: FastifyRequest, reply: FastifyReply, why: Outcome): FastifyReply =>
  refuse(request, reply, why);

export const parameter = (request: FastifyRequest, name: 'token' | 'id'): string =>
  (request.params as Readonly<Record<string, string>>)[name] ?? '';
