/** How a number, date or quantity is compared (R4 search, 3.1.1.4.5). */
export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';

const PREFIXES: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap']);

const isPrefix = (text: string): text is Prefix => PREFIXES.has(text);

export interface Prefixed {
  readonly prefix: Prefix;
  readonly rest: string;
}

/** The prefix and what follows it; `eq` when there is none. `unknown`: two letters that are no prefix. */
export function prefixed(text: string): Prefixed | { readonly unknown: string } {
  const letters = /^[A-Za-z]{2}/.exec(text)?.[0];
  if (letters === undefined) return { prefix: 'eq', rest: text };
  return isPrefix(letters) ? { prefix: letters, rest: text.slice(2) } : { unknown: letters };
}
