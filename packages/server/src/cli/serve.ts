import { createLog } from '../log.ts';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT, type ExitCode, type Options, type Surroundings } from './command.ts';
import { configurationFor } from './configuration-for.ts';
import { tellRefusal } from './tell-refusal.ts';
import { untilTold } from './until-told.ts';

/** Runs the service until it is told to stop. `cryopath serve` and `cryopath demo` differ in one word. */
export async function serveUntilTold(
  mode: 'clinic' | 'demo',
  options: Options,
  surroundings: Surroundings,
  demoPatients?: number,
): Promise<ExitCode> {
  const configuration = configurationFor(options, surroundings, mode === 'demo' ? { DATA_DIR: '.data/demo' } : {});
  if (configuration === undefined) return EXIT.usage;
  const log = createLog(systemClock, surroundings.out);
  // Loaded when it is needed: help, and the other commands, answer at once without it.
  const { startServer } = await import('../start-server.ts');
  const started = await startServer(configuration, {
    clock: systemClock,
    log,
    demo: mode === 'demo',
    ...(demoPatients === undefined ? {} : { demoPatients }),
  });
  if (!started.ok) {
    log.flush();
    return tellRefusal(started.outcome, surroundings);
  }
  const { url, hasScreens } = started.value;
  if (!hasScreens)
    surroundings.error('The screens are not built, only the interfaces answer. Build them: npm run build\n');
  surroundings.error(mode === 'demo' ? `Cryopath, with made-up people: ${url}\n` : `Cryopath: ${url}\n`);
  return untilTold(started.value, log);
}

export const SERVE_OPTIONS = {
  port: { type: 'string', describe: 'Instead of PORT.' },
  host: { type: 'string', describe: 'Instead of HOST.' },
  data: { type: 'string', describe: 'Instead of DATA_DIR.' },
} as const;

export const serve: Command = {
  name: 'serve',
  summary: 'Runs the service.',
  usage: '[--port <port>] [--host <host>] [--data <folder>]',
  details: [
    'It answers until SIGTERM or SIGINT, then lets requests under way finish.',
    'Logs go to stdout, one JSON object a line.',
  ],
  options: SERVE_OPTIONS,
  words: { least: 0, most: 0 },
  readsSettings: true,
  run: (_words, options, surroundings) => serveUntilTold('clinic', options, surroundings),
};
