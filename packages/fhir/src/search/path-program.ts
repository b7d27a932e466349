import { typeOfReference } from './literal-reference.ts';

/** What an element must satisfy to be followed. */
type Filter =
  | { readonly field: string; readonly equals: string } // telecom[system=phone]
  | { readonly resolvesTo: string }; // subject[Patient]

interface Step {
  readonly field: string;
  readonly filter: Filter | undefined;
}

/** A compiled path text: from a resource to its elements of one type. */
export interface PathProgram {
  readonly steps: readonly Step[];
  /** The FHIR type of the elements at the end. */
  readonly type: string;
}

const STEP = /^(?<field>\w+)(?:\[(?:(?<name>\w+)=(?<value>[^\]]+)|(?<target>\w+))\])?$/;

/** Reads a path text such as `telecom[system=phone]:ContactPoint` out of the committed definitions. */
export function pathProgram(text: string): PathProgram {
  const colon = text.lastIndexOf(':');
  const steps = text
    .slice(0, colon)
    .split('.')
    .map((step): Step => {
      const { field, name, value, target } = STEP.exec(step)?.groups ?? {};
      if (field === undefined) throw new Error(`not a path program: ${text}`);
      if (name !== undefined && value !== undefined) return { field, filter: { field: name, equals: value } };
      return { field, filter: target === undefined ? undefined : { resolvesTo: target } };
    });
  return { steps, type: text.slice(colon + 1) };
}

const passes = (element: object, filter: Filter): boolean =>
  'field' in filter
    ? (element as Record<string, unknown>)[filter.field] === filter.equals
    : typeOfReference(element) === filter.resolvesTo;

/** Calls `visit` with every element that the program reaches, in document order. Null and absent elements are none. */
export function eachElement(program: PathProgram, resource: unknown, visit: (element: unknown) => void): void {
  follow(program.steps, 0, resource, visit);
}

function follow(steps: readonly Step[], at: number, element: unknown, visit: (element: unknown) => void): void {
  const step = steps[at];
  if (step === undefined) {
    visit(element);
    return;
  }
  if (typeof element !== 'object' || element === null) return;
  const value = (element as Record<string, unknown>)[step.field];
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) enter(steps, at, step, item, visit);
  } else {
    enter(steps, at, step, value, visit);
  }
}

function enter(
  steps: readonly Step[],
  at: number,
  step: Step,
  element: unknown,
  visit: (element: unknown) => void,
): void {
  if (element === undefined || element === null) return;
  if (step.filter !== undefined && (typeof element !== 'object' || !passes(element, step.filter))) return;
  follow(steps, at + 1, element, visit);
}
