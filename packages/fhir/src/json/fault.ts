import { type Outcome, outcome } from '../outcome/outcome.ts';

/** What can be wrong with a text that should be JSON. */
export type Fault =
  | 'character'
  | 'control-character'
  | 'depth'
  | 'duplicate-name'
  | 'end'
  | 'escape'
  | 'forbidden-name'
  | 'number'
  | 'surrogate'
  | 'trailing-text';

/** The fault as an outcome that names line and column (from 1, in UTF-16 units) and the JSON pointer (RFC 6901). */
export const faultOutcome = (
  fault: Fault,
  text: string,
  at: number,
  place: readonly (string | number)[],
  limit: number,
): Outcome => {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = lineStart === 0 ? 1 : before.split('\n').length;
  const byteOrderMark = lineStart === 0 && before.startsWith('\uFEFF') ? 1 : 0;
  const where = { line, column: at - lineStart - byteOrderMark + 1, pointer: pointerOf(place) };
  switch (fault) {
    case 'character':
      return outcome('CRYO-101', { ...where, found: shownCharacter(text, at) });
    case 'control-character':
      return outcome('CRYO-109', where);
    case 'depth':
      return outcome('CRYO-108', { ...where, limit });
    case 'duplicate-name':
      return outcome('CRYO-105', { ...where, key: String(place.at(-1)) });
    case 'end':
      return outcome('CRYO-102', where);
    case 'escape':
      return outcome('CRYO-112', where);
    case 'forbidden-name':
      return outcome('CRYO-106', { ...where, key: String(place.at(-1)) });
    case 'number':
      return outcome('CRYO-111', where);
    case 'surrogate':
      return outcome('CRYO-107', where);
    case 'trailing-text':
      return outcome('CRYO-110', { line: where.line, column: where.column });
    default:
      return fault satisfies never;
  }
};

/** Names are shortened, so that an answer to hostile input stays small. */
const pointerOf = (place: readonly (string | number)[]): string =>
  place.length === 0
    ? '/'
    : place
        .map((step) => `/${String(step).slice(0, 64).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`)
        .join('');

const shownCharacter = (text: string, at: number): string => {
  const code = text.codePointAt(at) ?? 0;
  const isPrintable = code > 0x20 && code < 0x7f;
  return isPrintable ? `"${String.fromCodePoint(code)}"` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
};
