import type { JsonObject } from '../json/json.ts';
import { issue } from '../outcome/outcome.ts';
import { timeInterval } from '../search/time-interval.ts';
import type { Inspection } from './inspection.ts';

type Rule = (element: JsonObject, at: Inspection) => void;

/** ext-1: an extension has a value or extensions of its own, and not both. */
const extension: Rule = (element, at) => {
  let hasValue = false;
  for (const name in element) if (name.startsWith('value') || name.startsWith('_value')) hasValue = true;
  if (hasValue === (element.extension !== undefined)) at.report((path) => issue('CRYO-143', undefined, path));
};

/** per-1: a period does not end before it starts. Times of day are compared only where both have them. */
const period: Rule = ({ start, end }, at) => {
  if (typeof start !== 'string' || typeof end !== 'string' || start.includes('T') !== end.includes('T')) return;
  const from = timeInterval(start, 'UTC');
  const to = timeInterval(end, 'UTC');
  if (typeof from === 'string' || typeof to === 'string') return;
  if (to.high <= from.low) at.report((path) => issue('CRYO-150', undefined, path));
};

/** qty-3: a coded unit names its system. */
const quantity: Rule = ({ code, system }, at) => {
  if (code !== undefined && system === undefined) at.report((path) => issue('CRYO-151', undefined, path), '.code');
};

/** Rules between the members of one element, by its type. The standard's other invariants: `invariants.ts`. */
export const RULES: ReadonlyMap<string, Rule> = new Map([
  ['Extension', extension],
  ['Period', period],
  ['Quantity', quantity],
  ['SimpleQuantity', quantity],
  ['Age', quantity],
  ['Count', quantity],
  ['Distance', quantity],
  ['Duration', quantity],
]);
