import type { Variables } from '@cryopath/fhir/fhirpath';

const kept = new Map<string, readonly string[]>();
const MOST_KEPT = 5000;

/** The names that an expression speaks of, without the `%`: read once, then looked up. */
export function namesIn(expression: string): readonly string[] {
  const known = kept.get(expression);
  if (known) return known;
  const names = [...new Set([...expression.matchAll(/%`?([A-Za-z][\w-]*)/g)].map(([, name = '']) => name))];
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(expression, names);
  return names;
}

/** The variables that an expression needs, and no more: each one handed over costs time. */
export const variablesFor = (expression: string, variables: Variables): Variables =>
  Object.fromEntries(namesIn(expression).flatMap((name) => (name in variables ? [[name, variables[name]]] : [])));
