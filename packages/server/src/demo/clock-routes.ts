import { ok, outcome, parseJson, type Result, refused } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { ClinicRecord } from '@cryopath/record';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { EventHub } from '../events/event-hub.ts';
import { httpDate } from '../fhir/version-headers.ts';
import { refuse } from '../http/refuse.ts';
import { answer } from '../sign-in/routes/answer.ts';
import { serviceRequester } from '../sign-in/service-requester.ts';
import { carrySessions } from '../sign-in/session-table.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import type { DemoClock } from './demo-clock.ts';
import type { DemoPerson } from './people.ts';

const HOUR = 3_600_000;
const UNITS = { days: 24 * HOUR, hours: HOUR } as const;

/** As far as one move goes: the follow-up of a whole pathway lies within it. */
const AT_MOST = 400 * UNITS.days;
/** As far as all moves go together. */
const AHEAD_AT_MOST = 10 * AT_MOST;

export interface DemoClockRoutes {
  readonly clock: DemoClock;
  readonly record: Pick<ClinicRecord, 'rebuildWorklist'>;
  readonly signIn: SignIn;
  readonly hub: Pick<EventHub, 'tell'>;
  readonly people: readonly DemoPerson[];
  /** Whether the service listens for this machine alone; otherwise only who is signed in moves the clock. */
  readonly onThisMachine: boolean;
}

/**
 * `GET /demo/clock`, and `POST /demo/clock` with `{"days": n}` or `{"hours": n}`, which sets the clock of the whole demo ahead. They exist in the demo only.
 * Every answer bears its time (`Date`), and open screens are told by an event `clock`.
 */
export function demoClockRoutes(
  app: FastifyInstance,
  { clock, record, signIn, hub, people, onThisMachine }: DemoClockRoutes,
): void {
  const shown = () => ({ now: isoOf(clock.now()), aheadHours: clock.ahead() / HOUR });

  // Browsers go by it: without this they would take the machine's time for the clinic's.
  app.addHook('onSend', async (_request, reply, payload) => {
    reply.header('date', httpDate(isoOf(clock.now())));
    return payload;
  });

  app.get('/demo/clock', (_request, reply) => answer(reply, shown()));

  app.post('/demo/clock', async (request, reply) => {
    if (!onThisMachine && !(await isOneOf(people, signIn, request))) return refuse(request, reply, outcome('CRYO-401'));
    const move = moveIn(request.body);
    if (!move.ok) return refuse(request, reply, move.outcome);
    if (clock.ahead() + move.value > AHEAD_AT_MOST) return refuse(request, reply, fieldFault('days'));
    // Who is signed in stays so: their sessions travel along, before the clock does, so that none is over in between.
    await carrySessions(signIn.pool, move.value);
    clock.advance(move.value);
    signIn.sessions.forget();
    const listed = await record.rebuildWorklist(serviceRequester);
    if (!listed.ok) return refuse(request, reply, listed.outcome);
    hub.tell('clock', shown());
    return answer(reply, shown());
  });
}

async function isOneOf(people: readonly DemoPerson[], { sessions }: SignIn, request: FastifyRequest): Promise<boolean> {
  const requester = await sessions.requesterOf(request);
  return requester !== undefined && people.some(({ who }) => who === requester.who);
}

/** How far to move, in milliseconds: whole days or whole hours, one of both. Time does not run back: what was written would lie in the future. */
function moveIn(body: unknown): Result<number> {
  const parsed = typeof body === 'string' ? parseJson(body) : refused(outcome('CRYO-113'));
  if (!parsed.ok) return parsed;
  const given = Object.entries(typeof parsed.value === 'object' && parsed.value !== null ? parsed.value : {});
  const [[unit = '', amount] = []] = given;
  if (given.length !== 1 || (unit !== 'days' && unit !== 'hours')) return refused(fieldFault('days'));
  const milliseconds = Number.isInteger(amount) ? Number(amount) * UNITS[unit] : 0;
  return milliseconds > 0 && milliseconds <= AT_MOST ? ok(milliseconds) : refused(fieldFault(unit));
}

const fieldFault = (field: string) => outcome('CRYO-419', { field });
