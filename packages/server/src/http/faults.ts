import type { Socket } from 'node:net';
import { type Outcome, outcome } from '@cryopath/fhir';
import { databaseFailure } from '@cryopath/record';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusalAnswer } from '../fhir/answer.ts';
import type { Log } from '../log.ts';
import { refuse } from './refuse.ts';

/** Node refuses requests with larger headers than this (bytes), before anybody sees them. */
export const HEADER_LIMIT = 16_384;

/** Every way in which a request can fail ends in an OperationOutcome: what Fastify throws, what nobody expected, and addresses that are not there. */
export function answerFaults(app: FastifyInstance, log: Log): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => refuse(request, reply, refusalOf(error, request, log)));
  app.setNotFoundHandler((request, reply) => refuse(request, reply, outcome('CRYO-214')));
}

/**
 * Faults that Fastify's router finds before there is a route: percent-encoding that means nothing, endless path segments. No hook runs for them, so
 * that what hooks do for every answer is done here.
 */
export const answerFrameworkFaults =
  (headers: Readonly<Record<string, string>>, log: Log) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const refusal = error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? outcome('CRYO-513') : outcome('CRYO-512');
    refuse(request, reply.headers(headers), refusal);
    const { id, method } = request;
    log.request({ request: id, method, route: 'unmatched', status: reply.statusCode, milliseconds: reply.elapsedTime });
  };

function refusalOf(error: FastifyError, request: FastifyRequest, log: Log): Outcome {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return outcome('CRYO-503', { limit: request.routeOptions.bodyLimit ?? 0 });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return outcome('CRYO-504', {
        type: (request.headers['content-type'] ?? '').slice(0, 100),
        accepted: 'application/fhir+json',
      });
    case 'FST_ERR_CTP_EMPTY_TYPE':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return outcome('CRYO-113');
  }
  const { statusCode = 500 } = error;
  // The client's fault in a way that only Node or Fastify can describe: a body shorter than announced, a connection that broke.
  if (statusCode >= 400 && statusCode < 500) return statusCode === 404 ? outcome('CRYO-214') : outcome('CRYO-511');
  // The database was away where no Result could say so: while somebody was being recognised, for example.
  const failure = databaseFailure(error);
  if (failure !== undefined) return failure.kind === 'again' ? outcome('CRYO-211') : failure.outcome;
  log.failure(error, request.id);
  return outcome('CRYO-500', { reference: request.id });
}

/** What cannot be read as HTTP at all is answered on the bare socket. */
export const answerBrokenRequests =
  (security: Readonly<Record<string, string>>) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const { status, headers, body } = refusalAnswer(brokenRequest(error.code), 'en');
    const lines = Object.entries({
      ...security,
      ...headers,
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
    });
    const head = [`HTTP/1.1 ${status} Refused`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n');
    socket.end(`${head}\r\n\r\n${body}`);
  };

function brokenRequest(code: string | undefined): Outcome {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return outcome('CRYO-514', { limit: HEADER_LIMIT });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return outcome('CRYO-508');
    default:
      return outcome('CRYO-511');
  }
}
