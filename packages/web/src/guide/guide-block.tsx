import type { Language } from '@cryopath/fhir';
import type { GuideContent, GuideStep, Protocol } from '@cryopath/pathway';
import { guideTexts } from '../texts/guide-texts.ts';
import { AftercareChart } from './aftercare-chart.tsx';
import styles from './guide-block.module.css';
import { StepIllustration } from './step-illustration.tsx';

export function GuideBlock(props: {
  readonly content: GuideContent;
  readonly protocol: Protocol;
  readonly language: Language;
  /** For a step: its place among the steps, from 1. */
  readonly number?: number;
}) {
  const { content, protocol, language } = props;
  const texts = guideTexts[language];
  switch (content.kind) {
    case 'paragraph':
      return <p className={styles.paragraph}>{content.text[language]}</p>;
    case 'emphasis':
      return <p className={styles.emphasis}>{content.text[language]}</p>;
    case 'list':
      return (
        <ul className={styles.list}>
          {content.texts.map((text) => (
            <li key={text.en}>{text[language]}</li>
          ))}
        </ul>
      );
    case 'sequence':
      return (
        <ol className={styles.sequence}>
          {content.texts.map((text) => (
            <li key={text.en}>
              <Stressed text={text[language]} />
            </li>
          ))}
        </ol>
      );
    case 'windows':
      return <AftercareChart title={content.title} windows={protocol.windows} language={language} texts={texts} />;
    case 'red-flags':
      return (
        <>
          <ul className={styles.flags}>
            {content.texts.map((text) => (
              <li key={text.en}>{text[language]}</li>
            ))}
          </ul>
          <p className={styles.emergency}>{content.emergency[language]}</p>
        </>
      );
    case 'step':
      return <StepBlock step={content} language={language} number={props.number ?? 1} />;
    default:
      return content satisfies never;
  }
}

function StepBlock({
  step,
  language,
  number,
}: {
  readonly step: GuideStep;
  readonly language: Language;
  readonly number: number;
}) {
  const texts = guideTexts[language];
  return (
    <li className={styles.step} id={`step-${number}`}>
      <div className={styles.drawing}>
        <StepIllustration id={step.id} />
      </div>
      {/* Open at first: without JavaScript, in print and for a search engine everything is there. */}
      <details className={styles.details} open>
        <summary>
          <h3>
            <span className={styles.number}>{texts.step.replace('{{number}}', String(number))}</span>
            {step.title[language]}
          </h3>
          <span className={styles.toggle} aria-hidden="true">
            <span className={styles.show}>{texts.show}</span>
            <span className={styles.hide}>{texts.hide}</span>
          </span>
        </summary>
        {step.by && <p className={styles.by}>{texts[step.by]}</p>}
        {step.does.map((text) => (
          <p key={text.en} className={styles.paragraph}>
            {text[language]}
          </p>
        ))}
        {step.why && (
          <div className={styles.why}>
            <h4>{step.why.title[language]}</h4>
            <ul className={styles.list}>
              {step.why.texts.map((text) => (
                <li key={text.en}>{text[language]}</li>
              ))}
            </ul>
          </div>
        )}
      </details>
    </li>
  );
}

/** A text whose `**stressed**` part stands out. Nothing else of Markdown is meant, and nothing is ever HTML (H18). */
function Stressed({ text }: { readonly text: string }) {
  return text.split('**').map((part, index) => (index % 2 === 1 ? <strong key={part}>{part}</strong> : part));
}
