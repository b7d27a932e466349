import type { Result } from '@cryopath/fhir';
import { compileExpression, isExactlyTrue, type Variables } from '@cryopath/fhir/fhirpath';
import { type Instant, parseInstant } from '../clock/instant.ts';
import { variablesFor } from './expression-names.ts';

const compiled = new Map<string, ReturnType<typeof compileExpression>>();
const MOST_KEPT = 5000;

/** The values of a FHIRPath expression on a context; compiled once, then looked up. The outcome says why there are none. */
export function valuesOf(text: string, context: object, variables: Variables): Result<readonly unknown[]> {
  const expression = compiled.get(text) ?? compileExpression(text);
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(text, expression);
  return expression.ok ? expression.value.evaluate(context, variablesFor(text, variables)) : expression;
}

/** How a claim stands. What is empty, several values, or no truth at all is `unknown`; what cannot even be evaluated is `undecided` (I2). */
export type Claim = 'true' | 'false' | 'unknown' | 'undecided';

/** Decides claims on one set of variables; the same expression, which stands in many places of a protocol, is evaluated once. */
export type Decide = (expression: string) => Claim;

export function decideOn(variables: Variables): Decide {
  const decided = new Map<string, Claim>();
  return (expression) => {
    const before = decided.get(expression);
    if (before !== undefined) return before;
    const values = valuesOf(expression, {}, variables);
    const claim = values.ok ? claimOf(values.value) : 'undecided';
    decided.set(expression, claim);
    return claim;
  };
}

function claimOf(values: readonly unknown[]): Claim {
  if (isExactlyTrue(values)) return 'true';
  return values.length === 1 && values[0] === false ? 'false' : 'unknown';
}

/** The one moment, to the second, that an expression gives; `undefined` for none, several, or a day without a time. */
export type MomentOf = (expression: string) => Instant | undefined;

/** The same expression, which several steps name, is evaluated once. */
export function momentsOn(variables: Variables): MomentOf {
  const found = new Map<string, Instant | undefined>();
  return (expression) => {
    if (found.has(expression)) return found.get(expression);
    const values = valuesOf(expression, {}, variables);
    const moment = values.ok && values.value.length === 1 ? parseInstant(String(values.value[0])) : undefined;
    found.set(expression, moment);
    return moment;
  };
}
