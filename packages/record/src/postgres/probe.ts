import pg from 'pg';
import type { DatabaseAddress } from './pool.ts';

/** `starting`: somebody listens but does not serve yet, or no longer: recovery, shutdown, or no connection left. */
export type Readiness = 'ready' | 'starting' | 'absent';

/** Whether a server answers at an address, found out by asking it. */
export async function probe(address: DatabaseAddress): Promise<Readiness> {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return 'ready';
  } catch (error) {
    const { code = '' } = error as { code?: string };
    return NOBODY_LISTENS.has(code) ? 'absent' : 'starting';
  } finally {
    await client.end().catch(() => {});
  }
}

const NOBODY_LISTENS: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED']);
