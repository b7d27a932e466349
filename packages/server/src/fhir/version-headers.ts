import { type Outcome, outcome } from '@cryopath/fhir';

/** The entity tag of a version: FHIR's are weak, since the same version may be printed in several ways (R4 http.html, 3.1.0.1.3). */
export const entityTag = (version: number): string => `W/"${version}"`;

/** `2026-03-02T09:00:00.000Z` as HTTP writes it: `Mon, 02 Mar 2026 09:00:00 GMT`. */
export const httpDate = (instant: string): string => new Date(instant).toUTCString();

/**
 * The version that If-Match asks for. One tag, weak or strong; `*` and lists mean "whatever is there", which is what If-Match is here to prevent (H14).
 *
 * @returns undefined without the header, CRYO-209 for anything else
 */
export function expectedVersion(header: string | undefined): number | undefined | Outcome {
  if (header === undefined) return undefined;
  const version = /^\s*(?:W\/)?"([1-9]\d{0,8})"\s*$/.exec(header)?.[1];
  return version === undefined ? unusable('If-Match', header) : Number(version);
}

/** Whether a change may only happen when nothing is there: `If-None-Match: *`. Tags have no meaning for changes and are refused. */
export function onlyWhenAbsent(header: string | undefined): boolean | Outcome {
  if (header === undefined) return false;
  return header.trim() === '*' ? true : unusable('If-None-Match', header);
}

/** Whether the reader already holds this version (RFC 9110, 13.2.2): If-None-Match decides, If-Modified-Since only without it. */
export function isNotModified(
  headers: { readonly 'if-none-match'?: string | undefined; readonly 'if-modified-since'?: string | undefined },
  version: number,
  lastUpdated: string,
): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    return tags
      .split(',')
      .some((tag) => tag.trim() === '*' || /^\s*(?:W\/)?"(\d+)"\s*$/.exec(tag)?.[1] === String(version));
  }
  const since = headers['if-modified-since'];
  if (since === undefined) return false;
  // HTTP dates have whole seconds; a date that cannot be read compares as false, and the resource is sent.
  return Math.floor(Date.parse(lastUpdated) / 1000) * 1000 <= Date.parse(since);
}

/** The Idempotency-Key: 1 to 255 visible characters of ASCII, so that it is the same everywhere it is kept. */
export function idempotencyKey(header: string | undefined): string | undefined | Outcome {
  if (header === undefined) return undefined;
  return /^[!-~]{1,255}$/.test(header) ? header : unusable('Idempotency-Key', header);
}

const unusable = (header: string, value: string): Outcome =>
  outcome('CRYO-209', { header, value: value.slice(0, 100) });
