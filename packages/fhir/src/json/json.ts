import type { Decimal } from './decimal.ts';

/** A JSON value as the record keeps it. An undefined member is one that is not there. */
export type Json = null | boolean | number | string | Decimal | JsonArray | JsonObject;
export type JsonArray = readonly Json[];
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** A FHIR resource whose type is not known when compiling. */
export interface JsonResource extends JsonObject {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta?: JsonObject;
}
