import type { Command } from './command.ts';
import { SERVE_OPTIONS, serveUntilTold } from './serve.ts';

export const demo: Command = {
  name: 'demo',
  summary: 'Runs the service with a made-up clinic, in which you may be anybody.',
  usage: '[--port <port>] [--host <host>] [--data <folder>]',
  details: [
    'Nobody in it is real, and everybody is marked so. Its data folder is its own (.data/demo);',
    'a folder with real patients is refused.',
  ],
  options: SERVE_OPTIONS,
  words: { least: 0, most: 0 },
  readsSettings: true,
  run: (_words, options, surroundings) => serveUntilTold('demo', options, surroundings),
};
