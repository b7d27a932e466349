import {
  type JsonResource,
  type Language,
  type Outcome,
  outcome,
  parseJson,
  statusOf,
  toOperationOutcome,
} from '@cryopath/fhir';
import type { BundleText, StoredVersion, Written } from '@cryopath/record';
import { NOT_KEPT } from '../http/security-headers.ts';
import { FHIR_JSON } from './media-type.ts';
import type { Returned } from './preference.ts';
import { entityTag, httpDate } from './version-headers.ts';

/** An answer of the FHIR interface as a value. Routes make them; one place sends them. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text, '' for none. */
  readonly body: string;
  /** In place of a text: the content of a Binary as it is. */
  readonly bytes?: Buffer;
}

const JSON_HEADERS = { 'content-type': FHIR_JSON, 'cache-control': NOT_KEPT } as const;
const EMPTY_HEADERS = { 'cache-control': NOT_KEPT } as const;

/** A version of a resource, as it was acknowledged. */
export const resourceAnswer = (stored: StoredVersion): Answer => ({
  status: 200,
  headers: { ...JSON_HEADERS, ...versionHeaders(stored) },
  body: stored.text,
});

/** "You have it": 304, without a body. */
export const notModified = (stored: StoredVersion): Answer => ({
  status: 304,
  headers: { ...EMPTY_HEADERS, ...versionHeaders(stored) },
  body: '',
});

/** What a change led to: 201 with a Location for a resource that is new, 200 for one that was there. */
export function writtenAnswer(written: Written, preferred: Returned, base: string, language: Language): Answer {
  const { type, id, version, text } = written;
  // Without a text, the writer may not read what they wrote.
  const returned = preferred === 'representation' && text === '' ? 'minimal' : preferred;
  const headers = {
    ...(returned === 'minimal' ? EMPTY_HEADERS : JSON_HEADERS),
    ...versionHeaders(written),
    location: `${base}/${type}/${id}/_history/${version}`,
  };
  const status = written.created ? 201 : 200;
  switch (returned) {
    case 'minimal':
      return { status, headers, body: '' };
    case 'representation':
      return { status, headers, body: text };
    case 'OperationOutcome':
      return { status, headers, body: outcomeText(outcome('CRYO-100'), language) };
    default:
      return returned satisfies never;
  }
}

/** A deletion: 204 with the version that records it, or 200 with an OperationOutcome for those who prefer to be told. */
export function deletedAnswer(written: Written, returned: Returned, language: Language): Answer {
  const version = { etag: entityTag(written.version) };
  if (returned !== 'OperationOutcome') return { status: 204, headers: { ...EMPTY_HEADERS, ...version }, body: '' };
  const deleted = outcome('CRYO-200', { reference: `${written.type}/${written.id}` });
  return { status: 200, headers: { ...JSON_HEADERS, ...version }, body: outcomeText(deleted, language) };
}

export const bundleAnswer = (bundle: BundleText): Answer => ({ status: 200, headers: JSON_HEADERS, body: bundle.text });

export const jsonAnswer = (resource: object): Answer => ({
  status: 200,
  headers: JSON_HEADERS,
  body: JSON.stringify(resource),
});

/** An outcome that is itself what was asked for ($validate): 200, whatever it says. */
export const outcomeAnswer = (result: Outcome, language: Language): Answer => ({
  status: 200,
  headers: JSON_HEADERS,
  body: outcomeText(result.issues.length === 0 ? outcome('CRYO-100') : result, language),
});

/** A refusal in the reader's language, with the status of its gravest issue. */
export function refusalAnswer(refusal: Outcome, language: Language): Answer {
  const status = statusOf(refusal);
  return {
    status,
    headers: { ...JSON_HEADERS, 'content-language': language, ...refusalHeaders(refusal, status) },
    body: outcomeText(refusal, language),
  };
}

/** The text again with line breaks and indentation; numbers keep every digit they had. */
export function pretty(text: string): string {
  const parsed = parseJson(text);
  return parsed.ok ? JSON.stringify(parsed.value as JsonResource, undefined, 2) : text;
}

const outcomeText = (result: Outcome, language: Language): string =>
  JSON.stringify(toOperationOutcome(result, language));

export const versionHeaders = (stored: StoredVersion) => ({
  etag: entityTag(stored.version),
  'last-modified': httpDate(stored.lastUpdated),
});

function refusalHeaders(refusal: Outcome, status: number): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer realm="cryopath"' };
  const seconds = refusal.issues.find((each) => each.params?.seconds !== undefined)?.params?.seconds;
  return seconds !== undefined && (status === 503 || status === 429) ? { 'retry-after': String(seconds) } : {};
}
