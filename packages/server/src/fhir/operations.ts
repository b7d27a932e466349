import type { Operation } from './operation/operation.ts';
import { breakGlass } from './operations/break-glass.ts';

/** Every operation of ours, and those of the standard that are held against their definition here. */
export const OPERATIONS: readonly Operation[] = [breakGlass];
