import { interfaceTexts } from '../texts/interface-texts.ts';

/** What stands at "/" when no server chooses by the browser's language: both languages, each in its own words. */
export function Chooser() {
  return (
    <main>
      <h1>{interfaceTexts.en.brand}</h1>
      {(['en', 'pl'] as const).map((language) => (
        <a key={language} href={`/${language}/`} hrefLang={language} lang={language}>
          {interfaceTexts[language].chooser.guide} · {interfaceTexts[language].language.name}
        </a>
      ))}
    </main>
  );
}
