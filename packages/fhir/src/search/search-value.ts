import type { EpochMilliseconds } from './civil-time.ts';

/**
 * What a search can find a resource by: one row of the record's index tables. `parameter` is the stable number of a
 * (type, parameter). Texts are cut to INDEXED_LENGTH; an absent part is '' so that rows compare without null.
 */
export type SearchValue =
  | TokenValue
  | ReferenceValue
  | DateValue
  | StringValue
  | QuantityValue
  | NumberValue
  | UriValue;

/** A code, identifier, contact or boolean. System and code compare exactly (R4: case counts unless the system says otherwise). */
export interface TokenValue {
  readonly kind: 'token';
  readonly parameter: number;
  /** '' when the element names none. */
  readonly system: string;
  /** '' when the element has only a text. */
  readonly code: string;
  /** Folded displays and texts that belong to the code, each on a line of its own, for `:text`. '' when there are none. */
  readonly text: string;
}

/** A reference, canonical or logical. */
export interface ReferenceValue {
  readonly kind: 'reference';
  readonly parameter: number;
  /** The resource type, '' when the reference does not tell. */
  readonly type: string;
  /** The id in this record, '' for what lies outside or is only named by an identifier. */
  readonly id: string;
  /** What lies outside of the record, without version: absolute address, urn, canonical. '' otherwise. */
  readonly url: string;
  /** The version that the reference asks for, '' when it asks for none. */
  readonly version: string;
  /** The logical identifier of the target, for `:identifier`. */
  readonly identifier: { readonly system: string; readonly code: string } | undefined;
}

/** The time that an element covers by its precision: from `low` up to, but without, `high`. */
export interface DateValue {
  readonly kind: 'date';
  readonly parameter: number;
  readonly low: EpochMilliseconds;
  readonly high: EpochMilliseconds;
}

export interface StringValue {
  readonly kind: 'string';
  readonly parameter: number;
  /** As written, for `:exact`. */
  readonly value: string;
  /** As compared: see fold. */
  readonly folded: string;
}

/**
 * A measured amount. Its bounds are the amount itself, or the ends of a range, both included: R4 gives precision to the
 * number that is searched for, and the bounds of that number are in the query (see QuantityQuery).
 */
export interface QuantityValue {
  readonly kind: 'quantity';
  readonly parameter: number;
  /** The decimal as written; of a range its lower end, or else its upper end. */
  readonly value: string;
  readonly low: number;
  readonly high: number;
  readonly system: string;
  readonly code: string;
  readonly unit: string;
}

/** A number without a unit; bounds as in {@link QuantityValue}. */
export interface NumberValue {
  readonly kind: 'number';
  readonly parameter: number;
  readonly value: string;
  readonly low: number;
  readonly high: number;
}

export interface UriValue {
  readonly kind: 'uri';
  readonly parameter: number;
  readonly value: string;
}
