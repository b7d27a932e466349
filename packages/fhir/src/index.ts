export { Decimal } from './json/decimal.ts';
export type { Json, JsonArray, JsonObject, JsonResource } from './json/json.ts';
export { type ParseOptions, parseJson } from './json/parse.ts';
export { type PlainJson, plain } from './json/plain.ts';
export { stringifyJson } from './json/stringify.ts';
export type { IssueType, Severity } from './outcome/definition.ts';
export {
  fromOperationOutcome,
  type Issue,
  issue,
  type Language,
  OUTCOME_SYSTEM,
  type Outcome,
  outcome,
  statusOf,
  textOf,
  toOperationOutcome,
  type WrittenOutcome,
} from './outcome/outcome.ts';
export { isOutcomeCode, OUTCOMES, type OutcomeCode } from './outcome/registry.ts';
export { isStoredType, STORED_TYPES, type StoredType } from './resource-types.ts';
export { ok, type Result, refused } from './result.ts';
export { elementType, isResourceType } from './schema/schema.ts';
export type { AnyResource } from './search/any-resource.ts';
export type { EpochMilliseconds } from './search/civil-time.ts';
export {
  type Compartment,
  compartmentOf,
  type Elsewhere,
  type NamedPatient,
  type Unreferenced,
} from './search/compartment.ts';
export { fold, INDEXED_LENGTH, indexed } from './search/fold.ts';
export {
  type LeftOutParameter,
  leftOut,
  rowsOf,
  type SearchAlias,
  type SearchKind,
  type SearchParameter,
  searchParameter,
  searchParameters,
} from './search/parameters.ts';
export type { QueryContext } from './search/query-context.ts';
export type { DateQuery } from './search/query-date.ts';
export { splitUnescaped, unescaped } from './search/query-escape.ts';
export { matches } from './search/query-match.ts';
export type { Prefix } from './search/query-prefix.ts';
export type { NumberQuery, QuantityQuery } from './search/query-quantity.ts';
export type { ReferenceQuery } from './search/query-reference.ts';
export {
  MOST_ALTERNATIVES,
  type QueryValue,
  queryValues,
  type StringQuery,
  type TokenQuery,
  tokenQuery,
  type UriQuery,
} from './search/query-value.ts';
export { type PlacedReference, type Rewrite, references, rewriteReferences } from './search/references.ts';
export type {
  DateValue,
  NumberValue,
  QuantityValue,
  ReferenceValue,
  SearchValue,
  StringValue,
  TokenValue,
  UriValue,
} from './search/search-value.ts';
export { type SearchValueOptions, searchValues } from './search/search-values.ts';
export { BEGINNING_OF_TIME, END_OF_TIME, type TimeInterval, timeInterval } from './search/time-interval.ts';
export { DEFAULT_ZONE } from './search/zone.ts';
export type * from './types.ts';
export { type ValidateOptions, validate } from './validate/validate.ts';
