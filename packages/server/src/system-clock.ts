import type { Clock, ElapsedMilliseconds, Instant } from '@cryopath/pathway';

/** The machine's clock: the one place that asks the platform for the time. Programs hand it in at their entry (I7). */
export const systemClock: Clock = {
  now: () => Date.now() as Instant,
  monotonic: () => performance.now() as ElapsedMilliseconds,
};
