import { createHash } from 'node:crypto';
import { field } from './fixed-form.ts';

/** One seal: a row of `seal`. It covers the rows of `audit` with `fromXid <= xid < toXid`, in the order (xid, id). */
export interface Seal {
  readonly n: number;
  /** FHIR instant. */
  readonly at: string;
  readonly fromXid: number;
  readonly toXid: number;
  readonly rows: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** The hash that the first seal stands on. */
export const NO_SEAL = { n: 0, toXid: 0, hash: '' } as const;

/**
 * Computes a seal's hash row by row, so that a seal over millions takes no memory: SHA-256 over the name of this form, the seal's number, the
 * hash of the seal before it, its instant and bounds, then number and hash of each row, and last how many there were.
 */
export function sealHash(seal: Omit<Seal, 'rows' | 'hash'>, previousHash: string) {
  const hash = createHash('sha256');
  const { n, at, fromXid, toXid } = seal;
  hash.update(FORM + field(n) + field(previousHash) + field(at) + field(fromXid) + field(toXid));
  let rows = 0;
  return {
    add(row: { readonly xid: number; readonly hash: string }): void {
      hash.update(field(row.xid) + field(row.hash));
      rows += 1;
    },
    finished(): { readonly rows: number; readonly hash: string } {
      hash.update(field(rows));
      return { rows, hash: hash.digest('hex') };
    },
  };
}

const FORM = 'cryopath-seal-1';
