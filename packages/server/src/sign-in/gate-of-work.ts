/** Lets so many works run at once, and so many wait. */
export interface WorkGate {
  /** @returns undefined when too many wait already: the work was not begun. */
  run<Value>(work: () => Promise<Value>): Promise<Value> | undefined;
}

/**
 * Bounds work that takes much memory: hashing a password takes 64 MiB, and a stranger may ask for it.
 *
 * @example
 * const hashing = workGate(2, 16);
 * const matches = await hashing.run(() => matchesPassword(password, stored));
 */
export function workGate(atOnce: number, waitingAtMost: number): WorkGate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    run(work) {
      if (running >= atOnce && waiting.length >= waitingAtMost) return undefined;
      const admitted =
        running < atOnce ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(() => resolve()));
      if (running < atOnce) running++;
      return admitted.then(work).finally(() => {
        const next = waiting.shift();
        // The place is handed on, not given up: nobody who comes in between takes it.
        if (next) next();
        else running--;
      });
    },
  };
}
