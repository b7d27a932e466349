interface TrustedPolicies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/**
 * Lets a worker of ours keep the pages, the protocol and the rule engine on the device, so that advice needs no network (I5, H07). The
 * server's content policy allows one address for it, under one name.
 */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    const { trustedTypes } = globalThis as { trustedTypes?: TrustedPolicies };
    const policy = trustedTypes?.createPolicy('cryopath-worker', {
      createScriptURL: (url) => {
        if (url !== '/worker.js') throw new TypeError(url);
        return url;
      },
    });
    const address = policy?.createScriptURL('/worker.js') ?? '/worker.js';
    navigator.serviceWorker.register(address, { scope: '/' }).catch((error: unknown) => reportError(error));
  });
}
