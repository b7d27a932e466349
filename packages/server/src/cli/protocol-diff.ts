import { diffProtocols } from '@cryopath/pathway';
import { type Command, EXIT } from './command.ts';
import { compiledIn, folderOf } from './protocol-source.ts';

export const protocolDiff: Command = {
  name: 'protocol diff',
  summary: 'Says in the clinic’s words what one version of a protocol changes of another.',
  usage: '<old folder> [<new folder>] [--language <en|pl>]',
  details: [
    'Steps, gates, windows, red flags, values and texts. Without a new folder, the protocol that comes with the product.',
  ],
  options: { language: { type: 'string', describe: 'en or pl. "en".' } },
  words: { least: 1, most: 2 },
  readsSettings: false,
  async run([old, next], { language = 'en' }, surroundings) {
    if (language !== 'en' && language !== 'pl') {
      surroundings.error('--language is en or pl.\n');
      return EXIT.usage;
    }
    const before = await compiledIn(folderOf(old), surroundings);
    const after = before && (await compiledIn(folderOf(next), surroundings));
    if (!before || !after) return EXIT.refused;
    const changes = diffProtocols(before, after);
    for (const { text } of changes) surroundings.out(`${text[language]}\n`);
    surroundings.error(`${before.version} → ${after.version}: ${changes.length} changes.\n`);
    return EXIT.done;
  },
};
