import { type JsonResource, type Outcome, outcome, references, rewriteReferences } from '@cryopath/fhir';
import { placeOf } from './bundle-entry.ts';

/** What the links between entries come to: fullUrl, or condition, to `Type/id`. */
export type Links = ReadonlyMap<string, string>;

const CONDITIONAL = /^([A-Z][A-Za-z]{1,63})\?(.+)$/s;

/** The conditions by which a resource refers to others, `Patient?identifier=urn:x|1` (R4 http.html, 3.1.0.11.3). */
export const conditionsIn = (resource: JsonResource): readonly ConditionalLink[] =>
  references(resource).flatMap(({ reference }) => {
    const [, type, criteria] = CONDITIONAL.exec(reference) ?? [];
    return type !== undefined && criteria !== undefined ? [{ reference, type, criteria }] : [];
  });

export interface ConditionalLink {
  readonly reference: string;
  readonly type: string;
  readonly criteria: string;
}

/**
 * The resource with its links to other entries replaced by what these became.
 *
 * A relative reference means an entry when it leads there from the fullUrl of its own entry (R4 bundle.html, 2.36.4.1).
 */
export function linked(resource: JsonResource, fullUrl: string, links: Links): JsonResource {
  if (links.size === 0) return resource;
  const root = RESTFUL.exec(fullUrl)?.[1];
  return rewriteReferences(
    resource,
    (link) => links.get(link) ?? (root === undefined ? undefined : links.get(`${root}${link}`)),
  );
}

const RESTFUL = /^(https?:\/\/.*\/)[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9.-]{1,64}$/;

/** A link to an entry that is not there: only a `urn:uuid:` or `urn:oid:` can mean nothing else. */
export function danglingLink(resource: JsonResource, index: number): Outcome | undefined {
  const dangling = references(resource).find(({ reference }) => /^urn:(?:uuid|oid):/.test(reference));
  if (!dangling) return undefined;
  const { reference, path } = dangling;
  return outcome(
    'CRYO-173',
    { index, reference: reference.slice(0, 200) },
    `${placeOf(index)}.resource${path.slice(path.indexOf('.'))}`,
  );
}
