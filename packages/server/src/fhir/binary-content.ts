import {
  type Json,
  type JsonObject,
  type JsonResource,
  ok,
  outcome,
  parseJson,
  type Result,
  refused,
} from '@cryopath/fhir';
import type { StoredVersion } from '@cryopath/record';
import { NOT_KEPT } from '../http/security-headers.ts';
import { type Answer, versionHeaders } from './answer.ts';
import { acceptsFhirJson, isFhirJson } from './media-type.ts';
import { bodyResource, type RequestWithBody } from './request-body.ts';

/**
 * The content of a Binary as it is, under its own media type, instead of as base64 within JSON (R4 binary.html, 2.43.2): what is no FHIR JSON is content, in both
 * directions. Who may read or write it, where it lies and how it is audited is the record's, as for every resource; X-Security-Context names what it is about.
 *
 * What was uploaded may be a page with a script, whatever it calls itself (H18). It is never shown in our origin: always an attachment, in a sandbox without any
 * right, and no browser guesses another type.
 */
const NEVER_SHOWN = {
  'content-disposition': 'attachment',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': NOT_KEPT,
  vary: 'accept',
} as const;

/** Whether a reader of Binaries asks for the content: neither `_format` nor `Accept` names FHIR's JSON. */
export const asksForContent = (accept: string | undefined, query: string): boolean =>
  !/(?:^|&)_format=/.test(query) && !acceptsFhirJson(accept);

/** RFC 9110, 8.3.1, parameters included. */
const MEDIA_TYPE =
  /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}(?:\s*;\s*[\w.+-]{1,50}=(?:"[\w .:/+-]{0,100}"|[\w.:/+-]{1,100})){0,5}$/;

/** The content of a stored Binary. Refused: CRYO-505 the reader takes other types alone. */
export function contentAnswer(stored: StoredVersion, accept: string | undefined): Result<Answer> {
  const parsed = parseJson(stored.text);
  const binary = (parsed.ok ? parsed.value : {}) as JsonObject;
  const named = textOf(binary.contentType);
  const contentType = MEDIA_TYPE.test(named) ? named : 'application/octet-stream';
  if (!takes(accept, contentType)) {
    return refused(
      outcome('CRYO-505', { accept: (accept ?? '').slice(0, 200), offered: `${contentType}, application/fhir+json` }),
    );
  }
  return ok({
    status: 200,
    headers: { ...NEVER_SHOWN, 'content-type': contentType, ...versionHeaders(stored) },
    body: '',
    bytes: Buffer.from(textOf(binary.data), 'base64'),
  });
}

/** Whether one of the ranges of `Accept` (RFC 9110, 12.5.1) takes this type. */
function takes(accept: string | undefined, contentType: string): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  const [essence = ''] = contentType.toLowerCase().split(';');
  const [kind] = essence.trim().split('/');
  return accept
    .toLowerCase()
    .split(',')
    .some((range) => {
      const [type = '', ...parameters] = range.split(';');
      if (parameters.some((each) => /^\s*q=0(?:\.0{0,3})?\s*$/.test(each))) return false;
      return ['*/*', `${kind}/*`, essence.trim()].includes(type.trim());
    });
}

/**
 * The body of a create or an update as a resource: of a Binary, what is not sent as FHIR's JSON is its content, of the media type that Content-Type says.
 *
 * FHIR's JSON is a Binary resource and nothing else: R4 lets another resource be content too, which would make a mistyped address store an Observation as a file.
 *
 * @param id of the Binary that is updated
 */
export function writtenResource(request: RequestWithBody, type: string, id?: string): Result<JsonResource> {
  const contentType = request.headers['content-type']?.trim() ?? '';
  if (type !== 'Binary' || contentType === '' || isFhirJson(contentType)) return bodyResource(request);
  if (!MEDIA_TYPE.test(contentType)) {
    return refused(outcome('CRYO-504', { type: contentType.slice(0, 100), accepted: 'application/fhir+json, */*' }));
  }
  const bytes = request.body;
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) return refused(outcome('CRYO-113'));
  const context = request.headers['x-security-context'];
  return ok({
    resourceType: 'Binary',
    ...(id === undefined ? {} : { id }),
    contentType,
    ...(typeof context === 'string' ? { securityContext: { reference: context } } : {}),
    data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
  });
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
