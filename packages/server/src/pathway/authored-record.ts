import type { AuthoredRecord } from '@cryopath/pathway';
import type { WrittenResource } from '@cryopath/record';

/** A patient's record as the protocol decides on it: every resource with who wrote it. @param pathway id of the CarePlan that is looked at. */
export function authoredRecord(patient: string, written: readonly WrittenResource[], pathway?: string): AuthoredRecord {
  const resources = written.map(({ resource }) => resource);
  const writers = new Map(written.map(({ resource, who }) => [resource, who]));
  return { patient, resources, writers, ...(pathway === undefined ? {} : { pathway }) };
}
