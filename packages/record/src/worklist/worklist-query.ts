import type { Called } from './called.ts';

/** What is asked of the worklist. */
export interface WorklistQuery {
  readonly stage?: string;
  readonly step?: string;
  /** Whom it waits for. */
  readonly role?: string;
  /** `overdue`: its time has passed; `ready`: it may be done now; `soon`: it may be within seven days, and not yet; `alert`: somebody must be answered. */
  readonly state?: 'overdue' | 'ready' | 'soon' | 'alert';
  /** Only of charts of which every word of this is part of a name or a number, or is the birth date; see {@link chartsFound}. */
  readonly words?: string;
  /**
   * Of steps, one row a patient: what is overdue, then what the clinic must do, then what it may, then what waits for the patient. What comes `soon` is told
   * only of whom nothing waits for now.
   */
  readonly once?: {
    /** The steps that must be done, each behind the version of the protocol that says so: `canonical|version step`. */
    readonly required: readonly string[];
  };
  /** `urgency`: alerts first, then by when it is due. `since`: who has waited longest. `ready`: what waits for a moment, by that moment. */
  readonly order: 'urgency' | 'since' | 'ready';
  readonly count: number;
  /** Where the page before ended. */
  readonly cursor?: string;
  /** Whether to tell how many rows there are in all. */
  readonly isCounted?: boolean;
}

/** What is asked of the charts in which nothing waits. */
export interface ChartsAtRestQuery {
  /** As of the worklist. */
  readonly words?: string;
  readonly count: number;
  readonly cursor?: string;
  readonly isCounted?: boolean;
}

export interface ChartsAtRest {
  readonly charts: readonly (Called & { readonly patient: string })[];
  readonly next?: string;
  readonly total?: Total;
}

/** How many rows there are, as far as they are counted: a number that nobody reads to its end costs no more than that. */
export interface Total {
  readonly count: number;
  readonly isMore: boolean;
}

export const MOST_COUNTED = 500;

/** From rows counted up to one beyond {@link MOST_COUNTED}. */
export const totalOf = (counted: number): Total => ({
  count: Math.min(counted, MOST_COUNTED),
  isMore: counted > MOST_COUNTED,
});

/** What comes `soon`: within seven days, in milliseconds. */
export const SOON = 7 * 86_400_000;
