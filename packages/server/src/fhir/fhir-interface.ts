import { outcome } from '@cryopath/fhir';
import type { Requester } from '@cryopath/record';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readerLanguage } from '../http/reader-language.ts';
import { refuse } from '../http/refuse.ts';
import type { RequesterOf } from '../sign-in/requester-of.ts';
import { addressFault, noOperation } from './address.ts';
import { type Answer, pretty } from './answer.ts';
import { asksForContent } from './binary-content.ts';
import { capabilityStatement, type Served } from './capability-statement.ts';
import type { FhirService } from './fhir-service.ts';
import { isOutcome, negotiate, PLAIN, type Printing, withoutPrinting } from './media-type.ts';
import type { FhirRoute } from './route.ts';
import { FHIR_ROUTES } from './routes/index.ts';

/** Largest bodies, in bytes. */
export interface BodyLimits {
  readonly resource: number;
  readonly bundle: number;
}

export interface FhirInterfaceOptions {
  readonly service: FhirService;
  readonly requesterOf: RequesterOf;
  readonly limits: BodyLimits;
  readonly served: Served;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

interface AddressParams {
  readonly type?: string;
  readonly id?: string;
  readonly version?: string;
}

/**
 * The FHIR interface as a Fastify plugin, to be registered under /fhir. Who asks is settled before the body is read, so that strangers cannot
 * make the server hold large bodies. Bodies stay bytes here: routes read them as the strict JSON of @cryopath/fhir.
 */
export function fhirInterface(scope: FastifyInstance, options: FhirInterfaceOptions, done: () => void): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));

  const authenticate = (request: FastifyRequest, reply: FastifyReply, next: (error?: Error) => void) => {
    const admit = (requester: Requester | undefined) => {
      if (requester === undefined || isMeantForAnother(request, requester)) {
        refuse(request, reply, outcome('CRYO-401'));
        return;
      }
      request.requester = requester;
      next();
    };
    const asked = options.requesterOf(request);
    // Nearly every request comes within a second of the last one of its session: it need not wait for a promise.
    if (asked instanceof Promise) asked.then(admit, next);
    else admit(asked);
  };

  for (const route of FHIR_ROUTES) {
    scope.route({
      method: route.method,
      url: route.url,
      bodyLimit: route.takesBundle ? options.limits.bundle : options.limits.resource,
      onRequest: authenticate,
      handler: handlerOf(route, options.service),
    });
  }

  const statement = JSON.stringify(capabilityStatement(FHIR_ROUTES, options.served));
  const capabilities: Answer = {
    status: 200,
    headers: { 'content-type': 'application/fhir+json; charset=utf-8', 'cache-control': 'no-cache' },
    body: statement,
  };
  scope.get('/metadata', (request, reply) => {
    const printing = negotiate(request.headers.accept, rawQuery(request));
    if (isOutcome(printing)) refuse(request, reply, printing);
    else sendAnswer(reply, capabilities, printing);
  });

  refuseOtherMethods(scope, [...FHIR_ROUTES, { method: 'GET', url: '/metadata' }]);
  done();
}

/**
 * A request may say as whom it was made. A device sends later what somebody finished without a network, and another window of its browser may have signed in somebody else
 * by then: their cookie must not put their name under it (H13).
 */
const isMeantForAnother = ({ headers }: FastifyRequest, { who }: Requester): boolean =>
  headers['x-cryopath-who'] !== undefined && headers['x-cryopath-who'] !== who;

function handlerOf(route: FhirRoute, service: FhirService) {
  const fixedType = /^\/([A-Z]\w+)\//.exec(route.url)?.[1] ?? '';
  const needsCriteria = route.url === '/:type' && ['PUT', 'PATCH', 'DELETE'].includes(route.method);
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const { headers, requester } = request;
    if (requester === null) throw new Error('a FHIR route ran without a requester');
    const raw = rawQuery(request);
    const query = raw === '' ? '' : withoutPrinting(raw);
    const { type = fixedType, id = '', version = '' } = request.params as AddressParams;
    const wantsContent = type === 'Binary' && route.givesContent === true && asksForContent(headers.accept, raw);
    const printing = wantsContent || route.isCalendar ? PLAIN : negotiate(headers.accept, raw);
    if (isOutcome(printing)) {
      refuse(request, reply, printing);
      return;
    }
    const needed = needsCriteria && query === '' ? outcome('CRYO-217') : undefined;
    const fault = route.isComputed ? undefined : addressFault(route.method, route.interaction, { type, id });
    const refusal = fault ?? needed;
    if (refusal !== undefined) {
      refuse(request, reply, refusal);
      return;
    }
    const language = readerLanguage(headers['accept-language']);
    route
      .answer({ requester, type, id, version, query, headers, body: request.body, language, wantsContent }, service)
      .then((answer) => sendAnswer(reply, answer, printing))
      .catch((error: unknown) => reply.send(error));
  };
}

/** The query as it came: Fastify is told not to take it apart, see app.ts. */
const rawQuery = (request: FastifyRequest): string => (typeof request.query === 'string' ? request.query : '');

function sendAnswer(reply: FastifyReply, { status, headers, body, bytes }: Answer, printing?: Printing): void {
  reply.code(status).headers(headers);
  if (bytes !== undefined) {
    reply.send(bytes);
    return;
  }
  reply.send(body === '' ? undefined : printing?.pretty ? pretty(body) : body);
}

/** Every address answers 405 to the methods that it does not have, and names those it has (RFC 9110, 15.5.6). */
function refuseOtherMethods(
  scope: FastifyInstance,
  routes: readonly { readonly method: string; readonly url: string }[],
) {
  const allowed = Map.groupBy(routes, (route) => route.url);
  for (const [url, served] of allowed) {
    const methods = new Set(served.map((route) => route.method));
    if (methods.has('GET')) methods.add('HEAD');
    const allow = [...methods].join(', ');
    scope.route({
      method: METHODS.filter((method) => !methods.has(method)),
      url,
      exposeHeadRoute: false,
      handler(request, reply) {
        const { type = '', id = '' } = request.params as AddressParams;
        const operation = [id, type].find((part) => part.startsWith('$'));
        const refusal =
          operation === undefined ? outcome('CRYO-215', { method: request.method }) : noOperation(operation);
        if (operation === undefined) reply.header('allow', allow);
        refuse(request, reply, refusal);
      },
    });
  }
}
