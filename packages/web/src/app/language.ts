import type { Language } from '@cryopath/fhir';
import { createInstance, type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { interfaceTexts, type TextsOf } from '../texts/interface-texts.ts';

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

export function createTexts(language: Language): i18n {
  const texts = createInstance();
  texts.use(initReactI18next).init({
    lng: language,
    resources: { en: { translation: interfaceTexts.en }, pl: { translation: interfaceTexts.pl } },
    initAsync: false,
    // React escapes what it writes; a second time would show the entities.
    interpolation: { escapeValue: false },
    // I8: a missing text is a fault, not a text of another language. The types keep it from happening.
    fallbackLng: false,
  });
  return texts;
}

/** Adds the words of a part of the product that is loaded by itself. */
export function addTexts(texts: i18n, part: TextsOf<object>): void {
  for (const [language, words] of Object.entries(part))
    texts.addResourceBundle(language, 'translation', words, true, true);
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'pl' ? 'pl' : 'en';
}
