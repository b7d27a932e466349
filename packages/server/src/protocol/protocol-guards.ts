import type { Guard } from '@cryopath/record';
import { alertGuard } from '../pathway/guards/alert-guard.ts';
import { checkInGuard } from '../pathway/guards/check-in-guard.ts';
import { flagGuard } from '../pathway/guards/flag-guard.ts';
import { overrideGuard } from '../pathway/guards/override-guard.ts';
import { pinGuard } from '../pathway/guards/pin-guard.ts';
import { publishedGuard } from '../pathway/guards/published-guard.ts';
import { stepGuard } from '../pathway/guards/step-guard.ts';
import { patientFormsGuard } from './patient-forms-guard.ts';
import type { Protocols } from './protocols.ts';

/** Every guard that the clinic's protocols bring: whoever opens the record for writing opens it with these. */
export const protocolGuards = (protocols: Protocols): readonly Guard[] => [
  stepGuard(protocols),
  overrideGuard(protocols),
  pinGuard(protocols),
  publishedGuard,
  checkInGuard(protocols),
  alertGuard,
  flagGuard,
  patientFormsGuard(protocols),
];
