import type { JsonResource } from '@cryopath/fhir';

/**
 * The resource as it is stored and given back: its id, versionId and lastUpdated are the record's, whatever the writer put there
 * (R4 resource.html, 2.26.3.2). They come first, so that whoever looks at a stored text sees at once what it is.
 */
export function stamped(resource: JsonResource, id: string, version: number, at: string): JsonResource {
  const { resourceType, id: _id, meta, ...rest } = resource;
  return { resourceType, id, meta: { ...meta, versionId: String(version), lastUpdated: at }, ...rest };
}
