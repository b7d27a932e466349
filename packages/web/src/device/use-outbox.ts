import { useEffect, useSyncExternalStore } from 'react';
import type { Outbox } from './outbox.ts';

const MILLISECONDS_BETWEEN_TRIES = 15_000;

/** How many acts wait on this device, and how many were refused. What waits is tried again: when the network is back, and every quarter of a minute. */
export function useOutbox(outbox: Outbox): { readonly waiting: number; readonly refused: number } {
  const waiting = useSyncExternalStore(outbox.subscribe, outbox.waiting);
  const refused = useSyncExternalStore(outbox.subscribe, outbox.refused);
  useEffect(() => {
    if (waiting === 0) return;
    const flush = () => {
      outbox.flush();
    };
    addEventListener('online', flush);
    const timer = setInterval(flush, MILLISECONDS_BETWEEN_TRIES);
    return () => {
      removeEventListener('online', flush);
      clearInterval(timer);
    };
  }, [outbox, waiting]);
  return { waiting, refused };
}
