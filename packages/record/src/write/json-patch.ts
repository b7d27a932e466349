import {
  Decimal,
  type Issue,
  issue,
  type Json,
  type JsonObject,
  type JsonResource,
  ok,
  type Result,
  refused,
} from '@cryopath/fhir';
import type { PatchOperations } from '../record.ts';
import { extents, LARGEST_BYTES, MOST_LEVELS } from './extent.ts';

/** More than any form needs; each costs as much as the longest list on its way. */
const MOST_OPERATIONS = 256;

/**
 * The resource after a JSON Patch (RFC 6902), all operations or none. The resource itself is left as it is: what an operation does not touch is shared,
 * and decimals keep their text. Its id and type cannot be patched; versionId and lastUpdated can, without effect.
 *
 * Own code and not the library `rfc6902`: that one copies decimals into plain objects and follows pointers into prototypes; it is the oracle in the test.
 *
 * A `copy` can double a resource, so thirty of them in three kilobytes could fill the memory: after every operation the resource is held to the limits of one
 * that is sent whole.
 *
 * Refused: CRYO-160 not an operation; CRYO-161 nothing there; CRYO-162 a test fails; CRYO-163 no such operation; CRYO-164 id or type would change;
 * CRYO-182 too many operations; CRYO-183 nested too deep; CRYO-503 too large.
 */
export function patched(resource: JsonResource, operations: PatchOperations): Result<JsonResource> {
  if (operations.length > MOST_OPERATIONS) {
    return fault(issue('CRYO-182', { limit: MOST_OPERATIONS, count: operations.length }));
  }
  const extentOf = extents();
  let document: Json = resource;
  for (const [index, operation] of operations.entries()) {
    const next = applied(document, operation, index);
    if (!next.ok) return next;
    document = next.value;
    const { bytes, levels } = extentOf(document);
    if (levels > MOST_LEVELS) return fault(issue('CRYO-183', { index, limit: MOST_LEVELS }));
    if (bytes > LARGEST_BYTES) return fault(issue('CRYO-503', { limit: LARGEST_BYTES }));
  }
  if (!isObject(document)) return fault(issue('CRYO-164', { pointer: '/' }));
  if (document.resourceType !== resource.resourceType) return fault(issue('CRYO-164', { pointer: '/resourceType' }));
  if (document.id !== resource.id) return fault(issue('CRYO-164', { pointer: '/id' }));
  return ok(document as JsonResource);
}

const fault = (found: Issue) => refused({ issues: [found] });

function applied(document: Json, operation: unknown, index: number): Result<Json> {
  const read = readOperation(operation, index);
  if (!read.ok) return read;
  const { op, path, from, value } = read.value;
  const missing = (pointer: Pointer) => fault(issue('CRYO-161', { index, pointer: textOf(pointer) }));
  switch (op) {
    case 'test': {
      const found = at(document, path);
      if (found === undefined) return missing(path);
      return same(found, value) ? ok(document) : fault(issue('CRYO-162', { index, pointer: textOf(path) }));
    }
    case 'add':
      return placed(document, path, value, 'add') ?? missing(path);
    case 'replace':
      return placed(document, path, value, 'replace') ?? missing(path);
    case 'remove':
      return removed(document, path) ?? missing(path);
    case 'copy': {
      const found = at(document, from);
      return found === undefined ? missing(from) : (placed(document, path, found, 'add') ?? missing(path));
    }
    case 'move': {
      const found = at(document, from);
      // RFC 6902, 4.4: nothing can be moved into itself.
      if (found === undefined || isWithin(path, from)) return missing(from);
      if (textOf(path) === textOf(from)) return ok(document);
      const without = removed(document, from);
      return without?.ok ? (placed(without.value, path, found, 'add') ?? missing(path)) : missing(from);
    }
    default:
      return op satisfies never;
  }
}

/** A JSON Pointer (RFC 6901) without its escapes. */
type Pointer = readonly string[];

interface Operation {
  readonly op: (typeof OPS)[number];
  readonly path: Pointer;
  readonly from: Pointer;
  readonly value: Json;
}

const OPS = ['test', 'add', 'replace', 'remove', 'copy', 'move'] as const;
const isOp = (op: unknown): op is Operation['op'] => OPS.some((known) => known === op);

