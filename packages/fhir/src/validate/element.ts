import { isObject, type Json, type JsonObject } from '../json/json.ts';
import { issue } from '../outcome/outcome.ts';
import { isResourceType } from '../schema/schema.ts';
import { containedIn, inspectContained, reportUnused } from './contained.ts';
import { type Inspection, shown } from './inspection.ts';
import { holdInvariants } from './invariants.ts';
import { reportMissing, reportSecondChoice, reportUnknown } from './member-fault.ts';
import { inspectReference } from './reference.ts';
import { RULES } from './rules.ts';
import { type Member, type Table, tableOf } from './table.ts';

/**
 * Looks at an element of a complex type: known members only, each in its form, nothing required missing, not empty
 * (rule ele-1: more than an id).
 */
const inspectElement = (element: JsonObject, table: Table, at: Inspection): void => {
  let seen = 0;
  let count = 0;
  for (const name in element) {
    const value = element[name];
    if (value === undefined) continue;
    if (at.isFull) return;
    const member = table.members.get(name);
    if (member === undefined) {
      if (name !== 'resourceType' || !table.isResource) reportUnknown(name, table, at);
      count++;
      continue;
    }
    if (name !== 'id') count++;
    if ((seen & member.bit) !== 0 && member.field.choice !== undefined) reportSecondChoice(member, element, table, at);
    seen |= member.bit;
    if (!at.enter(member.field.element)) return;
    if (member.isSibling) inspectSibling(value, element[member.counterpart], member, at);
    else if (member.field.isList) inspectList(value, element, member, at);
    else inspectSingle(value, member, at);
    at.leave();
  }
  if (count === 0) at.report((path) => issue('CRYO-126', undefined, path));
  if ((seen & table.requiredBits) !== table.requiredBits) reportMissing(seen, table, at);
};

const inspectSingle = (value: Json, member: Member, at: Inspection): void => {
  if (Array.isArray(value)) at.report((path) => issue('CRYO-124', undefined, path));
  else inspectValue(value, member, at);
};

const inspectList = (value: Json, element: JsonObject, member: Member, at: Inspection): void => {
  if (!isList(value)) {
    at.report((path) => issue('CRYO-123', undefined, path));
    return;
  }
  if (value.length === 0) {
    at.report((path) => issue('CRYO-126', undefined, path));
    return;
  }
  for (let index = 0; index < value.length && !at.isFull; index++) {
    const item = value[index] ?? null;
    at.atItem(index);
    // A null keeps the place of a value that has only extensions (R4, json.html#primitive).
    if (item !== null || !hasExtensions(element[member.counterpart], index)) inspectSingle(item, member, at);
  }
  at.atMember();
};

const hasExtensions = (siblings: Json | undefined, index: number): boolean =>
  siblings !== undefined && isList(siblings) && isObject(siblings[index]);

const inspectValue = (value: Json, { check, binding, field }: Member, at: Inspection): void => {
  if (value === null) {
    at.report((path) => issue('CRYO-127', undefined, path));
    return;
  }
  if (check !== undefined) {
    check(value, at);
  } else if (field.type === 'Resource') {
    inspectNested(value, field.element === 'contained', at);
  } else if (!isObject(value)) {
    at.report((path) => issue('CRYO-122', { type: field.type }, path));
    return;
  } else {
    inspectElement(value, tableOf(field.type), at);
    if (field.type === 'Reference') inspectReference(value, field.targets, at);
    else {
      RULES.get(field.type)?.(value, at);
      holdInvariants(value, field.type, at);
    }
  }
  binding?.(value, at);
};

/** The ids and extensions of a primitive (`_birthDate`), aligned with its values where it repeats. */
const inspectSibling = (value: Json, primary: Json | undefined, { field }: Member, at: Inspection): void => {
  if (!field.isList) {
    inspectExtensions(value, at);
    return;
  }
  if (!isList(value)) {
    at.report((path) => issue('CRYO-123', undefined, path));
    return;
  }
  if (value.length === 0) {
    at.report((path) => issue('CRYO-126', undefined, path));
    return;
  }
  if (primary !== undefined && isList(primary) && primary.length !== value.length) {
    at.report((path) => issue('CRYO-144', undefined, path));
  }
  for (let index = 0; index < value.length && !at.isFull; index++) {
    const item = value[index] ?? null;
    const hasValue = primary !== undefined && isList(primary) && (primary[index] ?? null) !== null;
    at.atItem(index);
    // Where both are null the walk of the values has said so.
    if (item !== null || (!hasValue && primary === undefined)) inspectExtensions(item, at);
  }
  at.atMember();
};

const inspectExtensions = (value: Json, at: Inspection): void => {
  if (isObject(value)) inspectElement(value, tableOf('Element'), at);
  else if (value === null) at.report((path) => issue('CRYO-127', undefined, path));
  else at.report((path) => issue('CRYO-122', { type: 'Element' }, path));
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Looks at a whole resource: the root of a body, or the resource of a Bundle's entry or of a parameter. */
export const inspectResource = (resource: JsonObject, type: string, at: Inspection): void => {
  const { contained: around, within } = at;
  at.contained = containedIn(resource, at);
  at.within = undefined;
  inspectElement(resource, tableOf(type), at);
  holdInvariants(resource, type, at);
  reportUnused(at.contained, at);
  at.contained = around;
  at.within = within;
};

/** Looks at a resource that stands inside another one. */
const inspectNested = (value: Json, isContained: boolean, at: Inspection): void => {
  if (!isObject(value)) {
    at.report((path) => issue('CRYO-122', { type: 'Resource' }, path));
    return;
  }
  const type = knownType(value, at);
  if (type === undefined) return;
  if (!isContained) {
    inspectResource(value, type, at);
    return;
  }
  inspectContained(value, at);
  at.within = typeof value.id === 'string' ? at.contained?.get(value.id) : undefined;
  inspectElement(value, tableOf(type), at);
  holdInvariants(value, type, at);
  at.within = undefined;
};

/** The resource's type, when R4 has it; otherwise the fault is reported. */
export const knownType = (resource: JsonObject, at: Inspection): string | undefined => {
  const type = resource.resourceType;
  if (typeof type === 'string' && isResourceType(type)) return type;
  if (type === undefined) at.report((path) => issue('CRYO-120', undefined, path), '.resourceType');
  else at.report((path) => issue('CRYO-103', { type: shown(type) }, path), '.resourceType');
  return undefined;
};
