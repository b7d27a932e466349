import { useEffect, useSyncExternalStore } from 'react';
import type { Outbox, Unsent } from './outbox.ts';

const MILLISECONDS_BETWEEN_TRIES = 15_000;

/** What has not come to the clinic from this device. It is tried again: when the network is back, and every quarter of a minute. */
export function useOutbox(outbox: Outbox): Unsent {
  const unsent = useSyncExternalStore(outbox.subscribe, outbox.unsent);
  const isTried = unsent.waiting + unsent.undelivered > 0;
  useEffect(() => {
    if (!isTried) return;
    const flush = () => {
      outbox.flush();
    };
    addEventListener('online', flush);
    const timer = setInterval(flush, MILLISECONDS_BETWEEN_TRIES);
    return () => {
      removeEventListener('online', flush);
      clearInterval(timer);
    };
  }, [outbox, isTried]);
  return unsent;
}
