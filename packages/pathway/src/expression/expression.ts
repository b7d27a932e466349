import fhirpath from 'fhirpath';
import model from 'fhirpath/fhir-context/r4';

export type Variables = Readonly<Record<string, unknown>>;
export type Expression = (context: unknown, variables: Variables) => unknown[];
export type Compiled =
  | { readonly ok: true; readonly run: Expression }
  | { readonly ok: false; readonly reason: string };

const compiled = new Map<string, Compiled>();

/**
 * Compiles FHIRPath (R4 model), once for each text. A protocol has some hundred expressions, so the cache is bounded by it.
 */
export function compileFhirPath(text: string): Compiled {
  const known = compiled.get(text);
  if (known) return known;
  let result: Compiled;
  try {
    const run = fhirpath.compile(text, model) as (context: unknown, variables: Variables) => unknown[];
    result = { ok: true, run };
  } catch (error) {
    result = { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
  compiled.set(text, result);
  return result;
}

/** Evaluates; an expression that fails gives nothing, and nothing opens no gate (I2). */
export function evaluateFhirPath(text: string, context: unknown, variables: Variables): unknown[] {
  const expression = compileFhirPath(text);
  if (!expression.ok) return [];
  try {
    return expression.run(context, variables);
  } catch {
    return [];
  }
}

/** Only exactly true opens (I2): not empty, not several values, nothing that is merely like true. */
export const isExactlyTrue = (values: readonly unknown[]): boolean => values.length === 1 && values[0] === true;
