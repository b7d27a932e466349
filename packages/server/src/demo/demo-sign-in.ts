import { ok, outcome, parseJson, type Result, refused } from '@cryopath/fhir';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../http/refuse.ts';
import { answer, begunAnswer, withoutSession } from '../sign-in/routes/answer.ts';
import type { SessionSubject } from '../sign-in/session-table.ts';
import { beginSession, type SignIn } from '../sign-in/sign-in.ts';
import { type DemoPerson, requesterFor } from './people.ts';

/**
 * `GET /demo/people`, `POST /demo/sign-in`, `GET /demo/me` and `POST /demo/sign-out`. They exist in the demo only, which refuses a record with real
 * people in it. The sessions are real ones.
 *
 * @param people whom a visitor may be
 * @param onThisMachine whether the service listens for this machine alone; otherwise nobody is let in by a mere wish
 */
export function demoSignIn(
  app: FastifyInstance,
  signIn: SignIn,
  people: readonly DemoPerson[],
  onThisMachine: boolean,
): void {
  const { sessions } = signIn;
  const shown = ({ person, name, role, who, about }: DemoPerson) => ({ person, name, role, who, about });

  app.get('/demo/people', (_request, reply) => answer(reply, people.map(shown)));

  app.get('/demo/me', async (request, reply) => {
    const requester = await sessions.requesterOf(request);
    const person = people.find(({ who }) => who === requester?.who);
    return person === undefined ? refuse(request, reply, outcome('CRYO-401')) : answer(reply, shown(person));
  });

  app.post('/demo/sign-in', async (request, reply) => {
    if (!onThisMachine) return refuse(request, reply, outcome('CRYO-423'));
    const asked = personIn(request.body, people);
    if (!asked.ok) return refuse(request, reply, asked.outcome);
    const begun = await beginSession(signIn, subjectOf(asked.value), request, 'demo');
    if (!begun.ok) return refuse(request, reply, begun.outcome);
    return begunAnswer(request, reply, signIn, begun.value, shown(asked.value));
  });

  app.post('/demo/sign-out', async (request, reply) => {
    await sessions.end(request);
    return answer(withoutSession(reply, signIn), {});
  });
}

const subjectOf = (person: DemoPerson): SessionSubject => ({ ...requesterFor(person), role: person.role });

function personIn(body: unknown, people: readonly DemoPerson[]): Result<DemoPerson> {
  const parsed = typeof body === 'string' ? parseJson(body) : refused(outcome('CRYO-113'));
  if (!parsed.ok) return parsed;
  const json = parsed.value;
  const named = typeof json === 'object' && json !== null && 'person' in json ? json.person : undefined;
  const person = people.find((each) => each.person === named);
  return person === undefined ? refused(outcome('CRYO-402')) : ok(person);
}
