import type { IncomingHttpHeaders } from 'node:http';
import type { Requester } from '@cryopath/record';

/** What sign-in may know of a request: its headers, where it came from, and the id that ties its audit rows together. */
export interface IncomingRequest {
  readonly headers: IncomingHttpHeaders;
  /** Network address of the client; behind a trusted proxy the one that the proxy names. */
  readonly ip: string;
  /** One id per request. */
  readonly id: string;
}

/**
 * The port through which a request gets its requester: from a session, or a token, never from what the request says of itself.
 * `undefined` means "nobody": the server then answers 401 to everything but the CapabilityStatement.
 *
 * It is asked for every request. A session that was looked up within the last second is answered at once, without a promise.
 */
export type RequesterOf = (request: IncomingRequest) => Requester | undefined | Promise<Requester | undefined>;
