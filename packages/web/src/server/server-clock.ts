import type { Clock, ElapsedMilliseconds, Instant } from '@cryopath/pathway';

export interface ServerClock extends Clock {
  /** Takes the time from an answer's `Date` header. */
  hear(date: string | null): void;
  /** How far this device's own clock is ahead of the server's, in milliseconds, below zero behind; `undefined` before the first answer. */
  difference(): number | undefined;
  /**
   * The time for what was read earlier, while nothing has been heard since: never before it was read, and without what this device was ahead then, so that
   * no restriction ends early by a wrong clock (H12).
   */
  since(read: ClockReading): Instant;
}

/** What a clock said when something was read, kept beside it. */
export interface ClockReading {
  readonly at: number;
  readonly difference?: number | undefined;
}

/**
 * The server's time, as far as a browser knows it: a tablet's own clock may be days off (H12), and evidence "of tomorrow" opens nothing.
 * The header is cut to seconds and arrives late, so this clock is never ahead of the server's.
 */
export function serverClock(machine: { now(): number; monotonic(): number }): ServerClock {
  let difference: number | undefined;
  let heard: { readonly server: number; readonly at: number } | undefined;
  const now = () => (heard ? heard.server + machine.monotonic() - heard.at : machine.now());
  return {
    now: () => Math.floor(now()) as Instant,
    monotonic: () => machine.monotonic() as ElapsedMilliseconds,
    difference: () => difference,
    since(read) {
      const ahead = heard ? 0 : Math.max(0, read.difference ?? 0);
      return Math.floor(Math.max(read.at, now() - ahead)) as Instant;
    },
    hear(date) {
      const server = date === null ? Number.NaN : Date.parse(date);
      if (Number.isNaN(server)) return;
      difference = machine.now() - server;
      // A later answer that was slower than an earlier one must not set the clock back; a demo's travel in time sets it ahead.
      if (!heard || server > now()) heard = { server, at: machine.monotonic() };
    },
  };
}
