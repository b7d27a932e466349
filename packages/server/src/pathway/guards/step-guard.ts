import { beginsCryoablation, stepChange, stepGate } from '@cryopath/pathway';
import type { Guard } from '@cryopath/record';
import type { Protocols } from '../../protocol/protocols.ts';
import { authoredRecord } from '../authored-record.ts';
import { chartTypes } from '../chart-types.ts';
import { protocolFor } from '../pinned-version.ts';

/**
 * The pathway's gates, plugged into the record's write path (I1, H03, H19): by whatever route a cryoablation, or any other step, is said to have begun, its
 * pathway's own version of the protocol decides on the record as it will be after the write, in the words of professionals. What a gate let pass, and what
 * that rested on, is kept with it.
 */
export function stepGuard(protocols: Protocols): Guard {
  return {
    name: 'step-gate',
    // Whether a procedure is a cryoablation, or a form guarded, may differ between versions: any that says so asks.
    concerns: ({ before, after }) =>
      after !== undefined && protocols.all.some((protocol) => stepChange(protocol, before, after) !== undefined),
    async decide({ before, after, patient }, view, now) {
      if (after === undefined) return undefined;
      const record = authoredRecord(patient, await view.written(chartTypes(protocols)));
      const { protocol } = await protocolFor(protocols, record, after, now, view);
      const change = stepChange(protocol, before, after);
      if (change === undefined) return undefined;
      const answer = stepGate(protocol, record, after, change, now);
      if (!answer.open) return answer.outcome;
      if (!beginsCryoablation(protocol, before, after)) return undefined;
      return {
        protocol: answer.protocol,
        opened: answer.opened,
        evidence: answer.evidence.flatMap(({ resourceType: type, id }) =>
          typeof id === 'string' ? [{ type, id }] : [],
        ),
      };
    },
  };
}
