import type { Instant } from '../clock/instant.ts';
import type { Protocol, Text, Window } from '../protocol/protocol.ts';
import { type ClosedCondition, closedConditions } from './condition.ts';
import { momentAfter, passedAfter } from './offset.ts';
import type { StepEnds } from './step-ends.ts';
import type { Decide } from './values.ts';

/** A restriction or reaction whose moments are known: what it follows has ended. */
export interface DatedWindow {
  readonly window: Window;
  /** `soon` before it begins; `now` while it lasts; `over` afterwards. */
  readonly state: 'soon' | 'now' | 'over';
  readonly from: Instant;
  /** A restriction may end here, by how the patient feels and what the doctor says. Equal to `until` for the rest. */
  readonly earliest: Instant;
  /** When it is over; a restriction that still waits for something ends when that has come, and not by the calendar. */
  readonly until: Instant;
  /** What a restriction still waits for though its time may have come: numbness that has not gone, the doctor's word. */
  readonly waitsFor: readonly ClosedCondition[];
  /** Why it is so now: what it waits for, or the clinic's sentence that it comes from. */
  readonly why: Text;
}

/** One restriction or reaction of a patient, in time; `ahead` while what it follows has not ended. */
export type TimelineWindow = DatedWindow | { readonly window: Window; readonly state: 'ahead' };

/**
 * The windows of a patient. A restriction runs from the end of what it follows; one with conditions ends when all of them hold, not before its
 * shortest time and however long that takes. A reaction with a range of days ("days 1 to 5") runs from the first of them to the last, both
 * included, and one without a range from the end of what it follows.
 */
export function timelineOf(
  protocol: Protocol,
  ends: StepEnds,
  decide: Decide,
  found: ReadonlyMap<string, unknown>,
  now: Instant,
): TimelineWindow[] {
  return protocol.windows.map((window): TimelineWindow => {
    const { kind, offset } = window;
    const ended = ends(offset.after)?.at;
    if (ended === undefined) return { window, state: 'ahead' };
    const { from, earliest, until } = spanOf(window, ended, protocol.timeZone);
    const waitsFor = kind === 'restriction' ? closedConditions(window.until, decide, protocol, found) : [];
    const closes = window.until.length > 0 ? earliest : until;
    const state = now < from ? 'soon' : now < closes || waitsFor.length > 0 ? 'now' : 'over';
    const why = state === 'now' && now >= earliest ? (waitsFor[0]?.reason ?? window.why) : window.why;
    return { window, state, from, earliest, until, waitsFor, why };
  });
}

/** From when to when a restriction or reaction runs after what it follows has ended. */
export function spanOf(
  { kind, offset }: Window,
  ended: Instant,
  timeZone: string,
): { readonly from: Instant; readonly earliest: Instant; readonly until: Instant } {
  const moment = (span: number) => momentAfter(ended, span, offset.unit, timeZone);
  const from = kind === 'reaction' && offset.low !== offset.high ? moment(offset.low) : ended;
  const until = kind === 'reaction' ? passedAfter(ended, offset, timeZone) : moment(offset.high);
  return { from, earliest: kind === 'restriction' ? moment(offset.low) : until, until };
}
