import { createHash } from 'node:crypto';
import { isStoredType, type JsonObject, type JsonResource } from '@cryopath/fhir';
import { isId } from '../../read/address.ts';
import type { FoundLink } from './found.ts';
import { contentText, ORIGIN_SYSTEM } from './same.ts';

/** The system that the resources come from. */
export interface Origin {
  /** Its name here: letters, digits, `-` and `.`. */
  readonly source: string;
  /** Addresses under which its resources may be referred to, each with a slash at the end. */
  readonly bases: readonly string[];
  /**
   * `kept`: a resource keeps the id that it has there, if FHIR allows it. `new`: it gets one made of the source's name and the id there, for a second
   * system whose ids are the ids of the first.
   */
  readonly ids: 'kept' | 'new';
}

/** A resource's place in the system that it comes from, and its id here. The same for the same resource in every import. */
export interface Identity {
  readonly id: string;
  /** `Patient/17` there; the fullUrl, when it had no id; '' when it had neither. */
  readonly address: string;
}

/**
 * The identity of a resource that was found. One that has neither id nor fullUrl is known by its content alone: the same content again is the same
 * resource, another content another resource.
 */
export function identityOf(origin: Origin, { fullUrl, resource }: FoundLink): Identity {
  const { resourceType: type } = resource;
  const id = typeof resource.id === 'string' ? resource.id : idInUrl(fullUrl, type);
  if (id !== undefined) return { id: idHere(origin, type, id), address: `${type}/${id}` };
  const uuid = UUID_URN.exec(fullUrl)?.[1]?.toLowerCase();
  if (uuid !== undefined && origin.ids === 'kept') return { id: uuid, address: fullUrl };
  if (fullUrl !== '') return { id: derivedId(origin.source, fullUrl), address: fullUrl };
  return { id: derivedId(origin.source, contentText(resource)), address: '' };
}

const UUID_URN = /^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const idInUrl = (fullUrl: string, type: string): string | undefined =>
  new RegExp(`^https?://.*/${type}/([A-Za-z0-9.-]{1,64})$`).exec(fullUrl)?.[1];

/** The id here of what has this id there. */
export const idHere = (origin: Origin, type: string, id: string): string =>
  origin.ids === 'kept' && isId(id) ? id : derivedId(origin.source, `${type}/${id}`);

/** A UUID (version 8, RFC 9562, 5.8) out of a source and a name in it. */
function derivedId(source: string, name: string): string {
  const digest = createHash('sha256').update(`${source}\n${name}`).digest('hex');
  const variant = ((Number.parseInt(digest.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}

/** The tag of an origin: in `_tag=urn:cryopath:import:his|` it finds everything from there, with the address one resource. */
const originSystem = ({ source }: Origin): string => `${ORIGIN_SYSTEM}${source}`;

/**
 * The resource under its id here, with a tag that says where it comes from. A tag, because it may stand beside others and can be searched for: `meta.source`
 * belongs to the system it came from, which may say something else there with every change.
 */
export function withOrigin(resource: JsonResource, { id, address }: Identity, origin: Origin): JsonResource {
  const system = originSystem(origin);
  const tags = Array.isArray(resource.meta?.tag) ? (resource.meta.tag as readonly JsonObject[]) : [];
  const others = tags.filter((tag) => tag?.system !== system);
  const code = codeOf(address) || 'content';
  return { ...resource, id, meta: { ...resource.meta, tag: [...others, { system, code }] } };
}

/** An address as a FHIR `code`: without blanks, and not longer than is indexed as it is. */
const codeOf = (address: string): string => encodeURI(address).slice(0, 200);

/** Whether a stored resource was imported from this origin. */
export function isFrom(resource: JsonResource, origin: Origin): boolean {
  const tags = resource.meta?.tag;
  const system = originSystem(origin);
  return Array.isArray(tags) && (tags as readonly JsonObject[]).some((tag) => tag?.system === system);
}

/** `Patient/17`, `Patient/17/_history/2`, also with an id that FHIR does not allow: type, id and the rest. */
export function relativeLink(link: string): { type: string; id: string; rest: string } | undefined {
  const [, type, id, rest = ''] = /^([A-Z][A-Za-z]{1,63})\/([^/?#\s]+)(\/_history\/[^/?#\s]+)?$/.exec(link) ?? [];
  return type !== undefined && id !== undefined && isStoredType(type) ? { type, id, rest } : undefined;
}
