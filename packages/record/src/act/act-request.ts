import type { Json, JsonResource, Result } from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';
import type { Operation } from '../access/policy.ts';
import type { Interaction, PatientView } from '../guard.ts';

/** One resource that an act changes. Its version is the one that the act saw: nobody else writes the chart meanwhile. */
export interface ActChange {
  readonly interaction: Exclude<Interaction, 'patch' | 'delete'>;
  readonly resource: JsonResource;
}

/** What an act comes to. */
export interface ActPlan {
  readonly changes: readonly ActChange[];
  /** What the requester is told; kept for a repeat under the same key. */
  readonly answer: (written: readonly JsonResource[]) => JsonResource;
}

/** Something that is done to one patient's record: a step completed, an answer recorded. */
export interface Act {
  /** Name of the operation, for the trail and the idempotency key: `$complete-step`. */
  readonly operation: string;
  readonly permission: Operation;
  /** A resource in the chart, within the requester's reach. */
  readonly type: string;
  readonly id: string;
  /** Everything that was asked for: the same key with anything else is refused. */
  readonly asked: Json;
  readonly idempotencyKey?: string | undefined;
  /** Decides on the record as it is, inside the transaction; called again when that has to be repeated. */
  plan(at: ActPlace): Promise<Result<ActPlan>>;
}

export interface ActPlace {
  readonly patient: string;
  /** What was named in the request, as it is now. */
  readonly named: JsonResource;
  readonly view: PatientView;
  readonly now: Instant;
  /** A new id. */
  readonly newId: () => string;
}
