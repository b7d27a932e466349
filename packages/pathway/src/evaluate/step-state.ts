import type { Instant } from '../clock/instant.ts';
import type { Condition, Step } from '../protocol/protocol.ts';
import type { ClosedCondition } from './condition.ts';

/** Where one step of a pathway is. The order in which they are decided stands in SPEC.md. */
export type StepState =
  /** Its evidence is on the record. */
  | { readonly state: 'done'; readonly at: Instant }
  /** It may be done now. */
  | { readonly state: 'ready' }
  /** Its gate is open, its time has not come; `until` is not known before the step it waits for is done. */
  | { readonly state: 'waiting'; readonly after: string; readonly until?: Instant }
  /** Its gate is closed, by these conditions. */
  | { readonly state: 'blocked'; readonly by: readonly ClosedCondition[] }
  /** It may be done, and should have been since. */
  | { readonly state: 'overdue'; readonly since: Instant }
  /** It was left out, by somebody who said why. */
  | { readonly state: 'skipped'; readonly reason: string }
  /** It is not for this patient: these conditions are false. */
  | { readonly state: 'not-applicable'; readonly because: readonly Condition[] }
  /** It was not done in its time: that of the next step with the same evidence has come, and what is found out now says nothing of then. */
  | { readonly state: 'missed'; readonly since: Instant }
  /** Its gate is closed, and was opened by hand: two people said why (I2). */
  | { readonly state: 'overridden'; readonly by: readonly OpenedByHand[] };

/** An override that stands, and what it opens. */
export interface OpenedByHand {
  /** The DetectedIssue's id. */
  readonly id?: string;
  readonly conditions: readonly Condition[];
  readonly reason: string;
  /** Literal references of the two. */
  readonly authors: readonly string[];
  readonly at: Instant;
}

export interface StepView {
  readonly step: Step;
  readonly state: StepState;
  /** When it becomes overdue, once that is known. */
  readonly due?: Instant;
  /** When it is missed unless it was done before, once that is known. */
  readonly missedFrom?: Instant;
  /** What it is appointed for, once that is known. */
  readonly appointed?: Instant;
  /** The newest Task of the step that stands. */
  readonly task?: { readonly id?: string; readonly status: string };
}
