import { type JsonResource, rewriteReferences } from '@cryopath/fhir';
import { isLocal } from './local-reference.ts';

/**
 * The resource with references to this server by its whole address made relative: `https://clinic.example/fhir/Patient/7` is `Patient/7`. Otherwise
 * it would be taken for a patient of somebody else's, and lie in nobody's record.
 *
 * Addresses are compared as addresses: scheme and host in any case, the usual port or none, and what follows `?` or `#` says nothing about what is meant.
 * Only `Reference.reference` is changed. Addresses elsewhere (a Questionnaire's `url`) are names, and stay.
 *
 * @param base without a trailing slash.
 */
export function withOwnReferences(resource: JsonResource, base: string): JsonResource {
  const own = URL.parse(base);
  if (!own) return resource;
  return rewriteReferences(resource, (link, place) => (place === 'reference' ? within(own, link) : undefined));
}

/** Whether the text of a resource has a reference by a whole address: nearly none has, and a text is looked through faster than a resource. */
export const hasWholeAddress = (text: string): boolean => /"reference":"[a-z][a-z0-9+.-]*:\/\//i.test(text);

function within(own: URL, link: string): string | undefined {
  if (!link.includes('://')) return undefined;
  const address = URL.parse(link);
  const root = `${own.pathname.replace(/\/$/, '')}/`;
  if (address?.host !== own.host || address.protocol !== own.protocol || !address.pathname.startsWith(root)) {
    return undefined;
  }
  const reference = address.pathname.slice(root.length);
  return isLocal(reference) ? reference : undefined;
}
