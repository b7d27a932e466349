import { auditVerify } from './audit-verify.ts';
import { backup } from './backup.ts';
import type { Command } from './command.ts';
import { demo } from './demo.ts';
import { exportCommand } from './export.ts';
import { freeze } from './freeze.ts';
import { freezeCalibrate } from './freeze-calibrate.ts';
import { freezeSpace } from './freeze-space.ts';
import { freezeVerify } from './freeze-verify.ts';
import { importCommand } from './import.ts';
import { protocolCheck } from './protocol-check.ts';
import { protocolDiff } from './protocol-diff.ts';
import { protocolPublish } from './protocol-publish.ts';
import { protocolReplay } from './protocol-replay.ts';
import { reindexCommand } from './reindex.ts';
import { restore } from './restore.ts';
import { serve } from './serve.ts';
import { userAdd } from './user-add.ts';

/** Every command there is. */
export const COMMANDS: readonly Command[] = [
  serve,
  demo,
  importCommand,
  exportCommand,
  backup,
  restore,
  auditVerify,
  protocolCheck,
  protocolDiff,
  protocolPublish,
  protocolReplay,
  reindexCommand,
  userAdd,
  // Before freeze, of which they would else be taken for words.
  freezeVerify,
  freezeCalibrate,
  freezeSpace,
  freeze,
];
