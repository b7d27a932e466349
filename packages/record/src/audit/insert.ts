import type { QueryConfig } from 'pg';
import type { AuditRow } from './row.ts';
import { bytea, rowHash } from './row-hash.ts';

/**
 * The insert of rows of `audit` other than those that `record_write` writes itself.
 *
 * A plain list of values, prepared once for each number of rows: on PostgreSQL 18 that takes two thirds of the processor time that unnesting
 * one array for each column takes, and a batch of reads is rarely longer than {@link MOST_ROWS}.
 *
 * @throws RangeError for no row, or more than {@link MOST_ROWS}.
 */
export function insertAudit(rows: readonly AuditRow[]): QueryConfig {
  const statement = statements[rows.length];
  if (!statement) throw new RangeError(`Not 1 to ${MOST_ROWS} rows: ${rows.length}`);
  return { name: statement.name, text: statement.text, values: rows.flatMap(valuesOf) };
}

/** A page of search, twenty patients, fits: its reader waits for one commit. */
export const MOST_ROWS = 32;

const COLUMNS = [
  'id',
  'at',
  'who',
  'role',
  'clinic',
  'purpose',
  'action',
  'interaction',
  'outcome',
  'type',
  'resource',
  'version',
  'patient',
  'address',
  'request',
  'detail',
  'content',
  'text_hash',
  'hash',
] as const;

const valuesOf = (row: AuditRow) => [
  row.id,
  row.at,
  row.who,
  row.role,
  row.clinic,
  row.purpose,
  row.action,
  row.interaction,
  row.outcome,
  row.type,
  row.resource,
  row.version,
  row.patient,
  row.address,
  row.request,
  row.detail,
  row.content,
  row.textHash === '' ? null : bytea(row.textHash),
  bytea(rowHash(row)),
];

const statements = Array.from({ length: MOST_ROWS + 1 }, (_, rows) => {
  if (rows === 0) return undefined;
  const row = (first: number) => `(${COLUMNS.map((_, column) => `$${first + column + 1}`).join(', ')})`;
  const all = Array.from({ length: rows }, (_, index) => row(index * COLUMNS.length));
  return { name: `audit-${rows}`, text: `insert into audit (${COLUMNS.join(', ')}) values ${all.join(', ')}` };
});
