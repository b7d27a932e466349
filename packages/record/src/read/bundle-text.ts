import type { BundleText } from '../record.ts';

/** A Bundle's link: `self`, `next`. */
export interface Link {
  readonly relation: 'self' | 'next';
  readonly url: string;
}

export interface BundleParts {
  readonly type: 'searchset' | 'history' | 'transaction-response' | 'batch-response';
  readonly total?: number;
  readonly links: readonly Link[];
  /** Entries as JSON texts. */
  readonly entries: readonly string[];
}

/**
 * A Bundle put together from texts. The resources in it are the texts that were acknowledged: they are not parsed and printed again, which
 * would cost more than the search and could lose the digits of a number.
 */
export function bundleText({ type, total, links, entries }: BundleParts): BundleText {
  const head = `{"resourceType":"Bundle","type":"${type}"`;
  const count = total === undefined ? '' : `,"total":${total}`;
  const addresses = links.map(({ relation, url }) => `{"relation":"${relation}","url":${JSON.stringify(url)}}`);
  const link = addresses.length === 0 ? '' : `,"link":[${addresses.join(',')}]`;
  // R4: an empty array is not allowed, so a Bundle without entries has none.
  const entry = entries.length === 0 ? '' : `,"entry":[${entries.join(',')}]`;
  return { text: `${head}${count}${link}${entry}}` };
}

/** The address of a resource as JSON text. `base` is ours; types and ids have no character that JSON escapes. */
export const fullUrlText = (base: string, type: string, id: string): string => JSON.stringify(`${base}/${type}/${id}`);