function readOperation(operation: unknown, index: number): Result<Operation> {
  const unusable = () => fault(issue('CRYO-160', { index }));
  if (!isObject(operation)) return unusable();
  const { op, path, from, value } = operation;
  if (typeof op !== 'string') return unusable();
  if (!isOp(op)) return fault(issue('CRYO-163', { index, op: op.slice(0, 50) }));
  const to = pointerOf(path);
  const source = op === 'move' || op === 'copy' ? pointerOf(from) : [];
  const needsValue = op === 'test' || op === 'add' || op === 'replace';
  if (!to || !source || (needsValue && value === undefined)) return unusable();
  return ok({ op, path: to, from: source, value: value ?? null });
}

function pointerOf(text: unknown): Pointer | undefined {
  if (text === '') return [];
  if (typeof text !== 'string' || !text.startsWith('/') || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

const textOf = (pointer: Pointer): string =>
  pointer
    .map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
    .slice(0, 200);

const isWithin = (pointer: Pointer, outer: Pointer): boolean =>
  pointer.length > outer.length && outer.every((part, index) => pointer[index] === part);

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const INDEX = /^(?:0|[1-9][0-9]{0,9})$/;

/** The index that a part of a pointer names in a list of this length; `-` is the place after the last. */
function indexIn(list: readonly Json[], part: string): number | undefined {
  if (part === '-') return list.length;
  const index = INDEX.test(part) ? Number(part) : Number.NaN;
  return index <= list.length ? index : undefined;
}

function memberOf(value: Json, part: string): Json | undefined {
  if (isList(value)) {
    const index = indexIn(value, part);
    return index === undefined ? undefined : value[index];
  }
  return isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}

function at(document: Json, pointer: Pointer): Json | undefined {
  let value: Json | undefined = document;
  for (const part of pointer) {
    if (value === undefined) return undefined;
    value = memberOf(value, part);
  }
  return value;
}

/** The document with a value at the pointer; undefined when there is no such place. */
function placed(document: Json, pointer: Pointer, value: Json, how: 'add' | 'replace'): Result<Json> | undefined {
  return edited(
    document,
    pointer,
    (parent, part) => {
      if (isList(parent)) {
        const index = indexIn(parent, part);
        if (index === undefined || (how === 'replace' && index === parent.length)) return undefined;
        return parent.toSpliced(index, how === 'replace' ? 1 : 0, value);
      }
      if (!isObject(parent) || isForbidden(part) || (how === 'replace' && !Object.hasOwn(parent, part)))
        return undefined;
      return { ...parent, [part]: value };
    },
    value,
  );
}

function removed(document: Json, pointer: Pointer): Result<Json> | undefined {
  return edited(document, pointer, (parent, part) => {
    if (memberOf(parent, part) === undefined) return undefined;
    if (isList(parent)) return parent.toSpliced(Number(part), 1);
    const { [part]: _gone, ...rest } = parent as JsonObject;
    return rest;
  });
}

/** Names that our reader of JSON refuses, and that no element of FHIR has. */
const isForbidden = (name: string): boolean => name === '__proto__' || name === 'constructor' || name === 'prototype';

/** Rebuilds the way from the root to the parent of the place, and shares everything beside it. */
function edited(
  document: Json,
  pointer: Pointer,
  edit: (parent: Json, part: string) => Json | undefined,
  whole?: Json,
): Result<Json> | undefined {
  const [part, ...rest] = pointer;
  if (part === undefined) return whole === undefined ? undefined : ok(whole);
  if (rest.length === 0) {
    const next = edit(document, part);
    return next === undefined ? undefined : ok(next);
  }
  const member = memberOf(document, part);
  if (member === undefined) return undefined;
  const next = edited(member, rest, edit, whole);
  if (!next?.ok) return next;
  return ok(
    isList(document) ? document.with(Number(part), next.value) : { ...(document as JsonObject), [part]: next.value },
  );
}

/** Equality of JSON (RFC 6902, 4.6): numbers by value, objects whatever the order of their names. */
function same(a: Json, b: Json): boolean {
  if (isNumber(a) && isNumber(b)) return Number(numberText(a)) === Number(numberText(b));
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => same(item, b[index] ?? null));
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && same(a[name] ?? null, b[name] ?? null))
    );
  }
  return a === b;
}

const isNumber = (value: Json): value is number | Decimal => typeof value === 'number' || value instanceof Decimal;
const numberText = (value: number | Decimal): string => (value instanceof Decimal ? value.text : String(value));
