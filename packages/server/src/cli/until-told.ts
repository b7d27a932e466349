import type { Log } from '../log.ts';
import type { RunningServer } from '../start-server.ts';
import { EXIT, type ExitCode } from './command.ts';

/**
 * Waits until the process is told to end, then closes the service. A second signal ends it at once. A promise that nobody watched and that failed
 * is a bug of ours, in a state that nobody foresaw: it is logged and the process ends with 1, since going on could write what nobody meant.
 */
export function untilTold(server: RunningServer, log: Log): Promise<ExitCode> {
  return new Promise((resolve) => {
    let closing = false;
    const close = (code: ExitCode) => {
      if (closing) process.exit(EXIT.failed);
      closing = true;
      server.close().then(
        () => resolve(code),
        (error: unknown) => {
          log.failure(error);
          resolve(EXIT.failed);
        },
      );
    };
    process.on('SIGTERM', () => close(EXIT.done));
    process.on('SIGINT', () => close(EXIT.done));
    const onBug = (error: unknown) => {
      log.failure(error);
      log.flush();
      process.exit(EXIT.failed);
    };
    process.on('unhandledRejection', onBug);
    process.on('uncaughtException', onBug);
  });
}
