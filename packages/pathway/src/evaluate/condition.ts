import type { Condition } from '../protocol/protocol.ts';
import { namesIn } from './expression-names.ts';
import type { Decide } from './values.ts';

/** A condition that does not hold. */
export interface ClosedCondition extends Condition {
  /** Not even its expression could be evaluated. */
  readonly undecided: boolean;
  /** Evidence that it speaks of and the record does not have, by the names of library.yaml. */
  readonly missing: readonly string[];
}

/** What tells which evidence an expression rests on. */
export interface EvidenceNames {
  readonly evidence: readonly { readonly name: string }[];
  readonly expressions: readonly { readonly name: string; readonly expression: string }[];
}

/** The conditions that do not hold. Missing, empty, several values, an error: each of them closes (I2). */
export const closedConditions = (
  conditions: readonly Condition[],
  decide: Decide,
  names: EvidenceNames,
  found: ReadonlyMap<string, unknown>,
): readonly ClosedCondition[] =>
  conditions.flatMap((condition): ClosedCondition[] => {
    const claim = decide(condition.expression);
    if (claim === 'true') return [];
    const missing = evidenceNamesIn(condition.expression, names).filter((name) => !found.has(name));
    return [{ ...condition, undecided: claim === 'undecided', missing }];
  });

/** Evidence that an expression speaks of, through the library's own expressions, the sites and the minutes too. */
export function evidenceNamesIn(expression: string, names: EvidenceNames): readonly string[] {
  const evidence = new Set<string>();
  const seen = new Set<string>();
  const waiting = [expression];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    const sites = [...text.matchAll(/%(?:sites|minutesBefore)\.([A-Za-z]\w*)/g)].map(([, name = '']) => name);
    // `%sites.procedure` is of the Procedure that is being written, and no evidence.
    const spoken = [...namesIn(text), ...sites.filter((name) => name !== 'procedure')];
    for (const name of spoken) {
      if (seen.has(name)) continue;
      seen.add(name);
      if (names.evidence.some((each) => each.name === name)) evidence.add(name);
      const named = names.expressions.find((each) => each.name === name);
      if (named) waiting.push(named.expression);
    }
  }
  return [...evidence];
}
