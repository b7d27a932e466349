import { Decimal } from './decimal.ts';
import type { Json } from './json.ts';

/** What JSON.parse would have given: Json without Decimal. */
export type PlainJson =
  | null
  | boolean
  | number
  | string
  | readonly PlainJson[]
  | { readonly [name: string]: PlainJson };

/**
 * The value with every {@link Decimal} as the nearest number, for code that computes (FHIRPath, charts). Precision is
 * lost, so the result is never written back. Parts without decimals are shared with the value, not copied.
 */
export const plain = (value: Json): PlainJson => {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Decimal) return value.toNumber();
  return (isArray(value) ? plainItems(value) : plainMembers(value)) as PlainJson;
};

const plainItems = (items: readonly Json[]): readonly Json[] => {
  let copy: Json[] | undefined;
  for (const [index, item] of items.entries()) {
    const plainItem = plain(item) as Json;
    if (plainItem === item) continue;
    copy ??= [...items];
    copy[index] = plainItem;
  }
  return copy ?? items;
};

const plainMembers = (members: { readonly [name: string]: Json | undefined }): object => {
  let copy: Record<string, Json | undefined> | undefined;
  for (const [name, member] of Object.entries(members)) {
    if (member === undefined) continue;
    const plainMember = plain(member) as Json;
    if (plainMember === member) continue;
    copy ??= { ...members };
    copy[name] = plainMember;
  }
  return copy ?? members;
};

const isArray = (value: object): value is readonly Json[] => Array.isArray(value);
