import type { Language } from '@cryopath/fhir';

const NO_BREAK = '\u00a0';

/**
 * Ties together what a line must not end between: a number and its unit, and in Polish a one-letter word and what follows it, as its
 * typography asks. Writers of texts type plain spaces.
 */
export function typeset(text: string, language: Language): string {
  const units = text.replace(/(\d) (°C|%|mL|mm|cm|min|Hz|V|mA|Gy)(?![\p{L}\p{N}])/gu, `$1${NO_BREAK}$2`);
  // Twice, because "a w domu" has two in a row and a match takes the space that the next one begins with.
  const tie = (line: string) => line.replace(/(^|[\s(„*])([aiouwzAIOUWZ]) /g, `$1$2${NO_BREAK}`);
  return language === 'pl' ? tie(tie(units)) : units;
}
