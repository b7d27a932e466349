import { evidenceTypes, isCryoablationBegun, type Protocol, procedureGate } from '@cryopath/pathway';
import type { Guard } from '@cryopath/record';

/**
 * The pathway's gate, plugged into the record's write path (I1, H03): by whatever route a cryoablation is said to have begun, examination,
 * imaging, a positive block and consent must be on the record as it will be after the write.
 */
export function procedureGuard(protocol: Protocol): Guard {
  const types = evidenceTypes(protocol);
  return {
    name: 'procedure-gate',
    concerns: ({ after }) => after !== undefined && isCryoablationBegun(after),
    async decide({ after, patient }, view, now) {
      if (after === undefined) return undefined;
      const resources = await view.resources(types);
      return procedureGate(protocol, { patient, resources }, after, now);
    },
  };
}
