import type { JsonObject } from '../json/json.ts';
import { issue } from '../outcome/outcome.ts';
import { isResourceType } from '../schema/schema.ts';
import { type Inspection, shown } from './inspection.ts';

/** Where a literal reference leads, as far as its text tells. */
type Destination =
  | { readonly kind: 'malformed' }
  | { readonly kind: 'contained'; readonly id: string }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'unknown' };

const ID = /^[A-Za-z0-9.-]{1,64}$/;
const URN = /^urn:(?:uuid:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|oid:[0-2](?:\.(?:0|[1-9][0-9]*))+)$/;
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"]+$/;
const STRUCTURE = 'http://hl7.org/fhir/StructureDefinition/';

/** Looks at a Reference: where it leads, whether it may lead there, and whether its `type` agrees (R4, references.html). */
export const inspectReference = (
  reference: JsonObject,
  targets: ReadonlySet<string> | undefined,
  at: Inspection,
): void => {
  const literal = reference.reference;
  const stated = statedType(reference.type);
  let actual: string | undefined;
  if (typeof literal === 'string' && literal.length > 0) {
    const destination = destinationOf(literal, at.conditionalReferences);
    switch (destination.kind) {
      case 'malformed':
        at.report((path) => issue('CRYO-135', { value: shown(literal) }, path), '.reference');
        return;
      case 'contained':
        actual = containedType(destination.id, at);
        break;
      case 'type':
        actual = destination.type;
        break;
      case 'unknown':
        break;
      default:
        destination satisfies never;
    }
  }
  if (stated !== undefined && actual !== undefined && stated !== actual) {
    at.report((path) => issue('CRYO-142', { type: stated, actual }, path), '.type');
  }
  const type = actual ?? stated;
  if (type !== undefined && targets !== undefined && !targets.has(type)) {
    const allowed = [...targets].join(', ');
    at.report((path) => issue('CRYO-136', { allowed, type }, path), actual === undefined ? '.type' : '.reference');
  }
};

/** The resource type that Reference.type names; undefined for types of other specifications. */
const statedType = (type: unknown): string | undefined => {
  if (typeof type !== 'string') return undefined;
  const name = type.startsWith(STRUCTURE) ? type.slice(STRUCTURE.length) : type;
  return isResourceType(name) ? name : undefined;
};

/** Notes that a contained resource is used, and gives its type; undefined for the container itself (`#`). */
const containedType = (id: string, at: Inspection): string | undefined => {
  if (id === '') {
    // What refers to its container belongs to it, even when nothing refers back (rule dom-3).
    if (at.within !== undefined) at.within.isUsed = true;
    return undefined;
  }
  const contained = at.contained?.get(id);
  if (contained === undefined) {
    at.report((path) => issue('CRYO-137', { id: shown(id) }, path), '.reference');
    return undefined;
  }
  contained.isUsed = true;
  return contained.type;
};

const destinationOf = (literal: string, conditional: boolean): Destination => {
  if (literal.charCodeAt(0) === 0x23) return { kind: 'contained', id: literal.slice(1) };
  if (literal.startsWith('urn:')) return { kind: literal.length <= 256 && URN.test(literal) ? 'unknown' : 'malformed' };
  const scheme = literal.indexOf('://');
  if (scheme > 0 && ABSOLUTE.test(literal)) {
    // A RESTful address tells its type; any other absolute address may lead anywhere.
    const type = restfulType(literal.slice(scheme + 3), true);
    return type === undefined ? { kind: 'unknown' } : { kind: 'type', type };
  }
  const type = restfulType(literal, false) ?? (conditional ? conditionalType(literal) : undefined);
  return type === undefined ? { kind: 'malformed' } : { kind: 'type', type };
};

/** The type of `Type/id` or `Type/id/_history/version`, at the end of an absolute address or as the whole reference. */
const restfulType = (literal: string, isAbsolute: boolean): string | undefined => {
  const versionAt = literal.lastIndexOf('/_history/');
  if (versionAt >= 0 && !ID.test(literal.slice(versionAt + 10))) return undefined;
  const end = versionAt >= 0 ? versionAt : literal.length;
  const idAt = literal.lastIndexOf('/', end - 1) + 1;
  const typeAt = idAt < 2 ? 0 : literal.lastIndexOf('/', idAt - 2) + 1;
  if (idAt === 0 || (typeAt > 0 && !isAbsolute)) return undefined;
  const type = literal.slice(typeAt, idAt - 1);
  return isResourceType(type) && ID.test(literal.slice(idAt, end)) ? type : undefined;
};

/** The type of `Type?parameter=value`, which a transaction resolves before it stores (R4, http.html#trules). */
const conditionalType = (literal: string): string | undefined => {
  const question = literal.indexOf('?');
  if (question < 0 || question + 1 === literal.length) return undefined;
  const type = literal.slice(0, question);
  return isResourceType(type) ? type : undefined;
};
