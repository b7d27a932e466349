import type { JsonResource, Outcome } from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';
import type { Requester } from './requester.ts';

export type Interaction = 'create' | 'update' | 'patch' | 'delete';

/** One intended change of one resource, after validation. `after` is absent for a deletion, `before` for a creation. */
export interface Change {
  readonly interaction: Interaction;
  readonly type: string;
  readonly id: string;
  readonly patient: string;
  /** Who makes it. */
  readonly by: Pick<Requester, 'who' | 'role'>;
  readonly before?: JsonResource;
  readonly after?: JsonResource;
}

/** A resource, and the literal reference of whoever wrote its current version. */
export interface WrittenResource {
  readonly resource: JsonResource;
  readonly who: string;
}

/** The patient's record as it will be when the change is committed. */
export interface PatientView {
  readonly patient: string;
  /** Current resources of these types in the compartment, oldest first. */
  resources(types: readonly string[]): Promise<readonly JsonResource[]>;
  /** The same, with who wrote each: for a guard that does not take everybody's word. */
  written(types: readonly string[]): Promise<readonly WrittenResource[]>;
  /** A current resource of no patient: the protocol, the house. */
  common(type: string, id: string): Promise<JsonResource | undefined>;
}

/**
 * That a gate was asked and let a change pass, and what that rested on. It is stored with the version (migrations/0006-gate-decision.sql), and without it the
 * database does not keep a cryoablation that has begun (I1).
 */
export interface GateDecision {
  /** Canonical address and version of the protocol whose gate it was: `urn:cryopath:protocol:cryoablation|1.0.0`. */
  readonly protocol: string;
  readonly opened: 'evidence' | 'override';
  /** What of this patient's record it rested on, as it will be after the change. */
  readonly evidence: readonly { readonly type: string; readonly id: string }[];
}

/**
 * The port through which the pathway's gates refuse a write (I1, H03). Guards run inside the transaction, on the state after the write, on every
 * route there is; a guard that throws refuses.
 */
export interface Guard {
  readonly name: string;
  /** Cheap and pure: whether this change must be decided. Called for every change. */
  concerns(change: Change): boolean;
  /** An outcome refuses the change; a decision lets it pass and is kept with it; `undefined` lets it pass. */
  decide(change: Change, after: PatientView, now: Instant): Promise<Outcome | GateDecision | undefined>;
}
