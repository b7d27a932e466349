import { type JsonResource, parseJson, type Result, refused } from '@cryopath/fhir';
import { libraryId } from '@cryopath/pathway';
import type { Operation } from '../../fhir/operation/operation.ts';

/** Tells by which version a chart without a pathway is decided, so that a screen shows that one and no other (I4). */
export const governingProtocol: Operation = {
  code: 'governing',
  resource: 'PlanDefinition',
  level: 'type',
  permission: 'pathway-read',
  title: 'The protocol that governs',
  description:
    'The version of the clinic’s protocol that new pathways follow, and by which a chart without a pathway is decided. A pathway keeps its own, whatever this says.',
  affectsState: false,
  input: [],
  output: [{ name: 'return', min: 1, max: '1', type: 'PlanDefinition', documentation: 'That version.' }],
  async run({ requester }, { record, protocols, base }) {
    // Somebody may have published a version while this process ran.
    await protocols.load(record, base, 'new');
    if (protocols.unreadable) return refused(protocols.unreadable);
    const read = await record.read(requester, 'PlanDefinition', libraryId(protocols.current));
    return read.ok ? (parseJson(read.value.text) as Result<JsonResource>) : read;
  },
};
