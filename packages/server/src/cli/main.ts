import type { Surroundings } from './command.ts';
import { COMMANDS } from './commands.ts';
import { run } from './run.ts';

/** The program in this process: its arguments, environment and streams. */
export async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    // A reader that has gone (EPIPE) must not stop the service.
    stream.on('error', () => {});
  }
  const surroundings: Surroundings = {
    environment: process.env,
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    isWatched: process.stderr.isTTY === true,
  };
  process.exitCode = await run(COMMANDS, process.argv.slice(2), surroundings);
}
