import { type Configuration, configurationOf, isFaulty } from '../configuration.ts';
import type { Options, Surroundings } from './command.ts';

/**
 * The configuration of a command: what its options say, else the environment, else `defaults`. Faults are told, and give undefined: the command then ends with
 * the code for a wrong call.
 */
export function configurationFor(
  options: Options,
  { environment, error }: Surroundings,
  defaults: Readonly<Record<string, string>> = {},
): Configuration | undefined {
  const given = { PORT: text(options.port), HOST: text(options.host), DATA_DIR: text(options.data) };
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const configuration = configurationOf({ ...defaults, ...set }, given);
  if (!isFaulty(configuration)) return configuration;
  error(`${configuration.faults.join('\n')}\n`);
  return undefined;
}

const text = (option: string | boolean | undefined): string | undefined =>
  typeof option === 'string' ? option : undefined;
