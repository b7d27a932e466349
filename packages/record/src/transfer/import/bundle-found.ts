import { type Json, type JsonObject, type JsonResource, type Outcome, outcome } from '@cryopath/fhir';
import type { Found, FoundLink, Place } from './found.ts';

/**
 * Bundles whose entries are resources as they are now. A history has many versions of one, and an answer to a transaction is about resources that
 * are imported from where they are.
 */
const IMPORTED: ReadonlySet<Json | undefined> = new Set([
  'batch',
  'collection',
  'document',
  'message',
  'searchset',
  'transaction',
]);

/** Why nothing of a Bundle of this type is imported; undefined when it can be. */
export const bundleRefusal = (type: Json | undefined): Outcome | undefined =>
  IMPORTED.has(type) ? undefined : outcome('CRYO-715', { type: String(type ?? '').slice(0, 100) }, 'Bundle.type');

/** What a value of JSON is, as the subject of an import: a Bundle is its entries, preceded by what they are called. */
export function* foundIn(value: Json, place: Place, size: number): Generator<Found> {
  if (!isResource(value)) {
    yield { kind: 'fault', place, outcome: notAResource(place) };
    return;
  }
  if (value.resourceType !== 'Bundle') {
    yield { kind: 'resource', place, fullUrl: '', resource: value, size };
    return;
  }
  const refusal = bundleRefusal(value.type);
  const entries = value.entry ?? [];
  if (refusal || !Array.isArray(entries)) {
    yield { kind: 'fault', place, outcome: refusal ?? outcome('CRYO-123', undefined, 'Bundle.entry') };
    return;
  }
  const list = entries as readonly Json[];
  yield { kind: 'links', file: place.file, links: list.flatMap((entry) => linkOf(entry) ?? []) };
  for (const [index, entry] of list.entries()) {
    yield foundEntry(entry, { ...place, entry: index + 1 }, Math.ceil(size / list.length));
  }
}

/** One entry of a Bundle. Its request is not carried out: what it holds is imported, under the address that its fullUrl gives. */
export function foundEntry(entry: Json, place: Place, size: number): Found {
  const index = (place.entry ?? 1) - 1;
  const { resource, request, fullUrl } = isObject(entry) ? entry : {};
  const method = isObject(request) ? request.method : undefined;
  if (method !== undefined && method !== 'POST' && method !== 'PUT') {
    return { kind: 'fault', place, outcome: outcome('CRYO-716', { method: String(method).slice(0, 20) }, at(index)) };
  }
  if (!isResource(resource)) return { kind: 'fault', place, outcome: notAResource(place, at(index)) };
  return { kind: 'resource', place, fullUrl: typeof fullUrl === 'string' ? fullUrl : '', resource, size };
}

/** What an entry is called, if anybody can refer to it. */
export function linkOf(entry: Json): FoundLink | undefined {
  const { fullUrl, resource } = isObject(entry) ? entry : {};
  if (typeof fullUrl !== 'string' || fullUrl === '' || !isResource(resource)) return undefined;
  const { resourceType, id } = resource;
  return {
    fullUrl: apart(fullUrl),
    resource: { resourceType: apart(resourceType), ...(typeof id === 'string' ? { id: apart(id) } : {}) },
  };
}

/** The same text in memory of its own: a piece of a longer text keeps the whole of it, and of an entry only its name is kept. */
const apart = (text: string): string => Buffer.from(text).toString();

const at = (index: number): string => `Bundle.entry[${index}]`;

export const notAResource = ({ file, line = 1 }: Place, expression?: string): Outcome =>
  outcome('CRYO-701', { source: file, line }, expression);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isResource = (value: Json | undefined): value is JsonResource =>
  isObject(value) && typeof value.resourceType === 'string';
