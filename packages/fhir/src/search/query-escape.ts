/** Splits at every separator that no backslash escapes. The escapes stay in the parts: see {@link unescaped}. */
export function splitUnescaped(text: string, separator: ',' | '|' | '$'): string[] {
  if (!text.includes('\\')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') {
      at++;
    } else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** The text meant by an escaped one: `\,` `\|` `\$` `\\` (R4 search, 3.1.1.4.2). A backslash before anything else stands for itself. */
export const unescaped = (text: string): string =>
  text.includes('\\') ? text.replace(/\\([,|$\\])/g, (_escape, character: string) => character) : text;
