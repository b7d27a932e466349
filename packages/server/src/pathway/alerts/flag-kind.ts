import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { FLAG_SYSTEM } from './alert.ts';

/** What the product raises a Flag for. */
const KINDS = ['red-flag', 'gate-override', 'late-entry'] as const;
export type FlagKind = (typeof KINDS)[number];

/** What a Flag was raised for; undefined for anything that the product did not raise. */
export function flagKind(resource: JsonResource | undefined): FlagKind | undefined {
  if (resource?.resourceType !== 'Flag') return undefined;
  const codings = ((resource.code as JsonObject | undefined)?.coding ?? []) as readonly JsonObject[];
  return KINDS.find((kind) => codings.some(({ system, code }) => system === FLAG_SYSTEM && code === kind));
}
