import { timingSafeEqual } from 'node:crypto';
import { outcome } from '@cryopath/fhir';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../http/refuse.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsAccess {
  /** Shown as a bearer. When there is one, nothing else opens the metrics. */
  readonly token: string | undefined;
  /** Whether who asks from this machine needs no token: said by configuration, never guessed. */
  readonly isOpenToMachine: boolean;
  /** Proxies are configured: then what comes from this machine is most likely theirs. */
  readonly isBehindProxy: boolean;
}

/**
 * `/metrics`: for whoever shows the token. Without a token configured nobody may look, unless the configuration opens them to the machine itself: a proxy on the
 * same machine that adds no header looks like the machine, so that the service cannot tell them apart and only whoever runs it can. Even then it listens on
 * loopback, knows of no proxy, and the request carries no header that a proxy adds.
 */
export function metricsRoute(app: FastifyInstance, metrics: Metrics, access: MetricsAccess): void {
  app.get('/metrics', async (request, reply) => {
    if (!mayLook(request, access)) return refuse(request, reply, outcome('CRYO-403'));
    return reply
      .headers({ 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' })
      .send(await metrics.text());
  });
}

const FROM_A_PROXY = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

function mayLook(
  { headers, raw, server }: FastifyRequest,
  { token, isOpenToMachine, isBehindProxy }: MetricsAccess,
): boolean {
  if (token !== undefined) return isSame(headers.authorization ?? '', `Bearer ${token}`);
  if (!isOpenToMachine || isBehindProxy || FROM_A_PROXY.some((name) => headers[name] !== undefined)) return false;
  const listening = server.server.address();
  const isForMachine = listening !== null && typeof listening === 'object' && isLoopback(listening.address);
  return isForMachine && isLoopback(raw.socket.remoteAddress ?? '');
}

const isLoopback = (address: string): boolean => address === '::1' || /^(?:::ffff:)?127\./.test(address);

/** Compared in constant time, so that a token cannot be guessed letter by letter. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
