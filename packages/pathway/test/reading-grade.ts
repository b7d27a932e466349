/**
 * The Flesch-Kincaid grade of English texts read one after another: 0.39 words a sentence + 11.8 syllables a word - 15.59. Syllables are counted
 * by groups of vowels, as readability tools do, so a grade is good to about half a year.
 */
export function readingGrade(texts: readonly string[]): number {
  const sentences = texts
    .flatMap((text) =>
      text
        .replace(/\{[^}|]*\|([^|}]*)[^}]*\}/g, '$1')
        .replace(/\{[^}]*\}/g, '2')
        .split(/[.!?:]+(?:\s|$)/),
    )
    .filter((each) => /\p{L}/u.test(each));
  const words = sentences.flatMap((sentence) => sentence.match(/[\p{L}\p{N}’'-]+/gu) ?? []);
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  return (0.39 * words.length) / sentences.length + (11.8 * syllables) / words.length - 15.59;
}

function syllablesIn(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  if (letters.length <= 3) return 1;
  const stem = letters.replace(/(?:[^laeiouy]es|[^dt]ed|[^laeiouy]e)$/, '').replace(/^y/, '');
  return Math.max(1, stem.match(/[aeiouy]{1,2}/g)?.length ?? 1);
}
