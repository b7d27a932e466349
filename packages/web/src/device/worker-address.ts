interface TrustedPolicies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** The two workers that there are: the one that keeps the pages on a device, and the one that computes a freeze. */
const OURS = [/^\/worker\.js$/, /^\/assets\/freeze-worker-[\w-]+\.js$/];

let policy: ReturnType<TrustedPolicies['createPolicy']> | undefined;

/**
 * The address of a worker of ours, as the server's content policy wants it: under one name, and for no other address.
 *
 * @throws for any other address
 */
export function workerAddress(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedPolicies };
  if (policy === undefined && trustedTypes !== undefined)
    policy = trustedTypes.createPolicy('cryopath-worker', { createScriptURL: ours });
  return policy?.createScriptURL(url) ?? ours(url);
}

function ours(url: string): string {
  if (!OURS.some((one) => one.test(url))) throw new TypeError(url);
  return url;
}
