import type { Protocol } from '@cryopath/pathway';
import type { Guard } from '@cryopath/record';
import { patientFormsGuard } from './patient-forms-guard.ts';
import { procedureGuard } from './procedure-guard.ts';

/** Every guard that a protocol brings: whoever opens the record for writing opens it with these. */
export const protocolGuards = (protocol: Protocol): readonly Guard[] => [
  procedureGuard(protocol),
  patientFormsGuard(protocol),
];
