import { timingSafeEqual } from 'node:crypto';
import { outcome } from '@cryopath/fhir';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../http/refuse.ts';
import type { Metrics } from './metrics.ts';

/**
 * `/metrics`: for whoever shows the token; without a token configured, for the machine itself. A request that a proxy passed on comes
 * from the machine too, but not from us: its X-Forwarded-For gives it away.
 */
export function metricsRoute(app: FastifyInstance, metrics: Metrics, token: string | undefined): void {
  app.get('/metrics', async (request, reply) => {
    if (!mayLook(request, token)) return refuse(request, reply, outcome('CRYO-403'));
    return reply
      .headers({ 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' })
      .send(await metrics.text());
  });
}

function mayLook({ headers, raw }: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined) return isSame(headers.authorization ?? '', `Bearer ${token}`);
  const address = raw.socket.remoteAddress ?? '';
  const isLoopback = address === '::1' || /^(?:::ffff:)?127\./.test(address);
  return isLoopback && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined;
}

/** Compared in constant time, so that a token cannot be guessed letter by letter. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
