/** The value of one cookie of a Cookie header (RFC 6265, 5.4); the first one when a name occurs twice. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

/**
 * A Set-Cookie header for a session: out of reach of scripts, never sent along from another site, and bound to this very host when the service is
 * reached by https.
 *
 * @param seconds how long the browser keeps it; 0 removes it
 */
export const sessionCookie = (name: string, value: string, seconds: number, secure: boolean): string =>
  `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
