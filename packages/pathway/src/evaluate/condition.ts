import { isExactlyTrue, type Variables } from '@cryopath/fhir/fhirpath';
import type { Condition } from '../protocol/protocol.ts';
import { valuesOf } from './values.ts';

/** A condition that keeps a gate closed; `undecided` when not even its expression could be evaluated. */
export interface ClosedCondition extends Condition {
  readonly undecided: boolean;
}

/** The conditions that keep a gate closed. Missing, empty, several values, an error: each of them closes (I2). */
export const closedConditions = (gate: readonly Condition[], variables: Variables): readonly ClosedCondition[] =>
  gate.flatMap((condition): ClosedCondition[] => {
    const values = valuesOf(condition.expression, {}, variables);
    if (values.ok && isExactlyTrue(values.value)) return [];
    return [{ ...condition, undecided: !values.ok }];
  });
