import type { Json, JsonResource } from '@cryopath/fhir';

/**
 * The resource with references to this server by its whole address made relative: `https://clinic.example/fhir/Patient/7` is `Patient/7`. Otherwise
 * it would be taken for a patient of somebody else's, and lie in nobody's record.
 *
 * Only `Reference.reference` is changed. Addresses elsewhere (a Questionnaire's `url`) are names, and stay.
 *
 * @param base without a trailing slash.
 */
export function withOwnReferences(resource: JsonResource, base: string): JsonResource {
  return relative(resource, `${base}/`) as JsonResource;
}

function relative(value: Json, root: string): Json {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const next = list.map((item) => relative(item, root));
    return next.some((item, index) => item !== list[index]) ? next : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  let copy: Record<string, Json | undefined> | undefined;
  for (const [name, member] of Object.entries(value) as [string, Json][]) {
    const isOwn = name === 'reference' && typeof member === 'string' && member.startsWith(root);
    const next = isOwn ? member.slice(root.length) : relative(member, root);
    if (next === member) continue;
    copy ??= { ...(value as Record<string, Json>) };
    copy[name] = next;
  }
  return copy ?? value;
}
