import { type JsonObject, type JsonResource, outcome, type Result, refused } from '@cryopath/fhir';
import { compileProtocol, type ProtocolFiles } from './compile.ts';
import { describeFault } from './fault.ts';
import type { Protocol } from './protocol.ts';

/** Marks a resource of a published protocol: which version, the hash of its files, who signed it, and when. */
export const PUBLICATION = 'urn:cryopath:extension:publication';

/** `cryoablation-1.0.0`: the id of the Library that holds a published version whole. */
export const libraryId = ({ id, version }: Pick<Protocol, 'id' | 'version'>): string => `${id}-${version}`;

/** What a resource of a publication says of it; undefined for any other resource. */
export function publicationIn(
  resource: JsonResource | undefined,
): { readonly hash: string; readonly who: string; readonly at: string } | undefined {
  const found = listOf(resource?.extension).find(({ url }) => url === PUBLICATION);
  if (!found) return undefined;
  const part = (name: string) => listOf(found.extension).find(({ url }) => url === name);
  return {
    hash: String(part('hash')?.valueString),
    who: String((part('signedBy')?.valueReference as JsonObject | undefined)?.reference),
    at: String(part('signedAt')?.valueInstant),
  };
}

/** The text whose SHA-256 is signed: every file of a protocol, its name, its length in bytes and its words, in the order of names. */
export const signedText = (files: ProtocolFiles): string =>
  Object.entries(files)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${name}\0${new TextEncoder().encode(text).length}\0${text}`)
    .join('');

/** The files that a Library holds. */
export const publishedFiles = (library: JsonResource): ProtocolFiles =>
  Object.fromEntries(listOf(library.content).map(({ title, data }) => [String(title), textOfBase64(String(data))]));

/**
 * The protocol that a published Library holds, the same on the server and in a browser. Refused (CRYO-620): files that do not have the hash that was signed, that
 * do not compile, or that are another version's.
 *
 * @param hash SHA-256 of the {@link signedText} of its {@link publishedFiles}, in hexadecimal digits
 */
export function publishedProtocol(library: JsonResource, hash: string): Result<Protocol> {
  const wrong = (reason: string) =>
    refused(outcome('CRYO-620', { library: `Library/${library.id}`, reason }, 'Library.content'));
  const published = publicationIn(library);
  if (!published) return wrong('it is not signed');
  if (hash !== published.hash) return wrong('its files are not those that were signed');
  const compiled = compileProtocol(publishedFiles(library));
  if (!compiled.ok) return wrong(compiled.faults.map(describeFault).join('; ').slice(0, 500));
  if (library.id !== libraryId(compiled.protocol)) return wrong(`its files are ${libraryId(compiled.protocol)}`);
  return { ok: true, value: compiled.protocol };
}

/** What is no base64 is no file that anybody signed: its hash will be another. */
function textOfBase64(data: string): string {
  try {
    const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  } catch {
    return '';
  }
}

const listOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonObject[]) : [];
