import { outcome } from '../outcome/outcome.ts';
import { ok, type Result, refused } from '../result.ts';
import type { EpochMilliseconds } from './civil-time.ts';
import { indexed } from './fold.ts';
import type { QueryContext } from './query-context.ts';
import { type Prefix, prefixed } from './query-prefix.ts';
import { unreadable } from './query-refusal.ts';
import { timeInterval } from './time-interval.ts';
import { DEFAULT_ZONE } from './zone.ts';

/**
 * A time to search for: the interval that the text covers by its precision, `high` excluded. For `ap` the interval is
 * already widened on both sides by a tenth of the distance between now and the time asked for.
 */
export interface DateQuery {
  readonly kind: 'date';
  readonly prefix: Prefix;
  readonly low: EpochMilliseconds;
  readonly high: EpochMilliseconds;
}

const APPROXIMATELY = 0.1;

/** Reads `ge2026-03`, `2026-03-28T10:15+01:00`, ... */
export function dateQuery(parameter: string, text: string, { now, zone }: QueryContext): Result<DateQuery> {
  const split = prefixed(text);
  if ('unknown' in split) return refused(outcome('CRYO-304', { parameter, prefix: split.unknown }));
  const { prefix, rest } = split;
  const interval = timeInterval(rest, zone ?? DEFAULT_ZONE);
  if (interval === 'malformed') return refused(unreadable(parameter, 'date', text));
  if (interval === 'impossible') return refused(outcome('CRYO-311', { parameter, value: indexed(text) }));
  const { low, high } = interval;
  if (prefix !== 'ap') return ok({ kind: 'date', prefix, low, high });
  const distance = now < low ? low - now : now >= high ? now - high : 0;
  const margin = Math.round(distance * APPROXIMATELY);
  return ok({ kind: 'date', prefix, low: low - margin, high: high + margin });
}
