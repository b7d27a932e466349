import { beginsCryoablation, evidenceTypes, type Protocol, procedureGate } from '@cryopath/pathway';
import type { Guard } from '@cryopath/record';

/**
 * The pathway's gate, plugged into the record's write path (I1, H03): by whatever route a cryoablation is said to have begun, examination,
 * imaging, a positive block and consent must be on the record as it will be after the write, in the words of professionals.
 */
export function procedureGuard(protocol: Protocol): Guard {
  const types = evidenceTypes(protocol);
  return {
    name: 'procedure-gate',
    concerns: ({ before, after }) => beginsCryoablation(protocol, before, after),
    async decide({ after, patient }, view, now) {
      if (after === undefined) return undefined;
      const written = await view.written(types);
      const resources = written.map(({ resource }) => resource);
      const writers = new Map(written.map(({ resource, who }) => [resource, who]));
      return procedureGate(protocol, { patient, resources, writers }, after, now);
    },
  };
}
