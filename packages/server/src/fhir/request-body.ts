import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { type Json, type JsonResource, ok, outcome, parseJson, type Result, refused } from '@cryopath/fhir';

/** What a route reads: a resource, a JSON Patch (RFC 6902), or the form of a search. */
export type BodyKind = 'resource' | 'patch' | 'form';

const ACCEPTED: Record<BodyKind, readonly string[]> = {
  resource: ['application/fhir+json', 'application/json', 'text/json'],
  patch: ['application/json-patch+json'],
  form: ['application/x-www-form-urlencoded'],
};

/** A request as far as its body goes: the bytes as they came, or undefined when there were none. */
export interface RequestWithBody {
  readonly headers: IncomingHttpHeaders;
  readonly body?: unknown;
}

/**
 * The body as text: of an accepted type (415), in UTF-8 (415 when another charset is announced, 400 when the bytes are something else), not empty (400).
 */
export function bodyText(request: RequestWithBody, kind: BodyKind): Result<string> {
  const contentType = request.headers['content-type'] ?? '';
  if (!isAccepted(contentType, kind)) {
    return refused(
      outcome('CRYO-504', { type: contentType.slice(0, 100), accepted: ACCEPTED[kind].slice(0, 2).join(', ') }),
    );
  }
  const bytes = request.body;
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) return refused(outcome('CRYO-113'));
  if (!isUtf8(bytes)) return refused(outcome('CRYO-115'));
  return ok(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
}

function isAccepted(contentType: string, kind: BodyKind): boolean {
  if (contentType === ACCEPTED[kind][0]) return true;
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  return (
    ACCEPTED[kind].includes(type.trim()) &&
    parameters.every((each) => {
      const [name, value = ''] = each.split('=');
      return name?.trim() !== 'charset' || /^"?utf-?8"?$/.test(value.trim());
    })
  );
}

/** The body as strict, lossless JSON. */
export function bodyJson(request: RequestWithBody, kind: 'resource' | 'patch'): Result<Json> {
  const text = bodyText(request, kind);
  return text.ok ? parseJson(text.value) : text;
}

/** The body as a resource: a JSON object that says of which type it is (CRYO-114). What else it must be, the record's validation says. */
export function bodyResource(request: RequestWithBody): Result<JsonResource> {
  const json = bodyJson(request, 'resource');
  if (!json.ok) return json;
  return isResource(json.value) ? ok(json.value) : refused(outcome('CRYO-114'));
}

const isResource = (json: Json | undefined): json is JsonResource =>
  typeof json === 'object' && json !== null && 'resourceType' in json && typeof json.resourceType === 'string';
