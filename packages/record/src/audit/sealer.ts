import { type Clock, isoOf } from '@cryopath/pathway';
import type pg from 'pg';
import { type Repeat, repeat } from '../repeat.ts';
import { bytea } from './row-hash.ts';
import { NO_SEAL, type Seal, sealHash } from './seal-hash.ts';

export interface Sealer {
  /**
   * Seals every row of the trail that no running transaction can come before any more.
   *
   * @returns how many rows were sealed; 0 also when another process is sealing right now.
   */
  seal(): Promise<number>;
  /** Stops the timer and seals once more. */
  close(): Promise<void>;
}

export interface SealerOptions {
  readonly clock: Clock;
  readonly repeat?: Repeat;
  /** After a seal is committed; where the head is kept elsewhere and the day's root is signed. */
  readonly onSealed?: (seal: Seal) => Promise<void>;
  /** Sealing failed: the database is away, or its disk is full. The next turn tries again. */
  readonly onFailure?: (error: unknown) => void;
  /** Whether sealing has to wait: nothing may be written now. */
  readonly isClosed?: () => boolean;
}

const SEAL_MILLISECONDS = 1_000;

/** Seals the trail once a second, and when asked. */
export function createSealer(pool: pg.Pool, options: SealerOptions): Sealer {
  const { clock, onSealed, onFailure, isClosed, repeat: again = repeat } = options;
  let running: Promise<number> = Promise.resolve(0);

  const sealNow = async (): Promise<number> => {
    if (isClosed?.()) return 0;
    const seal = await sealOnce(pool, clock);
    if (seal) await onSealed?.(seal);
    return seal?.rows ?? 0;
  };
  /** One after another within a process; between processes, a lock decides. */
  const seal = (): Promise<number> => {
    running = running.catch(() => 0).then(sealNow);
    return running;
  };
  let isWaiting = false;
  const stop = again(SEAL_MILLISECONDS, () => {
    if (isWaiting) return;
    isWaiting = true;
    seal()
      .catch((error: unknown) => onFailure?.(error))
      .finally(() => {
        isWaiting = false;
      });
  });
  return {
    seal,
    async close() {
      stop();
      await seal().catch((error: unknown) => onFailure?.(error));
    },
  };
}

/** Any number that nothing else of ours locks: "CRYO" and 3. */
const SEAL_LOCK = 0x4352_594f_03;

/** @returns the seal that was written; undefined when there was nothing to seal, or another process is at it. */
async function sealOnce(pool: pg.Pool, clock: Clock): Promise<Seal | undefined> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const seal = await sealWithin(client, clock);
    await client.query(seal ? 'commit' : 'rollback');
    return seal;
  } catch (error) {
    // A connection in whatever state is not given back.
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

async function sealWithin(client: pg.PoolClient, clock: Clock): Promise<Seal | undefined> {
  const lock = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [SEAL_LOCK]);
  if (!lock.rows[0]?.got) return undefined;
  const { rows } = await client.query<{ horizon: number; n: number; toXid: number; hash: string }>(
    `select audit_horizon() as horizon, s.n, s.to_xid as "toXid", encode(s.hash, 'hex') as hash
      from (select) one left join (select * from seal order by n desc limit 1) s on true`,
  );
  const [last] = rows;
  if (!last) throw new Error('a select without a table gives a row');
  const previous = last.n === null ? NO_SEAL : last;
  const next = { n: previous.n + 1, at: isoOf(clock.now()), fromXid: previous.toXid, toXid: last.horizon };
  const computed = sealHash(next, previous.hash);
  for await (const row of rowsBetween(client, next)) computed.add(row);
  const seal: Seal = { ...next, ...computed.finished() };
  if (seal.rows === 0) return undefined;
  await client.query({
    name: 'seal',
    text: 'insert into seal (n, at, from_xid, to_xid, rows, hash) values ($1, $2, $3, $4, $5, $6)',
    values: [seal.n, seal.at, seal.fromXid, seal.toXid, seal.rows, bytea(seal.hash)],
  });
  return seal;
}

const BATCH = 5_000;

/** All of these rows are of transactions that are over, so that every statement sees the same ones. */
async function* rowsBetween(client: pg.PoolClient, { fromXid, toXid }: { fromXid: number; toXid: number }) {
  let after = { xid: fromXid, id: LOWEST_ID };
  for (;;) {
    const { rows } = await client.query<{ xid: number; id: string; hash: string }>({
      name: 'unsealed',
      text: `select xid, id, encode(hash, 'hex') as hash from audit
        where (xid, id) > ($1::bigint, $2::uuid) and xid < $3 order by xid, id limit ${BATCH}`,
      values: [after.xid, after.id, toXid],
    });
    yield* rows;
    const final = rows.at(-1);
    if (!final || rows.length < BATCH) return;
    after = final;
  }
}

/** No row has it. */
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
