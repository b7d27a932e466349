import type pg from 'pg';

/** What a protocol calls a cryoablation: beginnings of words, folded, and `system|code`. */
export interface CryoablationNames {
  readonly words: readonly string[];
  readonly codes: readonly string[];
}

/**
 * Lets the database know every name by which a protocol knows a cryoablation, so that what is stored holds the gate of all of them (I1,
 * migrations/0006-gate-decision.sql). None is ever taken away: a pathway may still run by an older version.
 */
export async function knowCryoablations(
  pool: Pick<pg.Pool, 'query'>,
  names: readonly CryoablationNames[],
): Promise<void> {
  await pool.query(
    `insert into cryoablation_name (kind, name)
     select 'word', w from unnest($1::text[]) w union select 'code', c from unnest($2::text[]) c on conflict do nothing`,
    [names.flatMap(({ words }) => words), names.flatMap(({ codes }) => codes)],
  );
}
