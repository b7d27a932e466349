import type { JsonResource } from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';
import type { Requester } from '@cryopath/record';

/** One resource that an act writes. One with an id of its own is the product's to make; `replaces` names the version that it follows. */
export interface Entry {
  /** What it is called in this patient's history; `linkTo` leads to it within the act, `Made` after it. */
  readonly as?: string;
  readonly resource: JsonResource;
  readonly replaces?: number;
}

/** The reference of what an earlier act of the same patient has made. @throws Error when nothing was: the history is out of order */
export type Made = (as: string) => string;

/** What somebody did at one moment, written in one transaction under their name and through every gate. */
export interface Act {
  /** Whose history, by the patient's id; '' for the house. */
  readonly chart: string;
  readonly at: Instant;
  readonly by: Requester;
  /** With this word they take the alerts that wait in the chart upon themselves. */
  readonly takesAlerts?: string;
  write(made: Made): readonly Entry[];
}
