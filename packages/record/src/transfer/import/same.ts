import { Decimal, type Json, type JsonObject, type JsonResource, stringifyJson } from '@cryopath/fhir';

/** The beginning of the tag system under which a resource says where it was imported from. */
export const ORIGIN_SYSTEM = 'urn:cryopath:import:';

/**
 * What a resource says, in one spelling: names in order, and without what an importing or exporting system makes of its own (`meta.versionId`,
 * `lastUpdated`, `source`, our tags of origin). Two resources with the same text say the same.
 */
export function contentText(resource: JsonResource): string {
  const { meta, ...rest } = resource;
  const kept = meta && withoutStamps(meta);
  return stringifyJson(inOrder(kept ? { ...rest, meta: kept } : rest));
}

function withoutStamps({
  versionId: _v,
  lastUpdated: _l,
  source: _s,
  tag,
  ...rest
}: JsonObject): JsonObject | undefined {
  const tags = Array.isArray(tag) ? (tag as readonly Json[]).filter((each) => !isOriginTag(each)) : [];
  const kept = tags.length > 0 ? { ...rest, tag: tags } : rest;
  return Object.keys(kept).length > 0 ? kept : undefined;
}

const isOriginTag = (tag: Json): boolean =>
  isObject(tag) && typeof tag.system === 'string' && tag.system.startsWith(ORIGIN_SYSTEM);

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);

function inOrder(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(inOrder);
  if (!isObject(value)) return value;
  const members = Object.entries(value) as [string, Json][];
  return Object.fromEntries(
    members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, inOrder(member)]),
  );
}
