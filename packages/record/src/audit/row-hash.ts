import { hash } from 'node:crypto';
import { field } from './fixed-form.ts';
import type { AuditRow } from './row.ts';

/**
 * SHA-256 over a row of `audit`, in hexadecimal, in a form that stays the same for good: the trail of ten years ago must verify then as it
 * does today.
 *
 * The columns follow one another in the order below, after the name of this form. Each is its UTF-8 text, preceded by the number of its
 * bytes in decimal and a colon (a "netstring" without the comma), so that no two different rows ever give the same bytes. Numbers are
 * decimal; `text_hash` is lower-case hexadecimal, and empty when there is none. `xid` is not in it, because the database gives it only on
 * writing: the seal covers it.
 */
export function rowHash(row: AuditRow): string {
  // Hexadecimal, because that is how it travels to PostgreSQL, and making a Buffer takes longer than hashing.
  return hash('sha256', fixedForm(row), 'hex');
}

const FORM = 'cryopath-audit-1';

function fixedForm(row: AuditRow): string {
  return (
    FORM +
    field(row.id) +
    field(row.at) +
    field(row.who) +
    field(row.role) +
    field(row.clinic) +
    field(row.purpose) +
    field(row.action) +
    field(row.interaction) +
    field(row.outcome) +
    field(row.type) +
    field(row.resource) +
    field(row.version) +
    field(row.patient) +
    field(row.address) +
    field(row.request) +
    field(row.detail) +
    field(row.content) +
    field(row.textHash)
  );
}

/** A hash as a parameter of type bytea. */
export const bytea = (hexadecimal: string): string => `\\x${hexadecimal}`;
