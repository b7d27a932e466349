import { type Command, EXIT } from './command.ts';
import { SERVE_OPTIONS, serveUntilTold } from './serve.ts';

export const demo: Command = {
  name: 'demo',
  summary: 'Runs the service with a made-up clinic, in which you may be anybody.',
  usage: '[--port <port>] [--host <host>] [--data <folder>] [--patients <number>]',
  details: [
    'Nobody in it is real, and everybody is marked so. Its data folder is its own (.data/demo);',
    'a folder with real patients is refused.',
    'Its patients are made at the first start, at all stages of the protocol as of that day; to have them anew, remove the folder.',
    'POST /demo/clock sets its clock ahead.',
  ],
  options: {
    ...SERVE_OPTIONS,
    patients: { type: 'string', describe: 'Only the first so many patients, for a quicker first start.' },
  },
  words: { least: 0, most: 0 },
  readsSettings: true,
  async run(_words, options, surroundings) {
    const { patients = '' } = options;
    if (patients === '') return serveUntilTold('demo', options, surroundings);
    if (!/^[1-9]\d{0,2}$/.test(String(patients))) {
      surroundings.error('--patients must be a whole number from 1 on.\n');
      return EXIT.usage;
    }
    return serveUntilTold('demo', options, surroundings, Number(patients));
  },
};
