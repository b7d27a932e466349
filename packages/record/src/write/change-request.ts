import type { JsonResource } from '@cryopath/fhir';
import type { Interaction } from '../guard.ts';
import type { PatchOperations, WriteOptions } from '../record.ts';

/** A change as it was asked for: by one request, or by one entry of a transaction or batch. */
export interface ChangeRequest {
  readonly interaction: Interaction;
  readonly type: string;
  /** Absent when the resource is new, or named by a condition. */
  readonly id?: string | undefined;
  /** If-None-Exist of a create; the condition that names the resource of any other change. */
  readonly criteria?: string | undefined;
  /** Of a create or update. */
  readonly resource?: JsonResource;
  /** Of a patch. */
  readonly operations?: PatchOperations;
  readonly ifMatch?: number | undefined;
  readonly ifNoneMatchAny?: boolean | undefined;
}

/** `Observation/1`, or `Observation?code=1`: how a refusal names what was asked for. */
export const addressOf = ({ type, id, criteria }: Pick<ChangeRequest, 'type' | 'id' | 'criteria'>): string =>
  id !== undefined ? `${type}/${id}` : criteria !== undefined ? `${type}?${criteria}` : type;

/**
 * The request that a caller of the record makes: what is not about which version, or about what condition, is left to the write itself. A condition stands
 * in the place of an id.
 */
export function requested(
  interaction: Interaction,
  type: string,
  id: string | undefined,
  body: Pick<ChangeRequest, 'resource' | 'operations'>,
  { criteria, ifMatch, ifNoneMatchAny }: WriteOptions,
): ChangeRequest {
  return { interaction, type, id: criteria === undefined ? id : undefined, criteria, ...body, ifMatch, ifNoneMatchAny };
}
