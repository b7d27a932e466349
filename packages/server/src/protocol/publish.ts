import { type JsonResource, ok, outcome, parseJson, type Result, refused } from '@cryopath/fhir';
import {
  compileProtocol,
  describeFault,
  libraryId,
  type Protocol,
  type ProtocolFiles,
  publicationIn,
} from '@cryopath/pathway';
import type { ClinicRecord, Requester } from '@cryopath/record';
import { protocolHash, publicationOf, type Signature } from './publication.ts';

/** What became of a version that was to be published. */
export interface Published {
  readonly protocol: Protocol;
  readonly library: string;
  readonly hash: string;
  /** False when the very same was published before. */
  readonly isNew: boolean;
}

/**
 * Keeps a version of a protocol in the record for good: its files, its PlanDefinition and its Questionnaires, all or nothing, under the name of whoever signs it.
 *
 * Refused: CRYO-620 files that do not compile; CRYO-632 a version that is there with other files; and whatever the write path refuses.
 */
export async function publishProtocol(
  record: ClinicRecord,
  requester: Requester,
  given: { readonly files: ProtocolFiles; readonly signature: Signature; readonly base: string },
): Promise<Result<Published>> {
  const { files, signature, base } = given;
  const compiled = compileProtocol(files);
  if (!compiled.ok) {
    const reason = compiled.faults.map(describeFault).join('; ').slice(0, 500);
    return refused(outcome('CRYO-620', { library: 'Library', reason }));
  }
  const { protocol } = compiled;
  const id = libraryId(protocol);
  const hash = protocolHash(files);
  const there = await record.read(requester, 'Library', id);
  if (there.ok) {
    const kept = parseJson(there.value.text);
    const published = kept.ok ? publicationIn(kept.value as JsonResource) : undefined;
    if (published?.hash !== hash) return refused(outcome('CRYO-632', { version: protocol.version }));
    return ok({ protocol, library: `Library/${id}`, hash, isNew: false });
  }
  const entry = publicationOf(protocol, files, signature).map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}`, ifNoneMatch: '*' },
  }));
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry } as unknown as JsonResource;
  const written = await record.transact(requester, bundle, { base });
  return written.ok ? ok({ protocol, library: `Library/${id}`, hash, isNew: true }) : written;
}
