// Every refusal in both languages, in a chunk of its own: most days nobody is refused anything.
import { fromOperationOutcome, type Language, textOf } from '@cryopath/fhir';

/** The reasons of an OperationOutcome in the reader's language; nothing when its codes are not ours. */
export const outcomeInWords = (outcome: unknown, language: Language): readonly string[] =>
  fromOperationOutcome(outcome)?.issues.map((issue) => textOf(issue, language)) ?? [];
