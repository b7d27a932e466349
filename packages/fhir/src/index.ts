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
