import type { Sql } from './sql.ts';

/** A statement as the driver takes it. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

/**
 * A statement under the name of its shape, so that PostgreSQL parses and plans it once for each connection: planning a search costs as much
 * as running it. A shape gets its name when it comes for the second time, and there are only so many names: a caller who asks for ever
 * new shapes must not fill the memory of PostgreSQL, which keeps a plan until its connection ends.
 */
export function prepared(sql: Sql): Statement {
  const { text } = sql;
  const values = [...sql.values];
  const name = names.get(text);
  if (name !== undefined) return { name, text, values };
  if (names.size < MOST_NAMES) {
    if (seenOnce.delete(text)) {
      const given = `shape-${names.size}`;
      names.set(text, given);
      return { name: given, text, values };
    }
    if (seenOnce.size >= MOST_SEEN) seenOnce.clear();
    seenOnce.add(text);
  }
  return { text, values };
}

const MOST_NAMES = 300;
const MOST_SEEN = 1_000;
const names = new Map<string, string>();
const seenOnce = new Set<string>();
