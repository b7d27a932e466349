import { type Outcome, textOf } from '@cryopath/fhir';
import { EXIT, type ExitCode, type Surroundings } from './command.ts';

/** Says why a command was refused, one line an issue, each with its code. */
export function tellRefusal({ issues }: Outcome, { error }: Surroundings): ExitCode {
  for (const issue of issues) error(`${issue.code} ${textOf(issue, 'en')}\n`);
  return EXIT.refused;
}
