import { isIP } from 'node:net';

/**
 * Decides whether a Host header names this service. A page of a foreign name that was pointed at our address (DNS rebinding)
 * must not be taken for ours; addresses written as numbers, and localhost, cannot be pointed anywhere else.
 *
 * @param named hosts (with a port, if any) of PUBLIC_URL and ALLOWED_HOSTS, in lower case
 */
export function trustedHosts(named: readonly string[]): (host: string | undefined) => boolean {
  const known = new Set(named);
  // Most requests carry one and the same header: it is taken apart once.
  let last: string | undefined;
  return (host) => {
    if (host === undefined || host === '') return false;
    if (host === last) return true;
    const lower = host.toLowerCase();
    const trusted = known.has(lower) || isNumericOrLocal(lower);
    if (trusted) last = host;
    return trusted;
  };
}

function isNumericOrLocal(host: string): boolean {
  const name = /^(?:\[([0-9a-f:.]+)\]|([^:]+))(?::\d{1,5})?$/.exec(host);
  const address = name?.[1] ?? name?.[2] ?? '';
  return address === 'localhost' || isIP(address) !== 0;
}
