import type { Json, JsonObject } from '../json/json.ts';
import { issue } from '../outcome/outcome.ts';
import { type Contained, type Inspection, shown } from './inspection.ts';
import type { Check } from './primitive.ts';

/** What a resource contains, by id; faults of ids are reported here, everything else by the walk. */
export const containedIn = (resource: JsonObject, at: Inspection): ReadonlyMap<string, Contained> | undefined => {
  const list = resource.contained;
  if (!Array.isArray(list)) return undefined;
  const byId = new Map<string, Contained>();
  for (const [index, each] of (list as readonly Json[]).entries()) {
    const { id, resourceType } = (each ?? {}) as JsonObject;
    if (typeof id !== 'string' || typeof resourceType !== 'string') continue;
    if (byId.has(id)) at.report((path) => issue('CRYO-141', { id: shown(id) }, path), `.contained[${index}].id`);
    else byId.set(id, { type: resourceType, index, isUsed: false });
  }
  return byId;
};

/** Reports what is contained but referred to by nothing (rule dom-3): it could never be found. */
export const reportUnused = (contained: ReadonlyMap<string, Contained> | undefined, at: Inspection): void => {
  if (contained === undefined) return;
  for (const [id, { index, isUsed }] of contained) {
    if (!isUsed) at.report((path) => issue('CRYO-138', { id: shown(id) }, path), `.contained[${index}]`);
  }
};

/** Rules for the resource in `contained` at hand: it has an id, contains nothing, and has no version of its own (dom-2, 4, 5). */
export const inspectContained = (resource: JsonObject, at: Inspection): void => {
  if (resource.id === undefined) at.report((path) => issue('CRYO-120', undefined, path), '.id');
  if (resource.contained !== undefined) at.report((path) => issue('CRYO-139', undefined, path), '.contained');
  const meta = resource.meta;
  if (typeof meta !== 'object' || meta === null) return;
  for (const name of ['versionId', 'lastUpdated', 'security']) {
    if (Object.hasOwn(meta, name)) at.report((path) => issue('CRYO-140', undefined, path), `.meta.${name}`);
  }
};

/** A canonical or other address may name a contained resource too (`#id`), and a canonical of that form must. */
export const fragmentCheck =
  (type: string, check: Check): Check =>
  (value, at) => {
    check(value, at);
    if (typeof value !== 'string' || value.charCodeAt(0) !== 0x23 || value.length === 1) return;
    const contained = at.contained?.get(value.slice(1));
    if (contained !== undefined) contained.isUsed = true;
    else if (type === 'canonical') at.report((path) => issue('CRYO-137', { id: shown(value.slice(1)) }, path));
  };
