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

/** Variables of many parts, of which an expression gets those that it names: `%policy.rest`, `%sites.block`, `%minutesBefore.timeOut`. */
const OF_PARTS: ReadonlySet<string> = new Set(['policy', 'sites', 'minutesBefore', 'writers']);

/** The variables that an expression needs, and no more: each one handed over costs time. */
export const variablesFor = (expression: string, variables: Variables): Variables => {
  const picked: Record<string, unknown> = {};
  for (const name of namesIn(expression)) {
    if (name in variables) picked[name] = OF_PARTS.has(name) ? partsFor(expression, name, variables) : variables[name];
  }
  return picked;
};

function partsFor(expression: string, name: string, variables: Variables): Variables {
  const whole = (variables[name] ?? {}) as Variables;
  const named = [...expression.matchAll(/%(\w+)\.([A-Za-z]\w*)/g)];
  return Object.fromEntries(
    named.flatMap(([, of, part = '']) => (of === name && part in whole ? [[part, whole[part]]] : [])),
  );
}

/** Variables beside others; those of `base` that are computed when they are asked for stay so. */
export const beside = (base: Variables, more: Variables): Variables =>
  Object.assign(Object.create(base) as Record<string, unknown>, more);

/** Adds a variable that is computed when it is first asked for, and not again. */
export function lazily(variables: Variables, name: string, compute: () => unknown): void {
  let known: { readonly value: unknown } | undefined;
  Object.defineProperty(variables, name, {
    enumerable: false,
    configurable: true,
    get() {
      known ??= { value: compute() };
      return known.value;
    },
  });
}
