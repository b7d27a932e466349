import { ok, type Result } from '@cryopath/fhir';
import type { Clock } from '@cryopath/pathway';
import {
  type ClinicRecord,
  type Database,
  keepTrail,
  openDatabase,
  type RecordOptions,
  recordIn,
} from '@cryopath/record';
import type { Configuration } from './configuration.ts';
import { databasePlace } from './database-place.ts';
import type { Log } from './log.ts';
import type { Gauge } from './metrics/metrics.ts';
import { serverMigrations } from './sign-in/server-migrations.ts';

/** A record in the database that the configuration names. */
export interface OpenClinic {
  readonly record: ClinicRecord;
  /** For sign-in, whose tables stand beside the record's. */
  readonly database: Pick<Database, 'pool' | 'logPool'>;
  readonly gauges: readonly Gauge[];
  /** Whether the database answers. It is asked at most once a second, however often somebody wants to know. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

interface OpenOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** What the protocols ask of every write; absent where nothing of a pathway is written. */
  readonly rules?: Pick<RecordOptions, 'guards' | 'consequences' | 'projection'>;
  /** Base of the FHIR interface. */
  readonly base: string;
}

const MEGABYTE = 1_048_576;

/** Opens the record: in the server that DATABASE_URL names, or in our own PostgreSQL in DATA_DIR. */
export async function openClinic(configuration: Configuration, options: OpenOptions): Promise<Result<OpenClinic>> {
  const { dataDir, connections, diskReserveMb } = configuration;
  const { clock, log, rules, base } = options;
  const database = await openDatabase(databasePlace(configuration), {
    connections,
    reserveBytes: diskReserveMb * MEGABYTE,
    migrations: [serverMigrations],
    onLost: () => log.event('database-connection-lost'),
  });
  if (!database.ok) return database;
  const { pool, disk } = database.value;
  const zone = configuration.clinicZone;
  const record = recordIn(database.value, { clock, zone, base, ...rules });
  const trail = await keepTrail(pool, {
    clock,
    zone,
    folder: dataDir,
    onFailure: () => log.event('audit-not-sealed'),
    isClosed: () => disk.refusingWrites() !== undefined,
  });
  return ok({
    record,
    database: database.value,
    gauges: gaugesOf(database.value),
    isReady: onceASecond(clock, () => answers(database.value)),
    async close() {
      await trail.close();
      await record.close();
    },
  });
}

async function answers({ pool }: Pick<Database, 'pool'>): Promise<boolean> {
  try {
    await pool.query('select 1');
    return true;
  } catch {
    return false;
  }
}

function onceASecond(clock: Clock, ask: () => Promise<boolean>): () => Promise<boolean> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer: Promise<boolean> = Promise.resolve(false);
  return () => {
    const now = clock.monotonic();
    if (now - askedAt >= 1000) {
      askedAt = now;
      answer = ask();
    }
    return answer;
  };
}

const gaugesOf = ({ pool, disk }: Database): readonly Gauge[] => [
  {
    name: 'cryopath_database_connections',
    help: 'Open connections to the database.',
    read: () => pool.totalCount,
  },
  {
    name: 'cryopath_database_connections_idle',
    help: 'Open connections that nobody uses at the moment.',
    read: () => pool.idleCount,
  },
  {
    name: 'cryopath_database_waiting',
    help: 'Requests that wait for a connection.',
    read: () => pool.waitingCount,
  },
  {
    name: 'cryopath_database_alive',
    help: '1 when the database answers, 0 when it does not.',
    read: async () => ((await answers({ pool })) ? 1 : 0),
  },
  {
    name: 'cryopath_audit_unsealed_rows',
    help: 'Rows of the audit trail that no seal covers yet.',
    async read() {
      const { rows } = await pool.query<{ n: number }>(
        'select count(*)::int as n from audit where xid >= coalesce((select to_xid from seal order by n desc limit 1), xid)',
      );
      return rows[0]?.n;
    },
  },
  {
    name: 'cryopath_disk_free_bytes',
    help: 'Free space on the disk of the embedded database, at the last look.',
    read: () => disk.free(),
  },
];
