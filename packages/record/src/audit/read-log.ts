import { type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import type { Pool } from 'pg';
import { databaseFailure } from '../write/database-failure.ts';
import { insertAudit, MOST_ROWS } from './insert.ts';
import type { AuditRow } from './row.ts';

/** The way into the audit trail for every act that writes nothing else: reads, searches, refusals, sign-ins. */
export interface ReadLog {
  /**
   * Resolves when these rows are committed. Only then may the read be answered (R6).
   *
   * Refused when they could not be: CRYO-509 too many wait already, CRYO-501 no space is left, CRYO-502 the database is away. A read that is
   * not logged is not answered.
   */
  logged(rows: readonly AuditRow[]): Promise<Result<void>>;
  /** Resolves when everything that was given so far is settled. */
  settled(): Promise<void>;
}

export interface ReadLogOptions {
  /** Asked before each batch; an outcome refuses it. */
  readonly refusing?: () => Outcome | undefined;
  /** Rows that may wait; beyond that, reads are refused rather than kept in memory. */
  readonly longestQueue?: number;
}

interface Waiting {
  readonly rows: readonly AuditRow[];
  readonly settle: (result: Result<void>) => void;
  /** For what is not foreseen: whoever waits must not go on. */
  readonly fail: (error: unknown) => void;
}

/**
 * A log that writes in batches of whatever came while the batch before was being written: one reader waits for one commit, a hundred
 * readers share a few, and nobody waits for a timer.
 *
 * @param pool one connection is enough; a pool of its own keeps readers from waiting behind writers.
 */
export function createReadLog(pool: Pool, { refusing, longestQueue = 10_000 }: ReadLogOptions = {}): ReadLog {
  let queue: Waiting[] = [];
  let queuedRows = 0;
  let writing: Promise<void> | undefined;

  /** As many of the waiting as fit into one statement, at least one. */
  const nextBatch = (): Waiting[] => {
    let rows = 0;
    const end = queue.findIndex((waiting) => {
      rows += waiting.rows.length;
      return rows > MOST_ROWS;
    });
    const batch = end === -1 ? queue : queue.slice(0, end);
    queue = end === -1 ? [] : queue.slice(end);
    queuedRows = queue.reduce((sum, waiting) => sum + waiting.rows.length, 0);
    return batch;
  };

  const writeAll = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = nextBatch();
      try {
        const result = await write(batch.flatMap((waiting) => waiting.rows));
        for (const waiting of batch) waiting.settle(result);
      } catch (error) {
        for (const waiting of batch) waiting.fail(error);
      }
    }
    writing = undefined;
  };

  const write = async (rows: readonly AuditRow[]): Promise<Result<void>> => {
    const refusal = refusing?.();
    if (refusal) return refused(refusal);
    try {
      await pool.query(insertAudit(rows));
      return ok(undefined);
    } catch (error) {
      const failure = databaseFailure(error);
      if (!failure) throw error;
      return refused(failure.kind === 'again' ? outcome('CRYO-509', { seconds: 1 }) : failure.outcome);
    }
  };

  const enqueue = (rows: readonly AuditRow[]): Promise<Result<void>> =>
    new Promise((settle, fail) => {
      queue.push({ rows, settle, fail });
      queuedRows += rows.length;
      writing ??= writeAll();
    });

  return {
    async logged(rows) {
      if (rows.length === 0) return ok(undefined);
      if (queuedRows + rows.length > longestQueue) return refused(outcome('CRYO-509', { seconds: 1 }));
      if (rows.length <= MOST_ROWS) return enqueue(rows);
      const parts = Array.from({ length: Math.ceil(rows.length / MOST_ROWS) }, (_, part) =>
        enqueue(rows.slice(part * MOST_ROWS, (part + 1) * MOST_ROWS)),
      );
      return (await Promise.all(parts)).find((result) => !result.ok) ?? ok(undefined);
    },
    async settled() {
      await writing;
    },
  };
}
