import type { Clock } from '@cryopath/pathway';
import type { Surroundings } from './command.ts';

export interface Progress {
  /** How far the work is: `12,000 of 50,000 rows`. */
  at(text: string): void;
  /** The last word, on a line of its own. */
  done(text: string): void;
}

/** Progress of long work: one line that is written over for a person who watches, a plain line every ten seconds for a log. */
export function progress(clock: Clock, { error, isWatched }: Surroundings): Progress {
  const pause = isWatched ? 100 : 10_000;
  let last = -pause;
  return {
    at(text) {
      const now = clock.monotonic();
      if (now - last < pause) return;
      last = now;
      error(isWatched ? `\r\u001b[2K${text}` : `${text}\n`);
    },
    done: (text) => error(isWatched ? `\r\u001b[2K${text}\n` : `${text}\n`),
  };
}
