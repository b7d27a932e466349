import { Decimal } from './decimal.ts';

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

/** Whether the value is an object with members: not an array, not null, not a number that kept its text. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);
