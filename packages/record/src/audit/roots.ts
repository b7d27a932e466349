import { type KeyObject, sign, verify } from 'node:crypto';
import { type CalendarDay, type Clock, calendarDayAt, instantOf, isoOfDay, parseCalendarDay } from '@cryopath/pathway';
import type pg from 'pg';
import { field } from './fixed-form.ts';
import type { RootKey } from './root-key.ts';
import { bytea } from './row-hash.ts';

/** The chain's head at the end of a day, signed: a row of `audit_root`, and a line of `audit-roots.ndjson`. */
export interface AuditRoot {
  /** The clinic's calendar day that ended: `2026-03-02`. */
  readonly day: string;
  /** Number and hash (hexadecimal) of the last seal of that day. */
  readonly seal: number;
  readonly hash: string;
  readonly keyId: string;
  /** Ed25519 over {@link signedForm}, hexadecimal. */
  readonly signature: string;
}

const signedForm = ({ day, seal, hash, keyId }: Omit<AuditRoot, 'signature'>): Buffer =>
  Buffer.from(`cryopath-root-1${field(day)}${field(seal)}${field(hash)}${field(keyId)}`);

export const isSignedBy = (root: AuditRoot, key: KeyObject): boolean =>
  verify(null, signedForm(root), key, Buffer.from(root.signature, 'hex'));

/**
 * Signs the last seal of the last day that has ended, when that day has none yet: called after each sealing, it does so at the first one after
 * midnight by the clinic's calendar, or, when nobody was there at midnight, at the first one of the next day of work.
 */
export function createRootSigner(pool: pg.Pool, key: RootKey, clock: Clock, zone: string) {
  let signedUntil: CalendarDay | undefined;
  return async (): Promise<AuditRoot | undefined> => {
    const today = calendarDayAt(clock.now(), zone);
    if (signedUntil !== undefined && signedUntil >= today) return undefined;
    const last = await lastSealBefore(pool, today, zone);
    const root = last && signed({ day: isoOfDay(last.day), seal: last.n, hash: last.hash, keyId: key.id }, key);
    const written = root && (await insertRoot(pool, root));
    signedUntil = today;
    return written ? root : undefined;
  };
}

const signed = (root: Omit<AuditRoot, 'signature'>, key: RootKey): AuditRoot => ({
  ...root,
  signature: sign(null, signedForm(root), key.privateKey).toString('hex'),
});

interface LastSeal {
  readonly n: number;
  readonly hash: string;
  readonly day: CalendarDay;
}

/** Seals are a second apart, so that the days are told here, by the one calendar that there is, and not by PostgreSQL's. */
async function lastSealBefore(pool: pg.Pool, today: CalendarDay, zone: string): Promise<LastSeal | undefined> {
  const { rows } = await pool.query<{ n: number; at: string; hash: string }>(
    `select n, at, encode(hash, 'hex') as hash from seal order by n desc limit 100`,
  );
  let oldest = rows.at(-1);
  const isBefore = (seal: { at: string }) => calendarDayAt(instantOf(seal.at), zone) < today;
  let found = rows.find(isBefore);
  while (!found && oldest && oldest.n > 1) {
    const more = await pool.query<{ n: number; at: string; hash: string }>(
      `select n, at, encode(hash, 'hex') as hash from seal where n < $1 order by n desc limit 5000`,
      [oldest.n],
    );
    found = more.rows.find(isBefore);
    oldest = more.rows.at(-1);
  }
  return found && { n: found.n, hash: found.hash, day: calendarDayAt(instantOf(found.at), zone) };
}

/** @returns false when that day has its root already. */
async function insertRoot(pool: pg.Pool, { day, seal, hash, keyId, signature }: AuditRoot): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into audit_root (day, seal, hash, key_id, signature) values ($1, $2, $3, $4, $5) on conflict (day) do nothing`,
    [day, seal, bytea(hash), keyId, bytea(signature)],
  );
  return rowCount === 1;
}

/** All roots, by day. */
export async function allRoots(db: Pick<pg.Pool | pg.ClientBase, 'query'>): Promise<readonly AuditRoot[]> {
  const { rows } = await db.query<AuditRoot>(
    `select day, seal, encode(hash, 'hex') as hash, key_id as "keyId", encode(signature, 'hex') as signature from audit_root order by day`,
  );
  return rows;
}

/** Reads one line of `audit-roots.ndjson`; undefined when it is none. */
export function parseRoot(line: string): AuditRoot | undefined {
  try {
    const { day, seal, hash, keyId, signature } = JSON.parse(line) as Record<string, unknown>;
    const texts = [day, hash, keyId, signature].every((part) => typeof part === 'string');
    if (!texts || typeof seal !== 'number' || !parseCalendarDay(day as string)) return undefined;
    return { day, seal, hash, keyId, signature } as AuditRoot;
  } catch {
    return undefined;
  }
}
