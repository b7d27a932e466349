/** What a literal reference leads to, as far as its text tells. */
export interface LiteralReference {
  /** The resource type, '' when the text does not tell. */
  readonly type: string;
  /** The id in this record, '' for what lies outside of it. */
  readonly id: string;
  /** The address of what lies outside: absolute, urn or canonical, without a version. '' for what lies here. */
  readonly url: string;
  /** The version asked for, '' when none is. */
  readonly version: string;
}

const RELATIVE = /^([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9.-]{1,64})(?:\/_history\/([A-Za-z0-9.-]{1,64}))?$/;
const ABSOLUTE =
  /^https?:\/\/[^?#]+\/([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9.-]{1,64})(?:\/_history\/([A-Za-z0-9.-]{1,64}))?$/;

/**
 * Reads the text of a Reference: `Patient/1`, `Patient/1/_history/2`, `https://elsewhere/fhir/Patient/1`, `urn:uuid:...`.
 * A reference into the same resource (`#x`) leads nowhere: undefined. So does an empty one.
 *
 * References to this server's own base are expected to be made relative before (see rewriteReferences).
 */
export function literalReference(text: string): LiteralReference | undefined {
  const relative = RELATIVE.exec(text);
  if (relative !== null) return { type: relative[1] ?? '', id: relative[2] ?? '', url: '', version: relative[3] ?? '' };
  if (text === '' || text.startsWith('#')) return undefined;
  const absolute = ABSOLUTE.exec(text);
  if (absolute === null) return { type: '', id: '', url: text, version: '' };
  const version = absolute[3] ?? '';
  const url = version === '' ? text : text.slice(0, -`/_history/${version}`.length);
  return { type: absolute[1] ?? '', id: '', url, version };
}

/**
 * Reads a canonical, `http://example.org/q|1.2`: its address and its version. A fragment is not part of what it names.
 * A canonical written as a relative reference is read as one.
 */
export function canonicalReference(text: string): LiteralReference | undefined {
  if (text === '' || text.startsWith('#')) return undefined;
  const fragment = text.indexOf('#');
  const whole = fragment === -1 ? text : text.slice(0, fragment);
  const bar = whole.lastIndexOf('|');
  const address = bar === -1 ? whole : whole.slice(0, bar);
  const relative = RELATIVE.exec(address);
  if (relative !== null && bar === -1) return literalReference(address);
  return { type: '', id: '', url: address, version: bar === -1 ? '' : whole.slice(bar + 1) };
}

/** The type that a Reference element leads to by its own words: of its literal reference, else of `Reference.type`. '' when unknown. */
export function typeOfReference(element: object): string {
  const { reference, type } = element as { readonly reference?: unknown; readonly type?: unknown };
  const literal = typeof reference === 'string' ? literalReference(reference) : undefined;
  if (literal !== undefined && literal.type !== '') return literal.type;
  return typeof type === 'string' ? type : '';
}
