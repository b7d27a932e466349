import { isObject, type Json } from '../json/json.ts';
import { type Issue, issue } from '../outcome/outcome.ts';
import { inspectResource, knownType } from './element.ts';
import { Inspection } from './inspection.ts';

export interface ValidateOptions {
  /** How many faults are collected before a remark (CRYO-149) ends the list; 50 when not said. */
  readonly maxIssues?: number;
  /** Whether references may be conditions (`Patient?identifier=…`), as in a transaction before it is resolved. */
  readonly conditionalReferences?: boolean;
}

/**
 * Validates a resource against FHIR R4: cardinality, types, formats, choices, required bindings, references, contained
 * resources, extensions, the narrative, and that nothing is there that R4 does not know. `[]` means valid.
 *
 * Every R4 resource type is accepted; which types the record keeps is `isStoredType`'s to say. Every issue carries the
 * FHIRPath of its place. Never throws; time is linear in the size of the resource.
 *
 * The standard's invariants are checked as functions, without a FHIRPath engine: `invariants.ts`, `rules.ts` and docs/validation.md.
 *
 * @example validate({ resourceType: 'Flag' }) // CRYO-120 at Flag.status, Flag.code and Flag.subject
 */
export const validate = (resource: Json, options: ValidateOptions = {}): readonly Issue[] => {
  if (!isObject(resource)) return [issue('CRYO-114')];
  const at = new Inspection(options.maxIssues ?? 50, options.conditionalReferences ?? false);
  at.enter(typeof resource.resourceType === 'string' ? resource.resourceType.slice(0, 60).toWellFormed() : 'Resource');
  const type = knownType(resource, at);
  if (type !== undefined) inspectResource(resource, type, at);
  return at.conclusion();
};
