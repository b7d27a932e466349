import type { Celsius } from '../quantity.ts';

/** What cold does to a nerve, by the lowest temperature that it had (evidence.md, 3 [OK]: needs the clinic's sign-off). */
export type NerveClass = 'unaffected' | 'neurapraxia' | 'axonotmesis' | 'uncertain' | 'neurotmesis';

/** Neurapraxia from +10, axonotmesis below -20, uncertain below -100, neurotmesis from -140 degC down. */
export function nerveClass(coldest: Celsius): NerveClass {
  if (coldest <= -140) return 'neurotmesis';
  if (coldest < -100) return 'uncertain';
  if (coldest < -20) return 'axonotmesis';
  if (coldest <= 10) return 'neurapraxia';
  return 'unaffected';
}
