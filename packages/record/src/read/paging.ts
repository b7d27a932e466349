import { type Outcome, ok, outcome, queryValues, type Result, refused } from '@cryopath/fhir';
import type { Clock } from '@cryopath/pathway';
import { type Sql, sql } from '../postgres/sql.ts';

/** Entries of a page when nobody asks for a number, and at most. */
export const DEFAULT_COUNT = 20;
const MOST_COUNT = 1_000;

/** Reads `_count`. @param least 0 where that means "only how many there are". */
export function pageCount(text: string, least: 0 | 1): Result<number> {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (count < least) {
    return refused(
      outcome('CRYO-308', { parameter: '_count', min: least, max: MOST_COUNT, value: text.slice(0, 100) }),
    );
  }
  // R4 search, 3.1.1.5.2: a server may give fewer than were asked for.
  return ok(Math.min(count, MOST_COUNT));
}

/** A span of time as asked for, epoch milliseconds, `high` excluded. */
export interface AskedTime {
  readonly low: number;
  readonly high: number;
}

/** Reads a date or an instant without a prefix: `_since`, `_at`, `start`, `end`. */
export function askedTime(parameter: string, text: string, clock: Clock, zone: string): Result<AskedTime> {
  const values = queryValues({ name: parameter, kind: 'date' }, text, { now: clock.now(), zone });
  if (!values.ok) return values;
  const [value, ...more] = values.value;
  if (value?.kind !== 'date' || value.prefix !== 'eq' || more.length > 0) {
    return refused(outcome('CRYO-302', { parameter, kind: 'date', value: text.slice(0, 100) }));
  }
  return ok({ low: value.low, high: value.high });
}

/** Milliseconds as PostgreSQL's instant. What lies beyond what it knows is brought to the edge, where nothing of ours is. */
export const instantSql = (milliseconds: number): Sql =>
  sql`to_timestamp(${Math.min(Math.max(milliseconds, EARLIEST), LATEST) / 1000}::float8)`;

// Years -4000 and 200000; PostgreSQL knows -4713 to 294276.
const EARLIEST = -188_395_027_200_000;
const LATEST = 6_249_222_878_400_000;

/** The refusal of a cursor that is not one of ours for this search. */
export const notOurCursor = (text: string): Outcome =>
  outcome('CRYO-302', { parameter: '_cursor', kind: 'cursor', value: text.slice(0, 100) });
