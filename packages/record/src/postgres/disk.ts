import { statfs } from 'node:fs/promises';
import { type Outcome, outcome } from '@cryopath/fhir';
import { type Repeat, repeat } from '../repeat.ts';

/** Watches the disk under a database of ours. PostgreSQL ends itself when it cannot write its log, so it must never come to that. */
export interface DiskWatch {
  /** Why nothing may be written now (CRYO-501); undefined while it may. */
  readonly refusingWrites: () => Outcome | undefined;
  /** Why not even a read can be logged, and so none answered. Its reserve is lower: reads go on long after writes were refused. */
  readonly refusingReads: () => Outcome | undefined;
  /** Free bytes at the last look; undefined when nothing is watched. */
  readonly free: () => number | undefined;
  /** Looks now. */
  look(): Promise<void>;
  close(): void;
}

export interface DiskOptions {
  /** Free bytes below which writes are refused. Reads are refused below a quarter of it. */
  readonly reserveBytes?: number;
  readonly repeat?: Repeat;
}

const DEFAULT_RESERVE = 256 * 1024 * 1024;

/** Two looks in a second: in half a second no client can fill the difference between two reserves. */
const LOOK_MILLISECONDS = 500;

/** Room that has to come back above a reserve before it opens again, so that it does not open and close with every row. */
const HYSTERESIS = 1.1;

/**
 * Looks at the free space of a folder's disk, now and then twice a second. When it cannot be told, nothing is refused here: then PostgreSQL's own
 * error (SQLSTATE 53100) is what there is.
 */
export async function watchDisk(folder: string, options: DiskOptions = {}): Promise<DiskWatch> {
  const { reserveBytes = DEFAULT_RESERVE, repeat: again = repeat } = options;
  let free: number | undefined;
  const writes = gate(reserveBytes);
  const reads = gate(reserveBytes / 4);
  const look = async () => {
    try {
      const { bavail, bsize } = await statfs(folder);
      free = bavail * bsize;
      writes.see(free);
      reads.see(free);
    } catch {
      free = undefined;
    }
  };
  await look();
  const stop = again(LOOK_MILLISECONDS, () => void look());
  const full = outcome('CRYO-501');
  return {
    refusingWrites: () => (writes.isClosed() ? full : undefined),
    refusingReads: () => (reads.isClosed() ? full : undefined),
    free: () => free,
    look,
    close: stop,
  };
}

function gate(reserve: number) {
  let closed = false;
  return {
    see(free: number) {
      closed = free < (closed ? reserve * HYSTERESIS : reserve);
    },
    isClosed: () => closed,
  };
}

/** For a server of the clinic's own: how full its disk is, is its administrator's to watch, and 53100 tells when it is too late. */
export const UNWATCHED: DiskWatch = {
  refusingWrites: () => undefined,
  refusingReads: () => undefined,
  free: () => undefined,
  look: async () => {},
  close: () => {},
};
