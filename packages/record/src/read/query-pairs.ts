import { ok, outcome, type Result, refused } from '@cryopath/fhir';

/** One `name=value` of a query, percent-decoded. */
export interface QueryPair {
  readonly name: string;
  readonly value: string;
}

/** Pairs at most. No honest search has more, and each may become a part of a statement. */
export const MOST_PAIRS = 100;
/** Characters at most, of a query as it came. */
export const LONGEST_QUERY = 64 * 1024;

/**
 * Reads a query string as application/x-www-form-urlencoded. Strict where WHATWG's URLSearchParams is kind: a broken percent sequence, bytes
 * that are not UTF-8, a NUL or half of a surrogate pair are refused, since what is guessed there would be searched for.
 */
export function queryPairs(query: string): Result<readonly QueryPair[]> {
  if (query.length > LONGEST_QUERY) return refused(outcome('CRYO-310', { limit: LONGEST_QUERY }));
  const parts = query.split('&').filter((part) => part !== '');
  if (parts.length > MOST_PAIRS) return refused(outcome('CRYO-310', { limit: MOST_PAIRS }));
  const pairs: QueryPair[] = [];
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = decoded(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? '' : decoded(part.slice(equals + 1));
    if (name === undefined || value === undefined) {
      return refused(
        outcome('CRYO-302', { parameter: (name ?? '').slice(0, 100), kind: 'text', value: part.slice(0, 100) }),
      );
    }
    pairs.push({ name, value });
  }
  return ok(pairs);
}

function decoded(text: string): string | undefined {
  try {
    const value = decodeURIComponent(text.replaceAll('+', ' '));
    return value.includes('\0') || !value.isWellFormed() ? undefined : value;
  } catch {
    return undefined; // URIError: a broken sequence, or not UTF-8
  }
}

/** The pairs as a query string again, for the links of a Bundle. */
export const queryText = (pairs: readonly QueryPair[]): string =>
  pairs.map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
