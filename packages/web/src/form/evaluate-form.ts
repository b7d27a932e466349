// FHIRPath, in the chunk that nothing waits for to be readable.
import { compileExpression } from '@cryopath/fhir/fhirpath';
import type { EvaluateOn } from './logic/calculated.ts';

/** Evaluates an expression of a form on its response so far. Dates and times come out as texts. */
export const evaluateForm: EvaluateOn = (expression, response) => {
  const compiled = compileExpression(expression);
  if (!compiled.ok) return undefined;
  const values = compiled.value.evaluate(response, { resource: [response] });
  if (!values.ok) return undefined;
  return values.value.map((value) =>
    typeof value === 'object' && value !== null && 'asStr' in value ? String(value.asStr) : value,
  );
};
