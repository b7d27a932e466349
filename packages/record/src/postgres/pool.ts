import pg from 'pg';
import { columnTypes } from './column-types.ts';

/** Where a database is: a URL (an external server), or the socket folder and name of one in our own PostgreSQL. */
export type DatabaseAddress = Pick<
  pg.PoolConfig,
  'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database'
>;

export interface PoolOptions {
  /** Connections at most. Ten keep two cores busy; more only queue inside PostgreSQL. */
  readonly connections?: number;
  /** A statement that runs longer is stopped (SQLSTATE 57014). */
  readonly statementMilliseconds?: number;
  /** A statement that waits longer for a lock is stopped (SQLSTATE 55P03). */
  readonly lockMilliseconds?: number;
  /** An idle connection was lost: PostgreSQL was restarted or the network cut. The pool opens a new one when it needs one. */
  readonly onLost?: (error: Error) => void;
}

/**
 * A session's settings. They travel in the connection's start packet, so that no connection is ever without them and none costs a round trip.
 * `synchronous_commit` is said here because a server's or a role's default may be off, and then an acknowledged write could be lost (R1).
 */
const sessionSettings = ({ statementMilliseconds = 30_000, lockMilliseconds = 10_000 }: PoolOptions): string =>
  Object.entries({
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    synchronous_commit: 'on',
    // Our statements touch few rows; compiling one would take longer than a hundred of them.
    jit: 'off',
    statement_timeout: statementMilliseconds,
    lock_timeout: lockMilliseconds,
    idle_in_transaction_session_timeout: 60_000,
  })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');

/** What a connection of ours is opened with, for a pool or for one client on its own. */
export const connectionConfig = (address: DatabaseAddress, options: PoolOptions = {}): pg.ClientConfig => ({
  ...withSettings(address, sessionSettings(options)),
  types: columnTypes,
  application_name: 'cryopath',
  connectionTimeoutMillis: 10_000,
  keepAlive: true,
});

/** For the driver, `options` in a URL wins over `options` beside it: so ours go into the URL, behind those, where the last one counts. */
function withSettings(address: DatabaseAddress, settings: string): pg.ClientConfig {
  if (!address.connectionString) return { ...address, options: settings };
  // Not `URL`, which refuses one without a host: `postgres://user@/name?host=/socket/folder` is usual here.
  const [place = '', query = ''] = address.connectionString.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('options', `${parameters.get('options') ?? ''} ${settings}`.trim());
  return { ...address, connectionString: `${place}?${parameters}` };
}

/** The pool through which the record speaks to PostgreSQL. */
export function createPool(address: DatabaseAddress, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    ...connectionConfig(address, options),
    max: options.connections ?? 10,
    idleTimeoutMillis: 60_000,
    // A pool alone must not keep a finished program from ending.
    allowExitOnIdle: true,
  });
  // Without a listener a lost connection would end the process: an idle one tells the pool, one that is lent out tells itself. Whoever holds it learns of it
  // by the failure of the next query.
  pool.on('error', (error) => options.onLost?.(error));
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
