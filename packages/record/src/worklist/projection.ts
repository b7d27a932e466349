import type { Instant } from '@cryopath/pathway';
import type { Change, PatientView } from '../guard.ts';

/** Something that waits for somebody, of one pathway. Moments are FHIR instants. */
export interface Waiting {
  /** Id of the CarePlan. */
  readonly pathway: string;
  /** Canonical address and version of its protocol. */
  readonly protocol: string;
  readonly stage: string;
  /** Id of the step; `alert` of an alert. */
  readonly step: string;
  /** `Type/id` of what waits, when there is one. */
  readonly resource?: string;
  /** 0 emergency, 1 same day, 2 everything else. */
  readonly level: 0 | 1 | 2;
  /** Whom it waits for. */
  readonly roles: readonly string[];
  readonly since: string;
  /** From when it may be done; absent: now. */
  readonly ready?: string;
  /** After this it is overdue; absent: never. */
  readonly due?: string;
  /** From then on it can be done no more, and waits for nobody; absent: never. */
  readonly until?: string;
}

/**
 * The port through which the worklist is computed: what of one patient's record waits for whom. Its rows are replaced in the transaction of whatever changes
 * them, and can be made anew from the record at any time.
 */
export interface Projection {
  readonly name: string;
  /** Cheap and pure: whether what waits may be different after this change. */
  concerns(change: Change): boolean;
  waiting(patient: string, view: PatientView, now: Instant): Promise<readonly Waiting[]>;
}
