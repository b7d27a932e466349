import type { Change, Projection } from '@cryopath/record';

/** The worklist, which is not kept while a long history is written: it is made once from the record when that is whole. No gate is paused by it. */
export interface PausableProjection extends Projection {
  pausedWhile<Value>(work: () => Promise<Value>): Promise<Value>;
}

export function pausable(projection: Projection): PausableProjection {
  let isPaused = false;
  return {
    ...projection,
    concerns: (change: Change) => !isPaused && projection.concerns(change),
    async pausedWhile(work) {
      isPaused = true;
      try {
        return await work();
      } finally {
        isPaused = false;
      }
    },
  };
}
