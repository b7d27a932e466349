import { acknowledge } from '../pathway/operations/acknowledge.ts';
import { apply } from '../pathway/operations/apply.ts';
import { atRest } from '../pathway/operations/at-rest.ts';
import { checkIn } from '../pathway/operations/check-in.ts';
import { closeFlag } from '../pathway/operations/close-flag.ts';
import { completeStep, startStep } from '../pathway/operations/complete-step.ts';
import { governingProtocol } from '../pathway/operations/governing-protocol.ts';
import { moveVersion } from '../pathway/operations/move-version.ts';
import { override } from '../pathway/operations/override.ts';
import { pathwayState } from '../pathway/operations/pathway-state.ts';
import { skipStep } from '../pathway/operations/skip-step.ts';
import { start } from '../pathway/operations/start.ts';
import { timeline } from '../pathway/operations/timeline.ts';
import { undoStep } from '../pathway/operations/undo-step.ts';
import { rebuildWorklist, worklist } from '../pathway/operations/worklist.ts';
import type { Operation } from './operation/operation.ts';
import { breakGlass } from './operations/break-glass.ts';

/** Every operation of ours, and those of the standard that are held against their definition here. */
export const OPERATIONS: readonly Operation[] = [
  breakGlass,
  start,
  pathwayState,
  startStep,
  completeStep,
  skipStep,
  undoStep,
  override,
  checkIn,
  acknowledge,
  closeFlag,
  timeline,
  moveVersion,
  worklist,
  atRest,
  rebuildWorklist,
  governingProtocol,
  apply,
];
