import type { Language } from '@cryopath/fhir';
import type { GuideSection, Protocol } from '@cryopath/pathway';
import { Mark } from '../design/mark.tsx';
import { guideTexts } from '../texts/guide-texts.ts';
import { interfaceTexts } from '../texts/interface-texts.ts';
import { GuideBlock } from './guide-block.tsx';
import styles from './guide-page.module.css';
import { HeroIllustration } from './hero-illustration.tsx';

export interface GuideProps {
  readonly protocol: Protocol;
  readonly language: Language;
}

/** The public page: everything a patient reads before deciding, from the protocol's own texts. Rendered when the product is built. */
export function GuidePage({ protocol, language }: GuideProps) {
  const { guide } = protocol;
  const texts = interfaceTexts[language];
  const other = language === 'en' ? 'pl' : 'en';
  return (
    <>
      <a className={styles.skip} href="#content">
        {texts.skip}
      </a>
      <header className={styles.bar}>
        <a className={styles.brand} href={`/${language}/`}>
          <Mark />
          {texts.brand}
        </a>
        <nav className={styles.nav} aria-label={texts.brand}>
          <a href={`/${other}/`} hrefLang={other} lang={other} rel="alternate">
            {texts.language.switch}
          </a>
          <a href={`/app/?lang=${language}`} className={styles.signIn}>
            {guideTexts[language].signIn}
          </a>
        </nav>
      </header>
      <main id="content">
        <div className={styles.deep}>
          <div className={styles.hero}>
            <div className={styles.headline}>
              <h1>{protocol.title[language]}</h1>
              <p className={styles.tagline}>{guide.tagline[language]}</p>
              <p className={styles.lead}>{guide.description[language]}</p>
              <p className={styles.actions}>
                <a href="#steps">{guideTexts[language].begin}</a>
                <a href="#contact">{guideTexts[language].contact}</a>
              </p>
            </div>
            <div className={styles.illustration}>
              <HeroIllustration description={guideTexts[language].illustration} />
            </div>
          </div>
        </div>
        <div className={styles.page}>
          <nav className={styles.contents} aria-label={guideTexts[language].contents}>
            <p>{guideTexts[language].contents}</p>
            <ol>
              {guide.sections.map(({ id, title }) => (
                <li key={id}>
                  <a href={`#${id}`}>{title[language]}</a>
                </li>
              ))}
            </ol>
          </nav>
          <div className={styles.content}>
            {guide.sections.map((section) => (
              <Section key={section.id} section={section} protocol={protocol} language={language} />
            ))}
          </div>
        </div>
      </main>
      <footer className={styles.footer}>
        <p>{guideTexts[language].statement}</p>
      </footer>
    </>
  );
}

function Section({ section, protocol, language }: GuideProps & { readonly section: GuideSection }) {
  const steps = section.content.filter(({ kind }) => kind === 'step');
  const rest = section.content.filter(({ kind }) => kind !== 'step');
  const heading = `${section.id}-title`;
  return (
    <section
      id={section.id}
      className={section.id === 'contact' ? styles.urgent : styles.section}
      aria-labelledby={heading}
    >
      <h2 id={heading}>{section.title[language]}</h2>
      {rest.map((content, index) => (
        // The content of a section never changes its order while the page is open: it is rendered once.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <GuideBlock key={index} content={content} protocol={protocol} language={language} />
      ))}
      {steps.length > 0 && (
        <>
          <p className={styles.toggleAll} data-toggle-all hidden>
            <button type="button" data-show={guideTexts[language].showAll} data-hide={guideTexts[language].hideAll}>
              {guideTexts[language].hideAll}
            </button>
          </p>
          <ol className={styles.steps}>
            {steps.map((step, index) => (
              <GuideBlock
                key={'id' in step ? step.id : index}
                content={step}
                protocol={protocol}
                language={language}
                number={index + 1}
              />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
