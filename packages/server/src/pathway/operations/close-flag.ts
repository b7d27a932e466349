import { type JsonObject, type JsonResource, ok, outcome, refused } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { Operation } from '../../fhir/operation/operation.ts';
import { acted } from '../act-on-pathway.ts';
import { flagKind } from '../alerts/flag-kind.ts';
import { nameOf } from '../alerts/person-in-words.ts';

/** Closes the flag of a late entry after it was read: it stays in the record, with who read it and when (H19). */
export const closeFlag: Operation = {
  code: 'close',
  resource: 'Flag',
  level: 'instance',
  permission: 'pathway-step',
  title: 'Close the flag of a late entry',
  description:
    'Says under one’s own name that one has read that the end of a procedure was entered late. The Flag becomes inactive and stays in the record; a Provenance says who closed it, and when.',
  affectsState: true,
  input: [],
  output: [{ name: 'return', min: 1, max: '1', type: 'Flag', documentation: 'The flag as it is now.' }],
  run(call, { record }) {
    const { who } = call.requester;
    const named = { operation: '$close', permission: 'pathway-step', type: 'Flag', id: call.id } as const;
    return acted(named, call, record, async ({ named: flag, view, now, newId }) => {
      const reference = `Flag/${flag.id}`;
      if (flagKind(flag) !== 'late-entry' || flag.status !== 'active')
        return refused(outcome('CRYO-636', { reference }));
      const at = isoOf(now);
      const closed: JsonResource = {
        ...flag,
        status: 'inactive',
        period: { ...(flag.period as JsonObject | undefined), end: at },
      };
      const provenance: JsonResource = {
        resourceType: 'Provenance',
        id: newId(),
        // The patient beside it: a Provenance is in the chart of whom it names.
        target: [{ reference }, flag.subject as JsonObject],
        recorded: at,
        activity: { coding: [{ system: 'urn:cryopath:code', code: 'flag-closed' }] },
        agent: [{ who: { reference: who, display: await nameOf(who, view) } }],
      };
      return ok({
        changes: [
          { interaction: 'update', resource: closed },
          { interaction: 'create', resource: provenance },
        ],
        answer: ([written]) => written ?? closed,
      });
    });
  },
};
