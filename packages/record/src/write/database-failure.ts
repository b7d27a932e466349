import { type Outcome, outcome } from '@cryopath/fhir';

/** What to make of an error that PostgreSQL, or the way to it, gave. */
export type DatabaseFailure =
  /** Nothing was written, and the same again may well succeed. */
  | { readonly kind: 'again' }
  /** Nothing was written. */
  | { readonly kind: 'refused'; readonly outcome: Outcome }
  /** The connection was lost: whether it was written is not known. */
  | { readonly kind: 'lost'; readonly outcome: Outcome };

/** Seconds after which a client is told to try again. PostgreSQL restarts in less. */
const RETRY_SECONDS = 5;

const away = (): Outcome => outcome('CRYO-502', { seconds: RETRY_SECONDS });

/** SQLSTATEs (PostgreSQL manual, appendix A) and error numbers of the socket that mean something to a caller. */
const MEANINGS: Readonly<Record<string, () => DatabaseFailure>> = {
  '40001': () => ({ kind: 'again' }), // serialization_failure
  '40P01': () => ({ kind: 'again' }), // deadlock_detected
  '53100': () => ({ kind: 'refused', outcome: outcome('CRYO-501') }), // disk_full
  '53200': () => ({ kind: 'refused', outcome: outcome('CRYO-509', { seconds: RETRY_SECONDS }) }), // out_of_memory
  '53300': () => ({ kind: 'refused', outcome: outcome('CRYO-509', { seconds: RETRY_SECONDS }) }), // too_many_connections
  '57014': () => ({ kind: 'refused', outcome: outcome('CRYO-506') }), // query_canceled: statement_timeout
  '55P03': () => ({ kind: 'refused', outcome: outcome('CRYO-211') }), // lock_not_available: lock_timeout
  '57P03': () => ({ kind: 'refused', outcome: away() }), // cannot_connect_now: starting, stopping or recovering
  '57P04': () => ({ kind: 'refused', outcome: away() }), // database_dropped
  '25006': () => ({ kind: 'refused', outcome: away() }), // read_only_sql_transaction: a standby, or a server that was set read-only
  CRG01: () => ({ kind: 'refused', outcome: outcome('CRYO-606') }), // migrations/0006-gate-decision.sql: no gate was decided
  CRG02: () => ({ kind: 'refused', outcome: outcome('CRYO-607') }), // and what it rested on does not hold
  ECONNREFUSED: () => ({ kind: 'refused', outcome: away() }),
  ENOENT: () => ({ kind: 'refused', outcome: away() }), // the socket is not there
};

const LOST = () => ({ kind: 'lost', outcome: outcome('CRYO-517', { seconds: RETRY_SECONDS }) }) as const;
const lostCodes: ReadonlySet<string> = new Set(['57P01', '57P02', '25P03', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** Texts of the driver's errors that have no code. */
const LOST_TEXT = /^Connection terminated|^Client has encountered a connection error|^Client was closed/;
const AWAY_TEXT = /timeout exceeded when trying to connect|^Connection terminated due to connection timeout/;

/**
 * Reads an error of the driver. Undefined when it is none that is foreseen: then it is a bug, and thrown on.
 *
 * The same error means less before anything was sent than after: who cares asks for `lost` only where a commit may have happened.
 */
export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  const meaning = MEANINGS[code];
  if (meaning) return meaning();
  // Any other error that ends a session is one of not being let in: that was before anything was sent.
  if ('severity' in error && error.severity === 'FATAL' && !lostCodes.has(code))
    return { kind: 'refused', outcome: away() };
  if (AWAY_TEXT.test(error.message)) return { kind: 'refused', outcome: away() };
  if (lostCodes.has(code) || code.startsWith('08') || LOST_TEXT.test(error.message)) return LOST();
  return undefined;
}
