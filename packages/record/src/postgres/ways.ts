import type pg from 'pg';
import { createPool, type DatabaseAddress, type PoolOptions } from './pool.ts';
import { createShortLane, type ShortLane } from './short-lane.ts';

/** The connections by which the record speaks to a database. */
export interface Ways {
  readonly pool: pg.Pool;
  /** One connection, for the log of reads alone: readers wait for the trail, never behind writers. */
  readonly logPool: pg.Pool;
  /** For statements that touch few rows whatever is stored. */
  readonly lane: ShortLane;
  /** Ends all of them, when what is under way is answered. */
  end(): Promise<void>;
}

/** None is opened before it is asked for something. */
export function waysTo(address: DatabaseAddress, options: PoolOptions = {}): Ways {
  const pool = createPool(address, options);
  const logPool = createPool(address, { ...options, connections: 1 });
  const lane = createShortLane(address, options);
  return {
    pool,
    logPool,
    lane,
    async end() {
      await Promise.all([pool.end(), logPool.end(), lane.end()]);
    },
  };
}
