import { Decimal } from '../json/decimal.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { issue } from '../outcome/outcome.ts';
import { isComplexType } from '../schema/schema.ts';
import { type Inspection, shown } from './inspection.ts';
import { PRIMITIVES } from './primitive.ts';
import { inspectReference } from './reference.ts';
import { inspectNested } from './resource.ts';
import { RULES } from './rules.ts';
import { type Member, type Table, tableOf } from './table.ts';

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);

/**
 * Looks at an element of a complex type: known members only, each in its form, nothing required missing, not empty
 * (rule ele-1: more than an id).
 */
export const inspectElement = (element: JsonObject, table: Table, at: Inspection): void => {
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
  else if ((seen & table.requiredBits) !== table.requiredBits) reportMissing(seen, table, at);
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
    else RULES.get(field.type)?.(value, at);
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

const reportMissing = (seen: number, table: Table, at: Inspection): void => {
  for (const { element, bit } of table.required) {
    if ((seen & bit) === 0) at.report((path) => issue('CRYO-120', undefined, path), `.${element}`);
  }
};

const reportSecondChoice = (member: Member, element: JsonObject, table: Table, at: Inspection): void => {
  const { choice, name, element: chosen } = member.field;
  for (const [other, { field, isSibling }] of table.members) {
    if (isSibling || field.choice !== choice || field.name === name) continue;
    if (element[other] === undefined && element[`_${other}`] === undefined) continue;
    at.report((path) => issue('CRYO-133', { choice: choice ?? '', other }, path), `.${chosen}`);
    return;
  }
};

/** A member that is not of this type: a value of the wrong type for a choice, or nothing that R4 knows here. */
const reportUnknown = (name: string, table: Table, at: Inspection): void => {
  for (const { field } of table.members.values()) {
    if (field.choice === undefined || !name.startsWith(field.element)) continue;
    const suffix = name.slice(field.element.length);
    const type = PRIMITIVES.has(uncapitalised(suffix)) ? uncapitalised(suffix) : suffix;
    if (!PRIMITIVES.has(type) && !isComplexType(type)) continue;
    const { choice, element } = field;
    at.report((path) => issue('CRYO-134', { choice, type }, path), `.${element}`);
    return;
  }
  const step = /^[A-Za-z_]\w{0,59}$/.test(name) ? name : `\`${shown(name)}\``;
  at.report((path) => issue('CRYO-121', { type: table.name }, path), `.${step}`);
};

const uncapitalised = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
