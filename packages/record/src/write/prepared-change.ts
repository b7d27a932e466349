import type { Instant } from '@cryopath/pathway';
import type { Change } from '../guard.ts';
import type { Written } from '../record.ts';

/** A change that is valid, allowed and stamped: nothing about it is left to decide but what only the database knows. */
export interface PreparedChange {
  readonly change: Change;
  /** The version that the writer saw; 0 when nothing is there. */
  readonly expected: number;
  /** `If-None-Match: *` or a create: that it exists is then a failed condition, and not a missing If-Match. */
  readonly mustBeNew: boolean;
  /** See `record_write`, in_clinic. */
  readonly clinic: string;
  readonly restricted: boolean;
  /** Time of the change in the trail. */
  readonly instant: Instant;
  /** The same as FHIR writes it: meta.lastUpdated. */
  readonly at: string;
  /** What is stored; '' for a deletion. */
  readonly text: string;
  /** Search values for `put_values`. */
  readonly values: string;
  /** Which entry of a transaction it is. */
  readonly entry?: number;
}

/** What a writer is told, and in whose record it lies: for the trail. */
export interface Given extends Written {
  readonly patient: string;
}

/** What the writer is told once a change is committed. */
export const writtenBy = ({ change, expected, at, text }: PreparedChange): Given => ({
  patient: change.patient,
  type: change.type,
  id: change.id,
  version: expected + 1,
  lastUpdated: at,
  deleted: change.interaction === 'delete',
  text,
  isNew: true,
  created: expected === 0,
});
