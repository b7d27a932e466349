import { hash } from 'node:crypto';
import type { Source } from './criterion.ts';

/**
 * Sources that were counted and found to lead to more rows than are gathered. A code that forty thousand observations have will not be rare in a
 * minute: it need not be counted again with every search. What is remembered decides how a page is found, never what is on it, so that it may be out of date.
 */
export interface WideSources {
  has(source: Source, few: number): boolean;
  add(source: Source, few: number): void;
}

const MOST_REMEMBERED = 1_000;
const known = new WeakMap<object, Set<string>>();

/** What is remembered of one database, as long as its pool is there. */
export function wideSourcesOf(db: object): WideSources {
  let wide = known.get(db);
  if (!wide) {
    wide = new Set();
    known.set(db, wide);
  }
  const remembered = wide;
  return {
    has: (source, few) => remembered.has(nameOf(source, few)),
    add(source, few) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.add(nameOf(source, few));
    },
  };
}

/** The same for equal searches only: shape and values. Hashed, because what is asked may be long. */
const nameOf = ({ branches }: Source, few: number): string =>
  hash('sha256', JSON.stringify([few, ...branches.flatMap(({ text, values }) => [text, ...values])]), 'base64');
