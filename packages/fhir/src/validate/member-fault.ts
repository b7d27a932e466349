import type { JsonObject } from '../json/json.ts';
import { issue } from '../outcome/outcome.ts';
import { isComplexType } from '../schema/schema.ts';
import { type Inspection, shown } from './inspection.ts';
import { PRIMITIVES } from './primitive.ts';
import type { Member, Table } from './table.ts';

/** Every required element that was not seen. */
export const reportMissing = (seen: number, table: Table, at: Inspection): void => {
  for (const { element, bit } of table.required) {
    if ((seen & bit) === 0) at.report((path) => issue('CRYO-120', undefined, path), `.${element}`);
  }
};

/** A second way to write the same element: `valueString` beside `valueQuantity`. Not `_valueString` beside `valueString`. */
export const reportSecondChoice = (member: Member, element: JsonObject, table: Table, at: Inspection): void => {
  const { choice, name, element: chosen } = member.field;
  for (const [other, { field, isSibling }] of table.members) {
    if (isSibling || field.choice !== choice || field.name === name) continue;
    if (element[other] === undefined && element[`_${other}`] === undefined) continue;
    at.report((path) => issue('CRYO-133', { choice: choice ?? '', other }, path), `.${chosen}`);
    return;
  }
};

/** A member that is not of this type: a value of the wrong type for a choice, or nothing that R4 knows here. */
export const reportUnknown = (name: string, table: Table, at: Inspection): void => {
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
