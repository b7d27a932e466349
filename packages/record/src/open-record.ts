import { type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import type { Clock } from '@cryopath/pathway';
import { createReadLog } from './audit/read-log.ts';
import type { Guard } from './guard.ts';
import { migrate, recordMigrations } from './postgres/migrate.ts';
import { createPool, type DatabaseAddress, type PoolOptions } from './postgres/pool.ts';
import { everything } from './read/everything.ts';
import { history } from './read/history.ts';
import { read, vread } from './read/read.ts';
import type { ReadSide } from './read/read-side.ts';
import type { ClinicRecord, WriteOptions } from './record.ts';
import type { Requester } from './requester.ts';
import { type ChangeRequest, requested } from './write/change-request.ts';
import { writeOne } from './write/write-one.ts';
import type { WritePath } from './write/write-path.ts';

export interface RecordOptions {
  readonly clock: Clock;
  /** The pathway's gates, and whatever else may refuse a write. */
  readonly guards?: readonly Guard[];
  /** IANA zone of the clinic's calendar. */
  readonly zone?: string;
  readonly pool?: PoolOptions;
  /** Why nothing can be stored now; undefined while it can. */
  readonly closed?: () => Outcome | undefined;
  /** Why nothing can be read now, because reads could not be logged; undefined while they can. */
  readonly closedToReads?: () => Outcome | undefined;
}

/**
 * Opens the record in a database, and brings the database to what this program knows first.
 *
 * Refused: CRYO-709, 710, 711 the database and this program do not fit.
 *
 * @example
 * const record = await openRecord({ host: socket, user: 'postgres', database: 'postgres' }, { clock });
 */
export async function openRecord(database: DatabaseAddress, options: RecordOptions): Promise<Result<ClinicRecord>> {
  const migrated = await migrate(database, [recordMigrations]);
  if (!migrated.ok) return migrated;
  const { clock, zone = 'Europe/Warsaw', guards = [] } = options;
  const pool = createPool(database, options.pool);
  // Readers wait for the trail, never behind writers.
  const trail = createPool(database, { ...options.pool, connections: 1 });
  const log = createReadLog(trail, options.closedToReads ? { refusing: options.closedToReads } : {});
  const side: ReadSide = { db: pool, clock, zone, logged: (rows) => log.logged(rows) };
  const path: WritePath = {
    pool,
    clock,
    guards,
    zone,
    closed: options.closed ?? (() => undefined),
    logged: (rows) => log.logged(rows),
    matchIds: async () => refused(outcome('CRYO-217')),
  };
  const write = (requester: Requester, request: ChangeRequest, asked: WriteOptions) =>
    writeOne(path, requester, request, asked);
  return ok({
    create: (requester, resource, asked = {}) =>
      write(requester, requested('create', resource.resourceType, undefined, { resource }, asked), asked),
    update: (requester, type, id, resource, asked = {}) =>
      write(requester, requested('update', type, id, { resource }, asked), asked),
    updateWhere: (requester, type, resource, asked) =>
      write(requester, requested('update', type, undefined, { resource }, asked), asked),
    patch: (requester, type, id, operations, asked = {}) =>
      write(requester, requested('patch', type, id, { operations }, asked), asked),
    delete: (requester, type, id, asked = {}) => write(requester, requested('delete', type, id, {}, asked), asked),
    read: (requester, type, id) => read(side, requester, type, id),
    vread: (requester, type, id, version) => vread(side, requester, type, id, version),
    history: (requester, type, id, options) => history(side, requester, type, id, options),
    everything: (requester, patient, query, options) => everything(side, requester, patient, query, options),
    async close() {
      await log.settled();
      await Promise.all([pool.end(), trail.end()]);
    },
  } as ClinicRecord);
}
