import { randomUUID } from 'node:crypto';
import { outcome } from '@cryopath/fhir';
import type { Clock } from '@cryopath/pathway';
import type { ClinicRecord, Requester } from '@cryopath/record';
import Fastify, { type FastifyInstance } from 'fastify';
import { type BodyLimits, fhirInterface } from './fhir/fhir-interface.ts';
import { healthRoutes } from './health.ts';
import { isCrossSiteChange } from './http/cross-site.ts';
import { answerBrokenRequests, answerFaults, answerFrameworkFaults, HEADER_LIMIT } from './http/faults.ts';
import { refuse } from './http/refuse.ts';
import { securityHeaders } from './http/security-headers.ts';
import { trustedHosts } from './http/trusted-host.ts';
import type { Log } from './log.ts';
import { createMetrics, type Gauge } from './metrics/metrics.ts';
import { metricsRoute } from './metrics/metrics-route.ts';
import type { Protocols } from './protocol/protocols.ts';
import type { RequesterOf } from './sign-in/requester-of.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null until a route that needs to know has found out. */
    requester: Requester | null;
  }
}

export interface AppOptions {
  readonly record: ClinicRecord;
  readonly requesterOf: RequesterOf;
  readonly protocols: Protocols;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the service is reached from outside: scheme and host, without a trailing slash. */
  readonly publicUrl: string;
  readonly allowedHosts: readonly string[];
  readonly trustProxy: readonly string[];
  readonly limits: BodyLimits;
  readonly metricsToken: string | undefined;
  /** Whether the machine itself needs no token; not when it is not said. */
  readonly metricsOpenToMachine?: boolean;
  readonly gauges: readonly Gauge[];
  readonly softwareVersion: string;
  /** Where programs get their tokens, when they can. */
  readonly tokenUrl?: string;
  isReady(): Promise<boolean>;
}

/** A request must have arrived whole within this time: slower senders hold a connection that others need. */
const REQUEST_MILLISECONDS = 120_000;

/** The `Date` header of a moment; one second's is made once, however many answers bear it. */
function dateHeader(): (moment: number) => string {
  let [second, text] = [Number.NaN, ''];
  return (moment) => {
    const now = Math.floor(moment / 1000);
    if (now !== second) [second, text] = [now, new Date(moment).toUTCString()];
    return text;
  };
}

/** The HTTP server with everything that every installation has. Pages, the demo and sign-in are added by start-server.ts. */
export function buildApp(options: AppOptions): FastifyInstance {
  const { record, requesterOf, clock, log, publicUrl } = options;
  const headers = securityHeaders(publicUrl.startsWith('https:'));
  const secondOf = dateHeader();
  const app = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    trustProxy: options.trustProxy.length > 0 ? [...options.trustProxy] : false,
    bodyLimit: options.limits.resource,
    requestTimeout: REQUEST_MILLISECONDS,
    forceCloseConnections: 'idle',
    frameworkErrors: answerFrameworkFaults(headers, log),
    clientErrorHandler: answerBrokenRequests(headers),
    http: { maxHeaderSize: HEADER_LIMIT },
    routerOptions: {
      maxParamLength: 512,
      // Queries go to the record as they came; taking every one apart here would be work for nothing.
      querystringParser: (text) => text as never,
    },
  });
  app.decorateRequest('requester', null);
  // Bodies are text until a route reads them with the strict reader of @cryopath/fhir.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body));

  const isTrusted = trustedHosts([new URL(publicUrl).host, ...options.allowedHosts]);
  app.addHook('onRequest', (request, reply, next) => {
    // Browsers take the clinic's time from here (H12): the clock that was handed in, not the machine's.
    reply.headers(headers).header('date', secondOf(clock.now()));
    if (!isTrusted(request.headers.host)) refuse(request, reply, outcome('CRYO-515'));
    else if (isCrossSiteChange(request.method, request.headers, publicUrl)) refuse(request, reply, outcome('CRYO-414'));
    else next();
  });

  const metrics = createMetrics(options.gauges);
  app.addHook('onResponse', (request, reply, next) => {
    const route = request.routeOptions.url ?? 'unmatched';
    log.request({
      request: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      milliseconds: reply.elapsedTime,
    });
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime);
    next();
  });
  app.addHook('onClose', async () => metrics.close());

  answerFaults(app, log);
  healthRoutes(app, options.isReady);
  metricsRoute(app, metrics, {
    token: options.metricsToken,
    isOpenToMachine: options.metricsOpenToMachine ?? false,
    isBehindProxy: options.trustProxy.length > 0,
  });
  const base = `${publicUrl}/fhir`;
  app.register(fhirInterface, {
    prefix: '/fhir',
    service: { record, base, clock, protocols: options.protocols },
    requesterOf,
    limits: options.limits,
    served: {
      base,
      softwareVersion: options.softwareVersion,
      since: clock.now(),
      ...(options.tokenUrl === undefined ? {} : { tokenUrl: options.tokenUrl }),
    },
  });
  return app;
}
