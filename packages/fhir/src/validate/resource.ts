import type { Json, JsonObject } from '../json/json.ts';
import { issue } from '../outcome/outcome.ts';
import { isResourceType } from '../schema/schema.ts';
import { containedIn, inspectContained, reportUnused } from './contained.ts';
import { inspectElement, isObject } from './element.ts';
import { type Inspection, shown } from './inspection.ts';
import { tableOf } from './table.ts';

/** Looks at a whole resource: the root of a body, or the resource of a Bundle's entry or of a parameter. */
export const inspectResource = (resource: JsonObject, type: string, at: Inspection): void => {
  const { contained: around, within } = at;
  at.contained = containedIn(resource, at);
  at.within = undefined;
  inspectElement(resource, tableOf(type), at);
  reportUnused(at.contained, at);
  at.contained = around;
  at.within = within;
};

/** Looks at a resource that stands inside another one. */
export const inspectNested = (value: Json, isContained: boolean, at: Inspection): void => {
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
