/** A string that was read up to its closing quote, or the fault that stopped it, and where. */
export type ReadEscaped =
  | { readonly ok: true; readonly value: string; readonly end: number }
  | { readonly ok: false; readonly fault: 'control-character' | 'end' | 'escape' | 'surrogate'; readonly at: number };

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Whether the two UTF-16 units are one character. NaN, for what is beyond the end, is no unit. */
export const isSurrogatePair = (high: number, low: number): boolean =>
  high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;

/** Reads the string whose first character is at `start` and whose first backslash is at `escapeAt`. */
export const readEscaped = (text: string, start: number, escapeAt: number): ReadEscaped => {
  const parts: string[] = [];
  let from = start;
  let at = escapeAt;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      parts.push(text.slice(from, at));
      return { ok: true, value: parts.join(''), end: at + 1 };
    }
    if (code === 0x5c) {
      parts.push(text.slice(from, at));
      const letter = text.charAt(at + 1);
      if (letter === 'u') {
        const unit = hexAt(text, at + 2);
        if (unit < 0) return { ok: false, fault: 'escape', at };
        if (unit < 0xd800 || unit > 0xdfff) {
          parts.push(String.fromCharCode(unit));
          at += 6;
        } else {
          const low = text.startsWith('\\u', at + 6) ? hexAt(text, at + 8) : -1;
          if (!isSurrogatePair(unit, low)) return { ok: false, fault: 'surrogate', at };
          parts.push(String.fromCharCode(unit, low));
          at += 12;
        }
      } else {
        const character = LETTERS.get(letter);
        if (character === undefined) return { ok: false, fault: 'escape', at };
        parts.push(character);
        at += 2;
      }
      from = at;
    } else if (code < 0x20) {
      return { ok: false, fault: 'control-character', at };
    } else if (code >= 0xd800 && code <= 0xdfff) {
      if (!isSurrogatePair(code, text.charCodeAt(at + 1))) return { ok: false, fault: 'surrogate', at };
      at += 2;
    } else {
      at++;
    }
  }
  return { ok: false, fault: 'end', at };
};

/** The four hexadecimal digits at `at` as a number, -1 when they are not there. */
const hexAt = (text: string, at: number): number => {
  const digits = text.slice(at, at + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
};
