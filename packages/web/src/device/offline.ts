import { workerAddress } from './worker-address.ts';

/** Lets a worker of ours keep the pages, the protocol and the rule engine on the device, so that advice needs no network (I5, H07). */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    navigator.serviceWorker
      .register(workerAddress('/worker.js'), { scope: '/' })
      .catch((error: unknown) => reportError(error));
  });
}
