import { ok, outcome, parseJson, type Result, refused } from '@cryopath/fhir';
import type { Requester } from '@cryopath/record';
import type { FastifyInstance } from 'fastify';
import { cookieValue, sessionCookie } from '../http/cookie.ts';
import { refuse } from '../http/refuse.ts';
import type { RequesterOf } from '../sign-in/requester-of.ts';
import { DEMO_CLINIC, DEMO_PEOPLE, type DemoPerson, demoPerson } from './people.ts';
import type { SessionTokens } from './session-token.ts';

const COOKIE = 'cryopath-demo';
const DAY_SECONDS = 86_400;
const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

/** Who asks, in the demo: whoever they chose to be. */
export const demoRequesterOf =
  (tokens: SessionTokens): RequesterOf =>
  async ({ headers, ip, id }) => {
    const token = cookieValue(headers.cookie, COOKIE);
    const person = token === undefined ? undefined : demoPerson(tokens.read(token) ?? '');
    return person === undefined ? undefined : { ...requesterOf(person), address: ip, request: id };
  };

const requesterOf = ({ who, role, purpose }: DemoPerson): Requester => ({
  who,
  role,
  purpose,
  clinic: role === 'patient' ? '' : DEMO_CLINIC,
  patients: role === 'patient' ? [who.slice('Patient/'.length)] : [],
});

/** `GET /demo/people`, `POST /demo/sign-in`, `GET /demo/me` and `POST /demo/sign-out`. They exist in the demo only. */
export function demoSignIn(app: FastifyInstance, tokens: SessionTokens, secure: boolean): void {
  const shown = ({ person, name, role, who }: DemoPerson) => ({ person, name, role, who });

  app.get('/demo/people', (_request, reply) => reply.headers(HEADERS).send(JSON.stringify(DEMO_PEOPLE.map(shown))));

  app.get('/demo/me', async (request, reply) => {
    const person = demoPerson(tokens.read(cookieValue(request.headers.cookie, COOKIE) ?? '') ?? '');
    if (person === undefined) return refuse(request, reply, outcome('CRYO-401'));
    return reply.headers(HEADERS).send(JSON.stringify(shown(person)));
  });

  app.post('/demo/sign-in', async (request, reply) => {
    const asked = personIn(request.body);
    if (!asked.ok) return refuse(request, reply, asked.outcome);
    const cookie = sessionCookie(COOKIE, tokens.issue(asked.value.person, DAY_SECONDS * 1000), DAY_SECONDS, secure);
    return reply.headers({ ...HEADERS, 'set-cookie': cookie }).send(JSON.stringify(shown(asked.value)));
  });

  app.post('/demo/sign-out', async (_request, reply) =>
    reply.headers({ ...HEADERS, 'set-cookie': sessionCookie(COOKIE, '', 0, secure) }).send('{}'),
  );
}

function personIn(body: unknown): Result<DemoPerson> {
  const parsed = typeof body === 'string' ? parseJson(body) : refused(outcome('CRYO-113'));
  if (!parsed.ok) return parsed;
  const json = parsed.value;
  const person =
    typeof json === 'object' && json !== null && 'person' in json && typeof json.person === 'string'
      ? demoPerson(json.person)
      : undefined;
  return person === undefined ? refused(outcome('CRYO-402')) : ok(person);
}
