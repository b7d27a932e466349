import type { OutgoingHttpHeaders } from 'node:http';
import { outcome } from '@cryopath/fhir';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../http/refuse.ts';
import type { Log } from '../log.ts';
import type { RequesterOf } from '../sign-in/requester-of.ts';
import type { EventHub, Listener } from './event-hub.ts';

/** What a reader may leave unread before they are let go, in bytes. */
const UNREAD_AT_MOST = 262_144;
const MILLISECONDS_BETWEEN_TICKS = 1_000;

export interface EventsOptions {
  readonly hub: EventHub;
  /** Whose stream it is, asked again and again while it is open: that must not keep a session alive. */
  readonly watcherOf: RequesterOf;
  readonly log: Log;
  /** Position of the newest change, for readers who come without Last-Event-ID. */
  now(): Promise<number>;
}

/**
 * `GET /events`: server-sent events (WHATWG HTML, 9.2). Each event says that resources changed, by type, id and version; whoever wants to know more reads
 * them. `Last-Event-ID` goes on where a reader left off.
 */
export function eventsRoute(app: FastifyInstance, { hub, watcherOf, log, now }: EventsOptions): void {
  const timer = setInterval(() => hub.tick().catch((error: unknown) => log.failure(error)), MILLISECONDS_BETWEEN_TICKS);
  timer.unref();
  app.addHook('preClose', (done) => {
    clearInterval(timer);
    hub.close();
    done();
  });

  app.get('/events', async (request, reply) => {
    const requester = await watcherOf(request);
    if (requester === undefined) return refuse(request, reply, outcome('CRYO-401'));
    const last = request.headers['last-event-id'];
    if (last !== undefined && !/^\d{1,15}$/.test(String(last))) {
      return refuse(
        request,
        reply,
        outcome('CRYO-209', { header: 'Last-Event-ID', value: String(last).slice(0, 100) }),
      );
    }
    const position = last === undefined ? await now() : Number(last);
    const stream = reply.raw;
    const listener: Listener = {
      position,
      requester: async () => watcherOf(request),
      send(changed, next) {
        const data = JSON.stringify(changed.map(({ type, id, version, patient }) => ({ type, id, version, patient })));
        stream.write(`id: ${next}\nevent: changed\ndata: ${data}\n\n`);
        return stream.writableLength <= UNREAD_AT_MOST;
      },
      tell: (event, data) => stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
      heartbeat: () => stream.write(': here\n\n'),
      close: () => stream.end(),
    };
    if (!hub.add(listener, requester.who)) return refuse(request, reply, outcome('CRYO-408', { seconds: 60 }));
    stream.on('close', () => hub.remove(listener));
    stream.writeHead(200, {
      ...(reply.getHeaders() as OutgoingHttpHeaders),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store',
      'x-accel-buffering': 'no',
    });
    stream.write(`retry: 3000\nid: ${position}\n\n`);
    return reply.hijack();
  });
}
