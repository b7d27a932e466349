import type { AnyResource } from './any-resource.ts';
import { LINK_FIELDS } from './parameters.ts';

/** A literal reference and its place. */
export interface PlacedReference {
  /** FHIRPath of the Reference element, such as `Observation.performer[0]`. */
  readonly path: string;
  /** The text of `Reference.reference`. */
  readonly reference: string;
}

const isReference = (field: string, value: unknown): value is string =>
  field === 'reference' && typeof value === 'string';

/**
 * Every literal reference of a resource, contained resources and extensions included, in document order. References
 * into the same resource (`#x`) are among them; canonicals are not.
 */
export function references(resource: AnyResource): PlacedReference[] {
  const found: PlacedReference[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, `${path}[${index}]`);
      return;
    }
    for (const [field, member] of Object.entries(value)) {
      if (isReference(field, member)) found.push({ path, reference: member });
      else walk(member, `${path}.${field}`);
    }
  };
  walk(resource, resource.resourceType);
  return found;
}

/**
 * The new text of a link, or undefined to leave it as it is. `place` tells a Reference's text from another uri: the
 * base of this server is taken off references only, for it belongs to the name of a Questionnaire or a code system.
 */
export type Rewrite = (link: string, place: 'reference' | 'uri') => string | undefined;

/**
 * The resource with its links rewritten as a transaction demands (R4 http, 3.1.0.11.2): the text of references, and
 * elements of type uri, url, oid and uuid, Attachment.url among them. Canonicals stay as they are, because the standard
 * says so. Links inside a narrative stay too: that is a known deviation, since a narrative is signed prose.
 *
 * Elements are told by the names that R4 gives to such fields. A field of the same name that holds a code is offered to
 * `rewrite` as well, which knows only whole links and leaves it.
 *
 * What does not change is shared with the resource, not copied; when nothing changes, the result is the resource.
 *
 * @example rewriteReferences(task, (link) => (link === 'urn:uuid:5' ? 'Patient/7' : undefined))
 */
export function rewriteReferences<Resource extends AnyResource>(resource: Resource, rewrite: Rewrite): Resource {
  return rewritten(resource, rewrite) as Resource;
}

function rewritten(value: object, rewrite: Rewrite): object {
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (const [index, item] of value.entries()) {
      if (typeof item !== 'object' || item === null) continue;
      const next = rewritten(item, rewrite);
      if (next === item) continue;
      copy ??= [...value];
      copy[index] = next;
    }
    return copy ?? value;
  }
  let copy: Record<string, unknown> | undefined;
  for (const [field, member] of Object.entries(value)) {
    const next = rewrittenMember(field, member, rewrite);
    if (next === member) continue;
    copy ??= { ...value };
    copy[field] = next;
  }
  return copy ?? value;
}

const rewrittenText = (field: string, text: string, rewrite: Rewrite): string =>
  LINK_FIELDS.has(field) ? (rewrite(text, field === 'reference' ? 'reference' : 'uri') ?? text) : text;

function rewrittenMember(field: string, member: unknown, rewrite: Rewrite): unknown {
  if (typeof member === 'string') return rewrittenText(field, member, rewrite);
  if (typeof member !== 'object' || member === null) return member;
  if (!LINK_FIELDS.has(field) || !Array.isArray(member)) return rewritten(member, rewrite);
  // A repeating link, such as instantiatesUri.
  const next = member.map((item: unknown) => (typeof item === 'string' ? rewrittenText(field, item, rewrite) : item));
  return rewritten(next.every((item, index) => item === member[index]) ? member : next, rewrite);
}
