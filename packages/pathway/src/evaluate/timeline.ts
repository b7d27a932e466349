import type { Instant } from '../clock/instant.ts';
import type { Protocol, Window } from '../protocol/protocol.ts';
import { momentAfter } from './offset.ts';

/** A restriction or reaction whose moments are known: what it follows has ended. */
export interface DatedWindow {
  readonly window: Window;
  /** `soon` before it begins; `now` while it lasts; `over` afterwards. */
  readonly state: 'soon' | 'now' | 'over';
  readonly from: Instant;
  /** A restriction may end here, by how the patient feels and what the doctor says. Equal to `until` for the rest. */
  readonly earliest: Instant;
  readonly until: Instant;
}

/** One restriction or reaction of a patient, in time; `ahead` while what it follows has not ended. */
export type TimelineWindow = DatedWindow | { readonly window: Window; readonly state: 'ahead' };

/**
 * The windows of a patient. A restriction runs from the end of what it follows; a reaction with a range of days ("days 1 to 5") from the
 * first of them to the last, both included, and one without a range from the end of what it follows.
 */
export function timelineOf(protocol: Protocol, times: ReadonlyMap<string, Instant>, now: Instant): TimelineWindow[] {
  return protocol.windows.map((window): TimelineWindow => {
    const { kind, offset } = window;
    const output = protocol.steps.find(({ id }) => id === offset.after)?.output;
    const ended = output === undefined ? undefined : times.get(output);
    if (ended === undefined) return { window, state: 'ahead' };
    const moment = (span: number) => momentAfter(ended, span, offset.unit, protocol.timeZone);
    const starts = kind === 'reaction' && offset.low !== offset.high ? moment(offset.low) : ended;
    const until = kind === 'reaction' && offset.unit === 'd' ? moment(offset.high + 1) : moment(offset.high);
    const earliest = kind === 'restriction' ? moment(offset.low) : until;
    return { window, state: now < starts ? 'soon' : now < until ? 'now' : 'over', from: starts, earliest, until };
  });
}
