import { type Clock, isoOf } from '@cryopath/pathway';
import type { Pool } from './session-table.ts';
import { sha256 } from './token.ts';

/** What tries are counted by. */
export type AttemptKind =
  /** A user name, whether anybody has it or not. */
  | 'account'
  /** A network address. */
  | 'address'
  /** A patient or a caregiver, over all their links. */
  | 'subject';

/** Seconds. */
interface Rule {
  /** Tries older than this are forgotten. */
  readonly window: number;
  /** So many may fail before anybody has to wait. */
  readonly free: number;
  /** The first wait; each further one is twice as long, up to the longest. */
  readonly first: number;
  readonly longest: number;
}

const RULES: Readonly<Record<AttemptKind, Rule>> = {
  account: { window: 86_400, free: 5, first: 60, longest: 3_600 },
  // A whole clinic may come from one address.
  address: { window: 3_600, free: 30, first: 30, longest: 900 },
  subject: { window: 86_400, free: 5, first: 900, longest: 86_400 },
};

export type Aim = readonly [kind: AttemptKind, key: string];

/** Counts tries to sign in, in the database: a restart forgets none, and all processes count together. */
export interface Attempts {
  /** Counts one try at each aim. @returns 0 when it may be made, else how many seconds to wait */
  claim(aims: readonly Aim[]): Promise<number>;
  /** The try succeeded: what it was aimed at is cleared; of an address only this try, since others may sit behind it. */
  succeeded(aims: readonly Aim[]): Promise<void>;
}

export function createAttempts(pool: Pool, clock: Clock): Attempts {
  return {
    async claim(aims) {
      const now = isoOf(clock.now());
      let wait = 0;
      for (const [kind, key] of aims) {
        const { window, free, first, longest } = RULES[kind];
        const { rows } = await pool.query<{ wait: number }>(
          `select claim_attempt($1, $2, $3, $4 * interval '1 second', $5, $6 * interval '1 second', $7 * interval '1 second') as wait`,
          [kind, sha256(key), now, window, free, first, longest],
        );
        // The other aims are counted all the same: who is refused here must not learn how things stand there.
        wait = Math.max(wait, rows[0]?.wait ?? longest);
      }
      return wait;
    },
    async succeeded(aims) {
      for (const [kind, key] of aims) {
        if (kind === 'address') {
          await pool.query(
            `delete from attempt where ctid = (select ctid from attempt where kind = $1 and key = $2 order by at desc limit 1)`,
            [kind, sha256(key)],
          );
        } else {
          await pool.query('delete from attempt where kind = $1 and key = $2', [kind, sha256(key)]);
        }
      }
    },
  };
}
