import type { RecordOptions } from '@cryopath/record';
import { protocolGuards } from '../protocol/protocol-guards.ts';
import type { Protocols } from '../protocol/protocols.ts';
import { checkInAlert } from './alerts/check-in-alert.ts';
import { lateEntryFlag } from './alerts/late-entry-flag.ts';
import { overrideFlag } from './alerts/override-flag.ts';
import { worklistProjection } from './worklist/waiting.ts';

/** What the protocols ask of the record: what it refuses, what it writes besides, and what it keeps a list of. Whoever opens it for writing opens it with these. */
export const pathwayRules = (
  protocols: Protocols,
): Pick<Required<RecordOptions>, 'guards' | 'consequences' | 'projection'> => ({
  guards: protocolGuards(protocols),
  consequences: [checkInAlert(protocols), overrideFlag(protocols), lateEntryFlag(protocols)],
  projection: worklistProjection(protocols),
});
