import type { Language } from '@cryopath/fhir';
import { createContext, type ReactNode, startTransition, useContext, useMemo, useState } from 'react';
import type { Texts, Translate } from './translate.ts';

export interface Translation {
  readonly t: Translate;
  readonly language: Language;
  readonly texts: Texts;
  readonly changeLanguage: (language: Language) => void;
}

const TranslationContext = createContext<Translation | undefined>(undefined);

/** Gives everything inside the words of one language, until another is chosen. */
export function TranslationProvider(props: {
  readonly texts: Texts;
  readonly start: Language;
  readonly children: ReactNode;
}) {
  const { texts, start } = props;
  const [language, setLanguage] = useState(start);
  const translation = useMemo(
    (): Translation => ({
      t: texts.in(language),
      language,
      texts,
      // A whole page anew: the press is seen first, then the other words.
      changeLanguage: (chosen) => startTransition(() => setLanguage(chosen)),
    }),
    [texts, language],
  );
  return <TranslationContext value={translation}>{props.children}</TranslationContext>;
}

/** The words of the screens in the reader's language. */
export function useTranslation(): Translation {
  const translation = useContext(TranslationContext);
  if (translation === undefined) throw new Error('A screen stands outside of its language');
  return translation;
}
