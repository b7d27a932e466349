import { type Outcome, type Result, refused } from '@cryopath/fhir';
import type { Clock } from '@cryopath/pathway';
import type pg from 'pg';
import { type Act, type AuditRow, auditRow } from '../audit/row.ts';
import { prepared } from '../postgres/prepared.ts';
import type { Sql } from '../postgres/sql.ts';
import type { Requester } from '../requester.ts';
import { databaseFailure } from '../write/database-failure.ts';

/** What every read needs besides what it is about. Made once, by `openRecord`; inside a transaction, `db` is its connection. */
export interface ReadSide {
  readonly db: Pick<pg.Pool | pg.PoolClient, 'query'>;
  /** For statements that touch few rows whatever is stored: they share connections, and a long one would hold the others up. */
  readonly short: Pick<pg.Pool | pg.PoolClient, 'query'>;
  readonly clock: Clock;
  /** IANA zone in which a date without an offset is a day; the clinic's. */
  readonly zone: string;
  /** Resolves when these rows of the trail are on disk. No read is answered before (R6). */
  readonly logged: (rows: readonly AuditRow[]) => Promise<Result<void>>;
}

/** Runs one statement and gives its rows. */
export async function rowsOf<Row extends pg.QueryResultRow>({ db }: Pick<ReadSide, 'db'>, sql: Sql): Promise<Row[]> {
  const { rows } = await db.query<Row>(prepared(sql));
  return rows;
}

/**
 * Runs a read. A failure of the database that is foreseen (away, too slow, full) is an answer; anything else is a bug and thrown on.
 * A read changes nothing, so that a lost connection means only that it may be asked again.
 */
export async function answered<T>(read: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await read();
  } catch (error) {
    const failure = databaseFailure(error);
    if (!failure) throw error;
    return refused(failure.kind === 'again' ? AGAIN : failure.outcome);
  }
}

const AGAIN: Outcome = { issues: [{ code: 'CRYO-211' }] };

/** What an act of reading was, without what follows from who did it. */
export type ReadAct = Pick<Act, 'interaction' | 'type' | 'resource' | 'version' | 'patient' | 'detail' | 'outcome'>;

/** Puts acts of this requester on the trail, and gives the answer only when they are there. */
export async function afterLogging<T>(
  side: ReadSide,
  requester: Requester,
  acts: readonly ReadAct[],
  answer: Result<T>,
): Promise<Result<T>> {
  const now = side.clock.now();
  const logged = await side.logged(acts.map((act) => auditRow(requester, act, now)));
  return logged.ok ? answer : logged;
}

/**
 * Refuses and puts the refusal on the trail: an attempt on somebody else's record is what a review looks for.
 */
export const refusedAct = <T>(
  side: ReadSide,
  requester: Requester,
  act: ReadAct,
  outcome: Outcome,
): Promise<Result<T>> =>
  afterLogging(
    side,
    requester,
    [{ ...act, outcome: 4, detail: act.detail ?? outcome.issues[0]?.code ?? '' }],
    refused(outcome),
  );

/** The patients of these rows, each once; [''] when there are none, so that every read leaves a row on the trail. */
export function patientsOf(rows: readonly { readonly patient: string }[]): readonly string[] {
  const patients = new Set<string>();
  for (const { patient } of rows) if (patient !== '') patients.add(patient);
  return patients.size === 0 ? [''] : [...patients];
}
