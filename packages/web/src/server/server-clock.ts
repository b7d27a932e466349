import type { Clock, ElapsedMilliseconds, Instant } from '@cryopath/pathway';

export interface ServerClock extends Clock {
  /** Takes the time from an answer's `Date` header. */
  hear(date: string | null): void;
}

/**
 * The server's time, as far as a browser knows it: a tablet's own clock may be days off (H12), and evidence "of tomorrow" opens nothing.
 * The header is cut to seconds and arrives late, so this clock is never ahead of the server's.
 */
export function serverClock(machine: { now(): number; monotonic(): number }): ServerClock {
  let heard: { readonly server: number; readonly at: number } | undefined;
  const now = () => (heard ? heard.server + machine.monotonic() - heard.at : machine.now());
  return {
    now: () => Math.floor(now()) as Instant,
    monotonic: () => machine.monotonic() as ElapsedMilliseconds,
    hear(date) {
      const server = date === null ? Number.NaN : Date.parse(date);
      if (Number.isNaN(server)) return;
      // A later answer that was slower than an earlier one must not set the clock back; a demo's travel in time sets it ahead.
      if (!heard || server > now()) heard = { server, at: machine.monotonic() };
    },
  };
}
