import type { JsonResource } from '../json/json.ts';

/** Any resource: as JSON, or as one of the R4 interfaces, which have no index signature. */
export type AnyResource = JsonResource | { readonly resourceType: string };
