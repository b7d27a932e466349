import { type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import type { Clock } from '@cryopath/pathway';
import type pg from 'pg';
import { breakGlass, openings } from './access/break-glass.ts';
import { mayCall } from './access/policy.ts';
import { act } from './act/act.ts';
import { chart } from './act/chart.ts';
import { type AuditSide, readAuditEvent, searchAuditEvents } from './audit/audit-search.ts';
import { createReadLog } from './audit/read-log.ts';
import type { Consequence } from './consequence.ts';
import type { Guard } from './guard.ts';
import type { Connection } from './postgres/connection.ts';
import { migrate, recordMigrations } from './postgres/migrate.ts';
import type { DatabaseAddress, PoolOptions } from './postgres/pool.ts';
import { waysTo } from './postgres/ways.ts';
import { changes } from './read/changes.ts';
import { everything } from './read/everything.ts';
import { history } from './read/history.ts';
import { read, vread } from './read/read.ts';
import type { ClinicRecord, WriteOptions } from './record.ts';
import type { Requester } from './requester.ts';
import { matchIds } from './search/match-ids.ts';
import { search } from './search/search.ts';
import { exportResources } from './transfer/export/export-resources.ts';
import { importResources } from './transfer/import/import-resources.ts';
import { chartsAtRest } from './worklist/charts-at-rest.ts';
import type { Projection } from './worklist/projection.ts';
import { rebuildWorklist } from './worklist/rebuild.ts';
import { worklist } from './worklist/worklist.ts';
import type { ReadingThrough } from './write/bundle/reading.ts';
import { transact } from './write/bundle/transact.ts';
import { type ChangeRequest, requested } from './write/change-request.ts';
import { createQueue } from './write/create-queue.ts';
import { validateChange } from './write/validate-change.ts';
import { writeOne } from './write/write-one.ts';
import type { WritePath } from './write/write-path.ts';

export interface RecordOptions {
  readonly clock: Clock;
  /** The pathway's gates, and whatever else may refuse a write. */
  readonly guards?: readonly Guard[];
  /** What the product writes besides a change, in the same transaction. */
  readonly consequences?: readonly Consequence[];
  /** What of a patient's record waits for whom. */
  readonly projection?: Projection;
  /** IANA zone of the clinic's calendar; Europe/Warsaw when not said. */
  readonly zone?: string;
  /** Address of the FHIR interface without a trailing slash: references by it are this record's own, and the trail names it as its source. */
  readonly base?: string;
}

/** A database that is open and migrated. */
export interface OpenDatabase {
  readonly pool: pg.Pool;
  /** For the log of reads alone: readers wait for the trail, never behind writers. */
  readonly logPool: pg.Pool;
  /** For statements that touch few rows whatever is stored. */
  readonly lane: Connection;
  readonly disk: {
    /** Why nothing can be stored now; undefined while it can. */
    readonly refusingWrites: () => Outcome | undefined;
    /** Why nothing can be read now, because reads could not be logged; undefined while they can. */
    readonly refusingReads: () => Outcome | undefined;
  };
  close(): Promise<void>;
}

/**
 * Opens the record in a database, and brings the database to what this program knows first.
 *
 * Refused: CRYO-709, 710, 711 the database and this program do not fit.
 *
 * @example
 * const opened = await openRecord({ host: socket, user: 'postgres', database: 'cryopath' }, { clock });
 */
export async function openRecord(
  address: DatabaseAddress,
  options: RecordOptions & { readonly pool?: PoolOptions },
): Promise<Result<ClinicRecord>> {
  const migrated = await migrate(address, [recordMigrations]);
  if (!migrated.ok) return migrated;
  const { pool, logPool, lane, end: close } = waysTo(address, options.pool);
  const disk = { refusingWrites: () => undefined, refusingReads: () => undefined };
  return ok(recordIn({ pool, logPool, lane, disk, close }, options));
}

/** The record in a database that `openDatabase` opened: everything that may be done to it, put together. Closing it closes the database. */
export function recordIn({ pool, logPool, lane, disk, close }: OpenDatabase, options: RecordOptions): ClinicRecord {
  const { clock, guards = [], consequences = [], projection, zone = 'Europe/Warsaw', base = '' } = options;
  const log = createReadLog(logPool, { refusing: disk.refusingReads });
  const logged = log.logged.bind(log);
  const sideOf = (db: Connection, short = db): AuditSide => ({ db, short, clock, zone, logged, site: base });
  const side = sideOf(pool, lane);
  const path: WritePath = {
    pool,
    creates: createQueue(pool),
    clock,
    guards,
    consequences,
    projection,
    zone,
    base,
    closed: disk.refusingWrites,
    logged,
    matchIds: (db, requester, type, query) => matchIds(sideOf(db), requester, type, query),
  };
  const readingThrough: ReadingThrough = (db) => reading(sideOf(db));
  const write = (requester: Requester, request: ChangeRequest, asked: WriteOptions) =>
    writeOne(path, requester, request, asked);
  return {
    ...reading(side),
    create: (requester, resource, asked = {}) =>
      write(requester, requested('create', resource.resourceType, undefined, { resource }, asked), asked),
    update: (requester, type, id, resource, asked = {}) =>
      write(requester, requested('update', type, id, { resource }, asked), asked),
    updateWhere: (requester, type, resource, asked) =>
      write(requester, requested('update', type, undefined, { resource }, asked), asked),
    patch: (requester, type, id, operations, asked = {}) =>
      write(requester, requested('patch', type, id, { operations }, asked), asked),
    delete: (requester, type, id, asked = {}) => write(requester, requested('delete', type, id, {}, asked), asked),
    transact: (requester, bundle, asked) => transact(path, readingThrough, requester, bundle, asked),
    everything: (requester, patient, query, asked) => everything(side, requester, patient, query, asked),
    validate: (requester, resource, mode) => validateChange(path, requester, resource, mode),
    chart: (requester, asked) => chart(side, requester, asked),
    act: (requester, asked) => act(path, requester, asked),
    worklist: (requester, query) => worklist(side, requester, query),
    chartsAtRest: (requester, query) => chartsAtRest(side, requester, query),
    rebuildWorklist: (requester, onProgress) => rebuildAs(requester, path, onProgress),
    breakGlass: (requester, patient, reason) => breakGlass(side, requester, patient, reason),
    openings: (requester, since) => openings(side, requester, since),
    export: (requester, asked) => exportResources({ ...side, pool }, requester, asked),
    import: (requester, found, asked) => importResources(path, requester, found, asked),
    async changes(requester, since) {
      const found = await changes(side, requester, since);
      // Who may not be told, and who cannot be told now, is told nothing, and asks from the same position again.
      return found.ok ? found.value : { next: since, changed: [] };
    },
    async close() {
      await log.settled();
      await close();
    },
  };
}

async function rebuildAs(
  requester: Requester,
  { pool, projection, clock }: WritePath,
  onProgress?: (done: number) => void,
): Promise<Result<number>> {
  if (!mayCall(requester, 'worklist-rebuild')) return refused(outcome('CRYO-403'));
  return ok(projection ? await rebuildWorklist(pool, projection, clock, onProgress) : 0);
}

/** What reads one resource, a history or a search. AuditEvents come from the trail. */
function reading(side: AuditSide): ReturnType<ReadingThrough> {
  return {
    read: (requester, type, id) =>
      type === 'AuditEvent' ? readAuditEvent(side, requester, id) : read(side, requester, type, id),
    vread: (requester, type, id, version) =>
      type === 'AuditEvent' && version === 1
        ? readAuditEvent(side, requester, id)
        : vread(side, requester, type, id, version),
    history: (requester, type, id, asked) => history(side, requester, type, id, asked),
    search: (requester, type, query, asked) =>
      type === 'AuditEvent'
        ? searchAuditEvents(side, requester, query, asked)
        : search(side, requester, type, query, asked),
  };
}
