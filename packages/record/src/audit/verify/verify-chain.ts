import type pg from 'pg';
import { rowHash } from '../row-hash.ts';
import { NO_SEAL, type Seal, sealHash } from '../seal-hash.ts';
import { AUDIT_COLUMNS, type StoredAuditRow } from '../stored-row.ts';
import { cursorRows, exactly, inMilliseconds } from './cursor-rows.ts';
import type { Findings } from './difference.ts';

/** What of the chain was looked at. */
export interface ChainChecked {
  readonly rows: number;
  readonly seals: number;
  /** Rows that no seal covers yet, and the instant of the oldest: what was written in the last second, or since the last process ended. */
  readonly unsealed: { readonly rows: number; readonly oldest: string | undefined };
  /** Hashes of those seals that were asked for by number. */
  readonly sealHashes: ReadonlyMap<number, string>;
}

type Row = StoredAuditRow & { readonly exactAt: string };
type SealRow = Seal & { readonly exactAt: string };

/**
 * Recomputes every row's hash and every seal over its rows, walking both in order, side by side.
 *
 * @param wanted numbers of the seals whose hashes the roots and the head are held against.
 */
export async function verifyChain(
  client: pg.ClientBase,
  findings: Findings,
  wanted: ReadonlySet<number>,
  progress: (rows: number) => void,
): Promise<ChainChecked> {
  const rows = cursorRows<Row>(
    client,
    'trail',
    `select ${AUDIT_COLUMNS}, ${exactly('a.at')} as "exactAt" from audit a order by a.xid, a.id`,
  );
  const seals = cursorRows<SealRow>(
    client,
    'seals',
    `select n, ${exactly('at')} as "exactAt", from_xid as "fromXid", to_xid as "toXid", rows, encode(hash, 'hex') as hash from seal order by n`,
  );
  const sealHashes = new Map<number, string>();
  let count = 0;
  let sealed = 0;
  const next = async (): Promise<Row | undefined> => {
    const { value } = await rows.next();
    if (!value) return undefined;
    count += 1;
    if (count % PROGRESS === 0) progress(count);
    verifyRow(value, findings);
    return value;
  };

  let row = await next();
  let previous: Pick<Seal, 'n' | 'toXid' | 'hash'> = NO_SEAL;
  for await (const seal of seals) {
    for (let missing = previous.n + 1; missing < seal.n && missing <= previous.n + MOST_MISSING; missing++) {
      findings.found(`seal/${missing}`, 'seal-missing');
    }
    const at = inMilliseconds(seal.exactAt);
    const computed = sealHash({ ...seal, at: at ?? seal.exactAt }, previous.hash);
    // A row before this seal's bounds belongs to no seal at all; counted here, it breaks this one.
    for (; row && row.xid < seal.toXid; row = await next()) computed.add(row);
    const { rows: covered, hash } = computed.finished();
    const isWhole = hash === seal.hash && covered === seal.rows && seal.fromXid === previous.toXid && at !== undefined;
    if (!isWhole) findings.found(`seal/${seal.n}`, 'seal-broken');
    if (wanted.has(seal.n)) sealHashes.set(seal.n, seal.hash);
    sealed += 1;
    previous = seal;
  }
  let oldest: string | undefined;
  let unsealed = 0;
  for (; row; row = await next()) {
    unsealed += 1;
    if (oldest === undefined || row.at < oldest) oldest = row.at;
  }
  return { rows: count, seals: sealed, unsealed: { rows: unsealed, oldest }, sealHashes };
}

const PROGRESS = 10_000;
/** How many missing seals of one gap are named. */
const MOST_MISSING = 10;

function verifyRow(row: Row, findings: Findings): void {
  const at = inMilliseconds(row.exactAt);
  if (at === undefined) findings.found(`audit/${row.id}`, 'instant-changed');
  else if (rowHash({ ...row, at }) !== row.hash) findings.found(`audit/${row.id}`, 'row-changed');
}
