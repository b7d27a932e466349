import { ok, type Result, refused } from '../result.ts';
import { indexed } from './fold.ts';
import { canonicalReference, literalReference } from './literal-reference.ts';
import { unreadable } from './query-refusal.ts';

/** A reference to search for. Parts that are undefined may be anything. */
export interface ReferenceQuery {
  readonly kind: 'reference';
  readonly type: string | undefined;
  /** The id in this record; undefined when `url` is asked for. */
  readonly id: string | undefined;
  /** What lies outside of the record: absolute address, urn, canonical. */
  readonly url: string | undefined;
  readonly version: string | undefined;
}

const ID = /^[A-Za-z0-9.-]{1,64}$/;

/**
 * Reads `Patient/1`, `1` (any type that the parameter may lead to), `https://elsewhere/fhir/Patient/1`,
 * `http://example.org/q|1.2`, `urn:uuid:...`.
 *
 * @param type the only type that may be asked for (`subject:Patient=1`, `patient=1`): another one is refused.
 */
export function referenceQuery(parameter: string, text: string, type: string | undefined): Result<ReferenceQuery> {
  if (ID.test(text)) return ok({ kind: 'reference', type, id: text, url: undefined, version: undefined });
  const target = text.includes('|') ? canonicalReference(text) : literalReference(text);
  if (target === undefined) return refused(unreadable(parameter, 'reference', text));
  const isAddress = target.url !== '' && /^[A-Za-z][A-Za-z0-9+.-]*:/.test(target.url);
  const isOther = type !== undefined && target.type !== '' && target.type !== type;
  if ((target.id === '' && !isAddress) || isOther) return refused(unreadable(parameter, 'reference', text));
  return ok({
    kind: 'reference',
    type: target.type === '' ? type : target.type,
    id: target.id === '' ? undefined : target.id,
    url: target.url === '' ? undefined : indexed(target.url),
    version: target.version === '' ? undefined : target.version,
  });
}
