import { Decimal, type Json } from '@cryopath/fhir';

/** How much room a value takes as JSON, and how deep it is nested. */
export interface Extent {
  /** Of its text without white space, in UTF-8. */
  readonly bytes: number;
  /** 0 for what is neither a list nor an object. */
  readonly levels: number;
}

/** What a request may carry as one resource, so what a patch may make of one. */
export const LARGEST_BYTES = 4 * 1024 * 1024;
export const MOST_LEVELS = 64;

/**
 * Measures values that share parts and are not changed: every object and list is measured once, whatever the number of places where it stands. A
 * value that doubled itself thirty times is so measured in thirty steps, though its text would be a billion times as long.
 */
export function extents(): (value: Json) => Extent {
  const known = new WeakMap<object, Extent>();
  const extentOf = (value: Json): Extent => {
    if (typeof value === 'string') return { bytes: textBytes(value), levels: 0 };
    if (value instanceof Decimal) return { bytes: value.text.length, levels: 0 };
    if (typeof value !== 'object' || value === null) return { bytes: String(value).length, levels: 0 };
    const before = known.get(value);
    if (before) return before;
    const extent = Array.isArray(value) ? ofMembers(value) : ofObject(value as Readonly<Record<string, Json>>);
    known.set(value, extent);
    return extent;
  };
  // Brackets, and a comma between members: one byte more than members, two for none.
  const ofMembers = (members: readonly Json[]): Extent => {
    let bytes = Math.max(2, members.length + 1);
    let levels = 0;
    for (const member of members) {
      const extent = extentOf(member);
      bytes += extent.bytes;
      levels = Math.max(levels, extent.levels);
    }
    return { bytes, levels: levels + 1 };
  };
  const ofObject = (object: Readonly<Record<string, Json>>): Extent => {
    const { bytes, levels } = ofMembers(Object.values(object));
    const names = Object.keys(object).reduce((sum, name) => sum + textBytes(name) + 1, 0);
    return { bytes: bytes + names, levels };
  };
  return extentOf;
}

/** With its quotes and escapes. */
const textBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));
