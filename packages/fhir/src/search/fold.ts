/**
 * Longest text that an index row keeps, in UTF-16 units. Longer ones are cut, and so are the values of a query, so
 * that equal texts stay equal; a B-tree of PostgreSQL takes rows of about 2,700 bytes, and a row may hold two texts.
 */
export const INDEXED_LENGTH = 400;

/** The text as an index keeps it: at most {@link INDEXED_LENGTH} units, no surrogate pair torn apart. */
export function indexed(text: string): string {
  if (text.length <= INDEXED_LENGTH) return text;
  const last = text.charCodeAt(INDEXED_LENGTH - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? INDEXED_LENGTH - 1 : INDEXED_LENGTH);
}

/** Letters that Unicode does not decompose into a base letter and a mark, though their readers do. */
const LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ø: 'o',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ς: 'σ',
};
const UNDECOMPOSED = /[łđðøħŧıßæœþς]/g;
const PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/;

/**
 * The text as a search compares it (R4 search, 3.1.1.4.8: case and accents do not count): lower case, without accents,
 * white space collapsed. `Łódź` becomes `lodz`. Folding what is folded changes nothing.
 */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(UNDECOMPOSED, (letter) => LETTERS[letter] ?? letter)
    .replace(/\s+/g, ' ')
    .trim();
}
