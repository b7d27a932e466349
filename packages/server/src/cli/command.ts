import type { ParseArgsOptionsConfig } from 'node:util';
import type { Environment } from '../configuration.ts';

/** How a command ended, for scripts. */
export const EXIT = {
  done: 0,
  failed: 1,
  /** It was called wrongly: an unknown option, a wrong setting. */
  usage: 2,
  /** It was refused, or found damage: a folder in use, a newer database, an audit trail that does not verify. */
  refused: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command has of the world. */
export interface Surroundings {
  readonly environment: Environment;
  /** Results: what a script would read. */
  out(text: string): void;
  /** Progress and complaints: what a person reads. */
  error(text: string): void;
  /** Whether a person watches stderr: then progress is one line that is written over. */
  readonly isWatched: boolean;
}

/** Values of options by their long names, as node:util reads them. */
export type Options = Readonly<Record<string, string | boolean | undefined>>;

/** One command of the command line: `cryopath <name>`. */
export interface Command {
  /** Words after `cryopath`: `audit verify`. */
  readonly name: string;
  readonly summary: string;
  /** Shown after the name: `[--port <port>]`, `<file>`. */
  readonly usage: string;
  /** What else there is to say; one line a paragraph. */
  readonly details: readonly string[];
  readonly options: ParseArgsOptionsConfig & Readonly<Record<string, { readonly describe: string }>>;
  /** How many words may follow. */
  readonly words: { readonly least: number; readonly most: number };
  /** Whether the settings of the environment are part of its help. */
  readonly readsSettings: boolean;
  run(words: readonly string[], options: Options, surroundings: Surroundings): Promise<ExitCode>;
}
