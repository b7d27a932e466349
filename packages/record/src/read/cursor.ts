import { parseInstant } from '@cryopath/pathway';

/** What a page's cursor may hold: the sort values of its last entry, and its number. */
export type CursorPart = string | number | null;

/** Where the next page begins, as an opaque text for a link. It says nothing that the last entry did not say. */
export const cursorText = (parts: readonly CursorPart[]): string =>
  Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');

/** What each part must be. A cursor comes back from the client, who may have changed it: it is read as strictly as any other input. */
export type CursorKind = 'integer' | 'number' | 'text' | 'instant';

const LONGEST_TEXT = 1_000;

/**
 * The parts of a cursor; undefined when it is not one of ours for this order. Its parts become parameters of a statement, never its text.
 *
 * @param nullable whether the parts before the last may be null: a resource without a value sorts last.
 */
export function cursorParts(
  text: string,
  kinds: readonly CursorKind[],
  nullable = false,
): readonly CursorPart[] | undefined {
  if (text.length > 4 * LONGEST_TEXT) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  // Base64 can be written in many ways, of which ours is one.
  if (!Array.isArray(parts) || parts.length !== kinds.length || cursorText(parts) !== text) return undefined;
  const isLast = (index: number) => index === kinds.length - 1;
  const fits = kinds.every(
    (kind, index) => isPart(parts[index], kind) || (nullable && !isLast(index) && parts[index] === null),
  );
  return fits ? (parts as CursorPart[]) : undefined;
}

function isPart(part: unknown, kind: CursorKind): boolean {
  switch (kind) {
    case 'integer':
      return Number.isSafeInteger(part);
    case 'number':
      return typeof part === 'number' && Number.isFinite(part);
    case 'text':
      return typeof part === 'string' && part.length <= LONGEST_TEXT && part.isWellFormed() && !part.includes('\0');
    case 'instant':
      return typeof part === 'string' && part.endsWith('Z') && parseInstant(part) !== undefined;
    default:
      return kind satisfies never;
  }
}
