/** A JSON object of a resource, read without trusting that it was validated. */
export type Element = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is none, so that every field of it is absent. */
export const elementOf = (value: unknown): Element =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Element) : NOTHING;

const NOTHING: Element = {};

/** The text, or '' when the value is none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The items of an array; none when the value is no array. */
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A number of the record: as JavaScript has it, or kept with the digits that were written (json/decimal.ts). */
interface WrittenDecimal {
  readonly text: string;
}

/** The decimal as it was written, or undefined when the value is no number. */
export function decimalText(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== 'object' || value === null || !('text' in value)) return undefined;
  const { text } = value as WrittenDecimal;
  return typeof text === 'string' ? text : undefined;
}

/** The nearest number that a database and JSON can hold: what is too large becomes the largest. */
export const boundOf = (text: string): number => Math.min(Math.max(Number(text), -Number.MAX_VALUE), Number.MAX_VALUE);
