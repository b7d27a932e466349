import { type JsonObject, type JsonResource, parseJson, stringifyJson } from '@cryopath/fhir';
import type { Requester } from '../requester.ts';
import type { AuditRow } from './row.ts';

/**
 * AuditEvents that other systems post. They may tell of anybody and of any act, so they never stand without a word about who posted them: a tag in `meta`,
 * which is stored and goes with every copy, and one more agent whenever the event is shown.
 */
const POSTED_BY = 'urn:cryopath:posted-by';
const AGENT_TYPE = 'urn:cryopath:agent';

/** The event as it is stored: in its own words, and marked with the one who posted it. A mark that it brings along of itself counts for nothing. */
export function markedAsPosted(event: JsonResource, { who }: Requester): JsonResource {
  const meta = isObject(event.meta) ? event.meta : {};
  const tags = Array.isArray(meta.tag) ? meta.tag.filter((tag) => !isObject(tag) || tag.system !== POSTED_BY) : [];
  return { ...event, meta: { ...meta, tag: [...tags, { system: POSTED_BY, code: who }] } };
}

/**
 * The event as it is shown: with the one who posted it as its last agent, who did not request what it tells of.
 *
 * @throws Error when the stored text is not JSON: the trail is damaged.
 */
export function postedEventText({ content }: AuditRow, withQuery: boolean): string {
  const parsed = parseJson(content, { maxDepth: 1_000 });
  if (!parsed.ok) throw new Error('A stored AuditEvent cannot be read: the trail is damaged');
  const event = parsed.value as JsonResource;
  const poster = {
    type: { coding: [{ system: AGENT_TYPE, code: 'poster', display: 'Posted this event' }] },
    who: { reference: posterOf(event) },
    requestor: false,
  };
  const agents = Array.isArray(event.agent) ? event.agent : [];
  const entity = Array.isArray(event.entity) && !withQuery ? { entity: event.entity.map(withoutQuery) } : {};
  return stringifyJson({ ...event, agent: [...agents, poster], ...entity });
}

function posterOf({ meta }: JsonResource): string {
  const tags = isObject(meta) && Array.isArray(meta.tag) ? meta.tag : [];
  const tag = tags.find((each) => isObject(each) && each.system === POSTED_BY);
  return isObject(tag) && typeof tag.code === 'string' ? tag.code : '';
}

const withoutQuery = (entity: unknown): JsonObject => {
  if (!isObject(entity)) return {};
  const { query: _asked, _query: _extension, ...rest } = entity;
  return rest;
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
