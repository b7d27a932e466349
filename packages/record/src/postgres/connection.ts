import type pg from 'pg';

/** A pool, or the one connection that holds a transaction. */
export type Connection = Pick<pg.Pool | pg.PoolClient, 'query'>;
