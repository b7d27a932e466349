import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Result } from '@cryopath/fhir';
import pg from 'pg';
import { type EmbeddedOptions, type EmbeddedPostgres, embeddedAddress, startEmbedded } from './embedded.ts';
import type { Place } from './place.ts';
import type { DatabaseAddress } from './pool.ts';

/** This process's share in the PostgreSQL of a data folder. */
export interface Instance {
  readonly place: Place;
  address(database: string): DatabaseAddress;
  /** Gives the share back. Whoever is the last to do so stops PostgreSQL. */
  leave(): Promise<void>;
}

export interface InstanceOptions extends EmbeddedOptions {
  /** PostgreSQL went away under us and is being started again. */
  readonly onLost?: () => void;
}

/**
 * Starts PostgreSQL on a data folder, or shares the one that other processes of ours use there already. Any number of processes may come and
 * go at any moment, or be killed:
 *
 * - each holds a shared advisory lock in a session of its own, which ends with the process, however that ends;
 * - whoever leaves gives it back and then tries to get the lock alone: who gets it is the last, and stops PostgreSQL. Meanwhile a newcomer's
 *   own lock waits, and when PostgreSQL goes away under it, the newcomer starts it again;
 * - PostgreSQL left over from killed processes is simply found running;
 * - when PostgreSQL itself is killed, those who share it start it again.
 *
 * Refused as `startEmbedded`.
 */
export async function joinInstance(folder: string, options: InstanceOptions = {}): Promise<Result<Instance>> {
  const first = await join(folder, options);
  if (!first.ok) return first;
  let share = first.value;
  let leaving = false;
  let rejoining: Promise<void> | undefined;

  const watch = () => {
    share.session.once('end', () => {
      if (leaving) return;
      options.onLost?.();
      rejoining = rejoin();
    });
  };
  const rejoin = async () => {
    for (let wait = 50; !leaving; wait = Math.min(wait * 2, 5_000)) {
      const again = await join(folder, options);
      if (again.ok) {
        share = again.value;
        watch();
        return;
      }
      await pause(wait, undefined, { ref: false });
    }
  };
  watch();

  const { place } = share.postgres;
  return ok({
    place,
    address: (database) => embeddedAddress(place, database),
    async leave() {
      if (leaving) return;
      leaving = true;
      await rejoining;
      await leave(share);
    },
  });
}

interface Share {
  readonly postgres: EmbeddedPostgres;
  /** Holds the shared lock. */
  readonly session: pg.Client;
}

/** Any number that nothing else of ours locks: "CRYO" and 2. It is locked in the database `postgres` alone. */
const INSTANCE_LOCK = 0x4352_594f_02;

async function join(folder: string, options: EmbeddedOptions): Promise<Result<Share>> {
  for (;;) {
    const postgres = await startEmbedded(folder, options);
    if (!postgres.ok) return postgres;
    const session = await lockedSession(postgres.value.place);
    if (session) return ok({ postgres: postgres.value, session });
  }
}

/** @returns undefined when PostgreSQL went away meanwhile: its last user had just begun to stop it. */
async function lockedSession(place: Place): Promise<pg.Client | undefined> {
  const session = new pg.Client({ ...embeddedAddress(place, 'postgres'), application_name: 'cryopath instance' });
  session.on('error', () => {});
  try {
    await session.connect();
    await session.query('select pg_advisory_lock_shared($1)', [INSTANCE_LOCK]);
    return session;
  } catch {
    await session.end().catch(() => {});
    return undefined;
  }
}

async function leave({ postgres, session }: Share): Promise<void> {
  try {
    await session.query('select pg_advisory_unlock_shared($1)', [INSTANCE_LOCK]);
    const { rows } = await session.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [INSTANCE_LOCK]);
    if (rows[0]?.last) await postgres.stop();
  } catch {
    // PostgreSQL is gone already, and with it the share.
  } finally {
    await session.end().catch(() => {});
  }
}
