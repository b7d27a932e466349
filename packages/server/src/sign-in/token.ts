import { hash, randomBytes } from 'node:crypto';
import { cookieValue } from '../http/cookie.ts';
import type { IncomingRequest } from './requester-of.ts';

/** 256 random bits as 43 characters that need no escaping anywhere. Who holds it is let in: it is kept as its hash alone. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** SHA-256, for `bytea` columns. A token is random: it needs no salt and no slow hash. */
export const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/**
 * The name of the session's cookie. With `__Host-` browsers hold it to this very host, to https and to the root path; over plain http, which is for one's
 * own machine, they would refuse that name.
 */
export const cookieName = (secure: boolean): string => (secure ? '__Host-cryopath' : 'cryopath');

/** The token that a request shows: the bearer's, or else the cookie's. A request with an Authorization header means that one alone. */
export function shownToken({ headers }: IncomingRequest, cookie: string): string | undefined {
  const { authorization } = headers;
  const token =
    authorization === undefined ? cookieValue(headers.cookie, cookie) : /^Bearer ([\w-]+)$/i.exec(authorization)?.[1];
  return token !== undefined && isToken(token) ? token : undefined;
}
