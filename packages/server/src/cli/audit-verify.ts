import { openDatabase, type Verification, verifyTrail } from '@cryopath/record';
import { databasePlace } from '../database-place.ts';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT } from './command.ts';
import { configurationFor } from './configuration-for.ts';
import { progress } from './progress.ts';
import { tellRefusal } from './tell-refusal.ts';

const STEPS = {
  trail: 'rows of the trail',
  versions: 'versions',
  heads: 'heads',
  values: 'resources’ search values',
  roots: 'signed roots',
} as const;

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'Recomputes the audit trail, its seals and signed roots, every stored text, and what searches look at.',
  usage: '[--data <folder>] [--without-search-values]',
  details: [
    'It may run while the service does. Code 3 when anything differs; the first hundred differences are named. What "reindex" is to make anew is named values-changed.',
    'Compare audit-roots.ndjson in the data folder with the copy that you keep elsewhere: that, no program here can do for you.',
  ],
  options: {
    data: { type: 'string', describe: 'Instead of DATA_DIR.' },
    'without-search-values': {
      type: 'boolean',
      describe:
        'Leaves out what takes longest: extracting the search values of every text and holding them against the stored ones.',
    },
  },
  words: { least: 0, most: 0 },
  readsSettings: true,
  async run(_words, options, surroundings) {
    const configuration = configurationFor(options, surroundings);
    if (configuration === undefined) return EXIT.usage;
    const database = await openDatabase(databasePlace(configuration));
    if (!database.ok) return tellRefusal(database.outcome, surroundings);
    const shown = progress(systemClock, surroundings);
    try {
      const verification = await verifyTrail(database.value.pool, {
        folder: configuration.dataDir,
        ...(options['without-search-values'] === true ? {} : { searchValuesIn: configuration.clinicZone }),
        progress: (step, done) => shown.at(`${done} ${STEPS[step]}`),
      });
      shown.done(counted(verification));
      for (const { where, what } of verification.found) surroundings.out(`${where}: ${what}\n`);
      if (verification.differences > 0) return EXIT.refused;
      surroundings.out('The trail verifies.\n');
      return EXIT.done;
    } finally {
      await database.value.close();
    }
  },
};

function counted({ rows, seals, roots, versions, unsealed, differences }: Verification): string {
  const held = `${rows} rows in ${seals} seals, ${roots} signed roots, ${versions} versions: ${differences} differences.`;
  if (unsealed.rows === 0) return held;
  return `${held} ${unsealed.rows} rows are not sealed yet, the oldest of ${unsealed.oldest}.`;
}
