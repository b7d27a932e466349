// The reader of YAML and the protocol's compiler, in a chunk of their own: most clinics' screens never need them.
import { type JsonResource, type Outcome, outcome, toOperationOutcome } from '@cryopath/fhir';
import { type Protocol, publishedFiles, publishedProtocol, type RecordResource, signedText } from '@cryopath/pathway';
import type { Answer } from '../server/fhir-server.ts';

/**
 * The protocol that a Library of the record holds, verified as the server does it: its files have the hash that was signed, they compile, and they are this
 * version's. Refused: CRYO-621 there is no such Library; CRYO-620 it does not hold what was signed.
 */
export async function readPublished(library: RecordResource | undefined, version: string): Promise<Answer<Protocol>> {
  if (library === undefined) return refusal(outcome('CRYO-621', { version }));
  const resource = library as unknown as JsonResource;
  const read = publishedProtocol(resource, await sha256(signedText(publishedFiles(resource))));
  return read.ok ? read : refusal(read.outcome);
}

const refusal = (why: Outcome): Answer<never> => ({ ok: false, status: 422, outcome: toOperationOutcome(why, 'en') });

/** In hexadecimal digits. */
async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
