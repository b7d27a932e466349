import pg from 'pg';
import type { Connection } from './connection.ts';
import { connectionConfig, type DatabaseAddress, type PoolOptions } from './pool.ts';

/** Connections that many short statements share. */
export interface ShortLane extends Connection {
  /** Ends the connections when what is under way is answered. */
  end(): Promise<void>;
}

/** Two: while PostgreSQL answers on one, the other fills. */
const CONNECTIONS = 2;

/**
 * The way for statements that touch few rows whatever is stored: a resource by its id, a page of one patient's record. They are sent one behind
 * another without waiting for each other's answers (the protocol's pipelining, PostgreSQL manual, 54.2.3), and what one turn of the event loop
 * asks for goes out in one piece: one system call and one wake-up of PostgreSQL serve several readers.
 *
 * A long statement here would hold up everybody behind it, so that what may become long goes through the pool. A connection that was lost fails
 * what is under way on it, as a pool's does, and the next statement opens another.
 */
export function createShortLane(address: DatabaseAddress, options: PoolOptions = {}): ShortLane {
  let hasEnded = false;
  const tracks: (Track | undefined)[] = Array.from({ length: CONNECTIONS });

  /** What was lost has nothing under way. */
  const busy = (track: Track | undefined): number => (track && !track.isLost() ? track.underWay : 0);
  const leastBusy = (): Track => {
    const least = tracks.reduce((best, track, index) => (busy(track) < busy(tracks[best]) ? index : best), 0);
    const there = tracks[least];
    if (there && !there.isLost()) return there;
    const opened = openTrack(address, options);
    tracks[least] = opened;
    return opened;
  };

  const query = (statement: pg.QueryConfig) =>
    hasEnded ? Promise.reject(new Error('Client was closed and is not queryable')) : leastBusy().query(statement);
  return {
    query: query as Connection['query'],
    async end() {
      hasEnded = true;
      await Promise.all(tracks.map((track) => track?.end()));
    },
  };
}

/** One connection of the lane. */
interface Track {
  /** Statements that are not answered yet. */
  readonly underWay: number;
  isLost(): boolean;
  query(statement: pg.QueryConfig): Promise<pg.QueryResult>;
  end(): Promise<void>;
}

function openTrack(address: DatabaseAddress, options: PoolOptions): Track {
  const client = new pg.Client(pipelined(connectionConfig(address, options)));
  let underWay = 0;
  let isLost = false;
  let isGathering = false;
  client.on('error', (error) => {
    isLost = true;
    options.onLost?.(error);
  });
  client.on('end', () => {
    isLost = true;
  });
  const connected = client.connect().catch((error: unknown) => {
    isLost = true;
    throw error;
  });
  // Whoever asked is told by their own statement; nobody else waits for it.
  connected.catch(() => {});

  /** Holds what is written until this turn of the event loop is over. */
  const gather = (): void => {
    if (isGathering) return;
    isGathering = true;
    const { stream } = (client as unknown as { readonly connection: { readonly stream: Gathering } }).connection;
    stream.cork();
    setImmediate(() => {
      isGathering = false;
      stream.uncork();
    });
  };

  return {
    get underWay() {
      return underWay;
    },
    isLost: () => isLost,
    async query(statement) {
      underWay += 1;
      try {
        await connected;
        gather();
        return await client.query(statement);
      } finally {
        underWay -= 1;
      }
    },
    async end() {
      await connected.then(
        () => client.end(),
        () => {},
      );
    },
  };
}

/** The driver's types do not know the option yet. */
const pipelined = (config: pg.ClientConfig): pg.ClientConfig => Object.assign({ pipeline: true }, config);

interface Gathering {
  cork(): void;
  uncork(): void;
}
