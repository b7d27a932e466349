import { ok, type Result } from '@cryopath/fhir';
import type { Clock } from '@cryopath/pathway';
import { type ClinicRecord, type Guard, openRecord } from '@cryopath/record';
import { embeddedAddress, startEmbedded } from '@cryopath/record/embedded';
import type { Configuration } from './configuration.ts';
import type { Log } from './log.ts';
import type { Gauge } from './metrics/metrics.ts';

/** A record in the database that the configuration names. */
export interface OpenClinic {
  readonly record: ClinicRecord;
  readonly gauges: readonly Gauge[];
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

interface OpenOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly guards: readonly Guard[];
}

/** Opens the record: in the server that DATABASE_URL names, or in our own PostgreSQL in DATA_DIR. */
export async function openClinic(
  configuration: Configuration,
  { clock, log, guards }: OpenOptions,
): Promise<Result<OpenClinic>> {
  const database = await openDatabase(configuration);
  if (!database.ok) return database;
  const { address, leave } = database.value;
  const opened = await openRecord(address, {
    clock,
    guards,
    zone: configuration.clinicZone,
    pool: { connections: configuration.connections, onLost: () => log.event('database-connection-lost') },
  });
  if (!opened.ok) {
    await leave();
    return opened;
  }
  const record = opened.value;
  return ok({
    record,
    gauges: [],
    isReady: async () => true,
    async close() {
      await record.close();
      await leave();
    },
  });
}

async function openDatabase({ databaseUrl, dataDir }: Configuration) {
  if (databaseUrl !== undefined) return ok({ address: { connectionString: databaseUrl }, leave: async () => {} });
  const started = await startEmbedded(dataDir);
  if (!started.ok) return started;
  const { place, stop } = started.value;
  return ok({ address: embeddedAddress(place, 'postgres'), leave: stop });
}
