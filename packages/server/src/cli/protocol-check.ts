import { checkProtocol, describeFault } from '@cryopath/pathway';
import { type Command, EXIT } from './command.ts';
import { folderOf, readProtocol } from './protocol-source.ts';

export const protocolCheck: Command = {
  name: 'protocol check',
  summary: 'Says at file and line what is wrong with a protocol.',
  usage: '[<folder>]',
  details: [
    'Texts missing in a language, expressions that do not compile or name what is not there, steps that nothing reaches, gates that can never open, windows that contradict each other, cases that fail.',
    'Code 3 when there is anything. Without a folder, the protocol that comes with the product.',
  ],
  options: {},
  words: { least: 0, most: 1 },
  readsSettings: false,
  async run([folder], _options, surroundings) {
    const files = await readProtocol(folderOf(folder), surroundings);
    if (!files) return EXIT.usage;
    const faults = checkProtocol(files);
    for (const fault of faults) surroundings.out(`${describeFault(fault)}\n`);
    const cases = Object.keys(files).filter((name) => name.startsWith('cases/')).length;
    surroundings.error(
      faults.length === 0
        ? `Nothing is wrong: ${Object.keys(files).length} files, ${cases} cases.\n`
        : `${faults.length} faults.\n`,
    );
    return faults.length === 0 ? EXIT.done : EXIT.refused;
  },
};
