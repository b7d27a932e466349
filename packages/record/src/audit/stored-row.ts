import type { AuditRow } from './row.ts';

/** A row of `audit` as it is read back. */
export interface StoredAuditRow extends AuditRow {
  /** Number of the transaction that wrote it: the trail's order is (xid, id). */
  readonly xid: number;
  /** SHA-256 over the columns, hexadecimal, as stored. */
  readonly hash: string;
}

/** The columns of `audit` under the names of {@link StoredAuditRow}, for a select from it as `a`. */
export const AUDIT_COLUMNS = `a.id, a.xid, a.at, a.who, a.role, a.clinic, a.purpose, a.action, a.interaction, a.outcome, a.type, a.resource, a.version,
  a.patient, a.address, a.request, a.detail, a.content, coalesce(encode(a.text_hash, 'hex'), '') as "textHash", encode(a.hash, 'hex') as hash`;
