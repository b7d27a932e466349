import { openDatabase, reindex } from '@cryopath/record';
import { databasePlace } from '../database-place.ts';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT } from './command.ts';
import { configurationFor } from './configuration-for.ts';
import { progress } from './progress.ts';
import { tellRefusal } from './tell-refusal.ts';

export const reindexCommand: Command = {
  name: 'reindex',
  summary: 'Makes what searches look at anew from the stored texts.',
  usage: '[--data <folder>]',
  details: [
    'After an update that searches by more than before, after CLINIC_ZONE was changed, or when "audit verify" names values-changed.',
    'It may run while the service does; broken off, it can be begun again. No text and no version is touched.',
  ],
  options: { data: { type: 'string', describe: 'Instead of DATA_DIR.' } },
  words: { least: 0, most: 0 },
  readsSettings: true,
  async run(_words, options, surroundings) {
    const configuration = configurationFor(options, surroundings);
    if (configuration === undefined) return EXIT.usage;
    const database = await openDatabase(databasePlace(configuration));
    if (!database.ok) return tellRefusal(database.outcome, surroundings);
    const shown = progress(systemClock, surroundings);
    try {
      const { pool } = database.value;
      const { rows } = await pool.query<{ count: string }>('select count(*)::text as count from resource');
      const all = rows[0]?.count ?? '0';
      const done = await reindex(pool, {
        zone: configuration.clinicZone,
        onProgress: (count) => shown.at(`${count} of ${all} resources`),
      });
      shown.done(`${done} resources.`);
      surroundings.out('The search values are those of the texts.\n');
      return EXIT.done;
    } finally {
      await database.value.close();
    }
  },
};
