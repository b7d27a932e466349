import { resolve } from 'node:path';
import { reachDatabase, restore as restoreRecord } from '@cryopath/record';
import { recordMigrations } from '@cryopath/record/database';
import { databasePlace } from '../database-place.ts';
import { serverMigrations } from '../sign-in/server-migrations.ts';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT } from './command.ts';
import { configurationFor } from './configuration-for.ts';
import { progress } from './progress.ts';
import { tellRefusal } from './tell-refusal.ts';

const STEPS = { checking: 'Checking', loading: 'Loading', verifying: 'Verifying' } as const;

export const restore: Command = {
  name: 'restore',
  summary: 'Brings a backup back, into an empty database, and verifies it.',
  usage: '<file> [--data <folder>]',
  details: [
    'The file is checked to its end before anything is written. A database or a data folder that holds something is refused.',
    'Code 3 also when the restored trail does not verify: a backup keeps faithfully what was wrong before it.',
  ],
  options: { data: { type: 'string', describe: 'Instead of DATA_DIR.' } },
  words: { least: 1, most: 1 },
  readsSettings: true,
  async run([file = ''], options, surroundings) {
    const configuration = configurationFor(options, surroundings);
    if (configuration === undefined) return EXIT.usage;
    const reached = await reachDatabase(databasePlace(configuration));
    if (!reached.ok) return tellRefusal(reached.outcome, surroundings);
    const shown = progress(systemClock, surroundings);
    try {
      const restored = await restoreRecord(reached.value.address, resolve(file), {
        folder: configuration.dataDir,
        sets: [recordMigrations, serverMigrations],
        progress: (step, detail) => shown.at(`${STEPS[step]} ${detail}`),
      });
      if (!restored.ok) return tellRefusal(restored.outcome, surroundings);
      const { at, tables, verification } = restored.value;
      shown.done(`${tables.reduce((sum, { rows }) => sum + rows, 0)} rows, as they were at ${at}.`);
      for (const { where, what } of verification.found) surroundings.out(`${where}: ${what}\n`);
      if (verification.differences > 0) return EXIT.refused;
      surroundings.out('Restored; the trail verifies.\n');
      return EXIT.done;
    } finally {
      await reached.value.leave();
    }
  },
};
