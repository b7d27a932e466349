import { expect, test } from 'vitest';
import { readerLanguage } from './reader-language.ts';

test.each([
  ['no header at all', undefined, 'en'],
  ['a Polish browser', 'pl-PL,pl;q=0.9,en-US;q=0.8,en;q=0.7', 'pl'],
  ['an English browser that also reads Polish', 'en-GB,en;q=0.9,pl;q=0.5', 'en'],
  ['a German browser that prefers Polish to English', 'de, pl;q=0.8, en;q=0.5', 'pl'],
  ['a reader who wants anything but Polish', 'pl;q=0, *', 'en'],
  ['a reader who knows neither', 'fr', 'en'],
  ['a header that makes no sense', ';;;q=,pl;q=junk,\u0000', 'en'],
] as const)('%s is answered in the right language', (_, header, language) => {
  expect(readerLanguage(header)).toBe(language);
});
