import type { JsonResource } from '@cryopath/fhir';
import type { Operation } from '../access/policy.ts';
import type { WrittenResource } from '../guard.ts';

/** Which chart an operation needs, and what of it. */
export interface ChartRequest {
  /** Name of the operation, for the trail: `$pathway-state`. */
  readonly operation: string;
  /** What the policy must allow. */
  readonly permission: Operation;
  /** A resource in the chart: the pathway, the patient. It must be within reach. */
  readonly type: string;
  readonly id: string;
  /** Types of the resources that are needed. */
  readonly types: readonly string[];
}

/** One patient's record as far as it was asked for. */
export interface Chart {
  readonly patient: string;
  /** What was named in the request, as it is now. */
  readonly named: JsonResource;
  /** Current resources, oldest first, each with who wrote it. */
  readonly written: readonly WrittenResource[];
}
