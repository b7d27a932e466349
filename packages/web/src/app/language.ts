import type { Language } from '@cryopath/fhir';
import { useTranslation } from '../texts/use-translation.tsx';

const KEPT = 'cryopath.language';
const isLanguage = (text: string | null | undefined): text is Language => text === 'en' || text === 'pl';

/** The address's wish first, then what was chosen before, then the browser's. */
export function startLanguage(): Language {
  const wished = new URLSearchParams(location.search).get('lang');
  if (isLanguage(wished)) return wished;
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  return navigator.languages.map((each) => each.slice(0, 2)).find(isLanguage) ?? 'en';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
}

export const useLanguage = (): Language => useTranslation().language;
