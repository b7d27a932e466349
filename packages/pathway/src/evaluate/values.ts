import type { Result } from '@cryopath/fhir';
import { compileExpression, type Variables } from '@cryopath/fhir/fhirpath';

/** The values of a FHIRPath expression on a context; compiled once, then looked up. The outcome says why there are none. */
export function valuesOf(text: string, context: object, variables: Variables): Result<readonly unknown[]> {
  const expression = compileExpression(text);
  return expression.ok ? expression.value.evaluate(context, variables) : expression;
}
