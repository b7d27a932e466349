import { isStoredType, ok, outcome, type Result, refused, STORED_TYPES } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type pg from 'pg';
import { mayCall, mayRead } from '../../access/policy.ts';
import { reachOf } from '../../access/reach.ts';
import type { Sql } from '../../postgres/sql.ts';
import { notFound } from '../../read/address.ts';
import { askedTime } from '../../read/paging.ts';
import { afterLogging, answered, type ReadSide, refusedAct } from '../../read/read-side.ts';
import type { Requester } from '../../requester.ts';
import type { Exported, ExportedText, ExportOptions } from './export-request.ts';
import { eventsStatement, patientsStatement, type Selection, versionsStatement } from './export-statement.ts';

/** The read side, and a pool from which a connection can be had for as long as an export takes. */
export interface ExportSide extends ReadSide {
  readonly pool: pg.Pool;
}

/**
 * Gives a patient's record, or everything, as it is at one moment, while others write: the stored texts, untouched. On the trail, before the first text is
 * given, of every patient whose record is in it.
 *
 * Refused: CRYO-403 the requester may not export; CRYO-201 no such patient; CRYO-306 a type that is not kept; CRYO-304 a time that is none.
 */
export function exportResources(
  side: ExportSide,
  requester: Requester,
  options: ExportOptions,
): Promise<Result<Exported>> {
  return answered(async () => {
    const act = { interaction: 'export', patient: options.patient ?? '', detail: detailOf(options) } as const;
    if (!mayCall(requester, 'export')) return refusedAct(side, requester, act, outcome('CRYO-403'));
    const selection = selected(side, requester, options);
    if (!selection.ok) return refusedAct(side, requester, act, selection.outcome);
    return inSnapshot(side.pool, async (client) => {
      const at = isoOf(side.clock.now());
      const patients = await patientsIn(client, selection.value);
      if (options.patient !== undefined && patients.length === 0) {
        return refusedAct(side, requester, { ...act, patient: '' }, notFound('Patient', options.patient));
      }
      const logged = await logAll(side, requester, patients, act.detail);
      if (!logged.ok) return logged;
      const counts = { texts: 0, deletions: 0 };
      for await (const texts of exportedTexts(client, requester, selection.value)) {
        const deletions = texts.filter(({ text }) => text === '').length;
        counts.texts += texts.length - deletions;
        counts.deletions += deletions;
        await options.take(texts);
      }
      return ok({ at, ...counts, patients: patients.length });
    });
  });
}

const detailOf = ({ patient, types, since, history }: ExportOptions): string =>
  JSON.stringify({ of: patient === undefined ? 'all' : 'patient', types, since, history });

function selected({ clock, zone }: ReadSide, requester: Requester, options: ExportOptions): Result<Selection> {
  const { patient, types = STORED_TYPES, since, history = false } = options;
  const unknown = types.find((type) => !isStoredType(type));
  if (unknown !== undefined) {
    return refused(outcome('CRYO-306', { parameter: '_type', value: unknown.slice(0, 100) }));
  }
  const from = since === undefined ? undefined : askedTime('_since', since, clock, zone);
  if (from && !from.ok) return from;
  return ok({
    reach: reachOf(requester, clock.now()),
    patient,
    types: types.filter((type) => mayRead(requester, type)),
    since: from?.value.low,
    history,
  });
}

/** Everything that `read` asks sees the record as it is at one moment, for as long as it takes. */
async function inSnapshot<T>(pool: pg.Pool, read: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    // Whoever takes the texts may be slow: a network, a disk.
    await client.query('set local idle_in_transaction_session_timeout = 0');
    const result = await read(client);
    await client.query('commit');
    return result;
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

async function patientsIn(client: pg.PoolClient, selection: Selection): Promise<readonly string[]> {
  const { text, values } = patientsStatement(selection);
  const { rows } = await client.query<{ patient: string }>(text, [...values]);
  return rows.map(({ patient }) => patient);
}

const ROWS_AT_ONCE = 1_000;

async function logAll(
  side: ReadSide,
  requester: Requester,
  patients: readonly string[],
  detail: string,
): Promise<Result<void>> {
  const touched = patients.length === 0 ? [''] : patients;
  for (let from = 0; from < touched.length; from += ROWS_AT_ONCE) {
    const acts = touched
      .slice(from, from + ROWS_AT_ONCE)
      .map((patient) => ({ interaction: 'export', patient, detail }) as const);
    const logged = await afterLogging(side, requester, acts, ok(undefined));
    if (!logged.ok) return logged;
  }
  return ok(undefined);
}

async function* exportedTexts(client: pg.PoolClient, requester: Requester, selection: Selection) {
  yield* rowsInParts(client, versionsStatement(selection));
  if (selection.types.includes('AuditEvent')) yield* rowsInParts(client, eventsStatement(requester, selection));
}

const PART = 200;

/** By a cursor of the transaction, so that memory stays flat whatever there is. */
async function* rowsInParts(client: pg.PoolClient, { text, values }: Sql): AsyncGenerator<readonly ExportedText[]> {
  await client.query(`declare exported no scroll cursor for ${text}`, [...values]);
  for (;;) {
    const { rows } = await client.query<ExportedText>(`fetch ${PART} from exported`);
    if (rows.length > 0) yield rows;
    if (rows.length < PART) break;
  }
  await client.query('close exported');
}
