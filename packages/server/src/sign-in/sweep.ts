import { type Clock, type Instant, isoOf } from '@cryopath/pathway';
import type { Pool } from './session-table.ts';

const DAY = 86_400_000;

/**
 * Removes what no longer says anything: challenges and assertions whose time is over, tries that no rule counts any more, links and sessions that ended a
 * month ago. What happened stands in the audit trail, which nothing is ever removed from.
 *
 * @returns how many rows
 */
export async function sweep(pool: Pool, clock: Clock): Promise<number> {
  const now = clock.now();
  const ago = (days: number) => isoOf((now - days * DAY) as Instant);
  const removals: readonly (readonly [statement: string, before: string])[] = [
    ['delete from challenge where until < $1', ago(0)],
    // A day more: the clock of a server may be set back.
    ['delete from used_assertion where until < $1', ago(1)],
    ['delete from attempt where at < $1', ago(2)],
    ['delete from link where until < $1', ago(30)],
    ['delete from session where until < $1', ago(30)],
  ];
  let count = 0;
  for (const [statement, before] of removals) count += (await pool.query(statement, [before])).rowCount ?? 0;
  return count;
}
