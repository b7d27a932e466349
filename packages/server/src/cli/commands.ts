import { auditVerify } from './audit-verify.ts';
import type { Command } from './command.ts';
import { demo } from './demo.ts';
import { serve } from './serve.ts';

/** Every command there is. */
export const COMMANDS: readonly Command[] = [serve, demo, auditVerify];
