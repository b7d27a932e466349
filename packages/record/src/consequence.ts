import type { JsonResource } from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';
import type { Change, PatientView } from './guard.ts';
import type { Requester } from './requester.ts';

/**
 * The port through which the product writes what follows from a change, in the same transaction and by whatever route the change came: the flag and the task
 * of a red flag (H06, H07). Either both are on disk when the change is acknowledged, or neither.
 */
export interface Consequence {
  readonly name: string;
  /** Cheap and pure: whether something may follow from this change. Called for every change. */
  concerns(change: Change): boolean;
  /**
   * New resources, each with its id and about this patient: written as the product's own. It must not fail because of what the change says: an answer that
   * cannot be understood is one that something follows from.
   */
  follow(change: Change, after: PatientView, now: Instant): Promise<readonly JsonResource[]>;
}

/** Who writes what follows: the product itself, in the request of whoever made the change. */
export const productFor = ({ address, request }: Requester): Requester => ({
  who: 'Device/cryopath',
  role: 'service',
  purpose: 'TREAT',
  clinic: '',
  patients: [],
  ...(address === undefined ? {} : { address }),
  ...(request === undefined ? {} : { request }),
});
