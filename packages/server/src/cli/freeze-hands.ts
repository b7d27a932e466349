import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Hand } from '@cryopath/thermal';

/** Does work with `count` threads beside this one, and ends them whatever comes of it. */
export async function withHands<T>(count: number, work: (hands: readonly Hand[]) => T): Promise<T> {
  const threads = Array.from({ length: count }, () => new Worker(new URL('./freeze-hand.ts', import.meta.url)));
  try {
    await Promise.all(threads.map((thread) => once(thread, 'online')));
    return work(threads);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
