import type { IncomingHttpHeaders } from 'node:http';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Header that our own screens send with every change. A foreign page cannot send it without a CORS preflight, which is never granted. */
const OWN_PAGE_HEADER = 'x-cryopath';

/**
 * Whether a change may come from a page of another site (CSRF). Cookies travel by themselves, so a change that carries one must prove
 * that our own page sent it: by our header, or by the browser's word (Sec-Fetch-Site). A foreign Origin is refused in any case.
 *
 * @param publicOrigin origin of PUBLIC_URL: behind a proxy the Host header may be another one
 */
export function isCrossSiteChange(method: string, headers: IncomingHttpHeaders, publicOrigin: string): boolean {
  if (SAFE.has(method)) return false;
  const { origin, cookie } = headers;
  if (origin !== undefined && origin !== publicOrigin && hostOf(origin) !== headers.host) return true;
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  if (cookie === undefined) return false;
  return headers[OWN_PAGE_HEADER] === undefined && site !== 'same-origin';
}

const hostOf = (origin: string): string | undefined => /^https?:\/\/([^/]+)$/.exec(origin)?.[1];
