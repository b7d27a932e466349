import type { Instant } from '../clock/instant.ts';
import type { RepeatRule } from '../protocol/protocol.ts';
import { type ClosedCondition, closedConditions } from './condition.ts';
import { earliestAfter } from './offset.ts';
import type { Circumstances } from './step-states.ts';

/** Whether a further procedure may be considered. It is the doctor who decides (I9). */
export type RepeatView = {
  readonly rule: RepeatRule;
} & (
  | /** What it follows has not ended. */ { readonly state: 'ahead' }
  | { readonly state: 'not-before'; readonly from: Instant }
  /** Its time has come; these conditions do not hold. */
  | { readonly state: 'not-now'; readonly from: Instant; readonly by: readonly ClosedCondition[] }
  | { readonly state: 'may-be-considered'; readonly from: Instant }
);

export function repeatView(
  rule: RepeatRule,
  { protocol, evidence, ends, decide, now }: Pick<Circumstances, 'protocol' | 'evidence' | 'ends' | 'decide' | 'now'>,
): RepeatView {
  const ended = ends(rule.offset.after);
  if (!ended) return { rule, state: 'ahead' };
  const from = earliestAfter(ended.at, rule.offset, protocol.timeZone);
  if (now < from) return { rule, state: 'not-before', from };
  const by = closedConditions(rule.conditions, decide, protocol, evidence.found);
  return by.length > 0 ? { rule, state: 'not-now', from, by } : { rule, state: 'may-be-considered', from };
}
