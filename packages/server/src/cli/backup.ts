import { resolve } from 'node:path';
import { backUp, reachDatabase } from '@cryopath/record';
import { databasePlace } from '../database-place.ts';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT } from './command.ts';
import { configurationFor } from './configuration-for.ts';
import { progress } from './progress.ts';
import { tellRefusal } from './tell-refusal.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'Writes the whole record, as it is at one moment, into one file.',
  usage: '<file> [--data <folder>]',
  details: [
    'It may run while the service does, and holds nobody up. The file must not be there yet.',
    'The key that signs the daily roots is not in it: keep DATA_DIR/keys apart.',
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
      const made = await backUp(reached.value.address, resolve(file), {
        clock: systemClock,
        folder: configuration.dataDir,
        progress: (table, bytes) => shown.at(`${table}: ${Math.round(bytes / 1_000_000)} MB`),
      });
      if (!made.ok) return tellRefusal(made.outcome, surroundings);
      const rows = made.value.tables.reduce((sum, table) => sum + table.rows, 0);
      shown.done(`${made.value.tables.length} tables, ${rows} rows.`);
      surroundings.out(`${made.value.file}\n`);
      return EXIT.done;
    } finally {
      await reached.value.leave();
    }
  },
};
