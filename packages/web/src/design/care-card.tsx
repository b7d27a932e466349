import { type ReactNode, useId } from 'react';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './care-card.module.css';

/** How soon somebody has to look: the levels of advice, after the NHS care cards. Shape and words tell them apart, colour only repeats it. */
export type CareLevel = 'expected' | 'routine' | 'same-day' | 'emergency';

export function CareCard(props: {
  readonly level: CareLevel;
  readonly title: string;
  readonly headingLevel?: 2 | 3;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  const Heading = props.headingLevel === 3 ? 'h3' : 'h2';
  return (
    <section className={`${styles.card} ${styles[props.level]}`} aria-labelledby={id}>
      <div className={styles.head}>
        <LevelSign level={props.level} />
        <Heading id={id}>
          <span className="unseen">{t(`care.${props.level}`)}: </span>
          {props.title}
        </Heading>
      </div>
      <div className={styles.body}>{props.children}</div>
    </section>
  );
}

/** A tick, a letter, a clock, a bell: one shape for each level. */
function LevelSign({ level }: { readonly level: CareLevel }) {
  return (
    <svg className={styles.sign} viewBox="0 0 36 36" aria-hidden="true" focusable="false">
      {level === 'expected' && <path d="M18 3 A 15 15 0 1 0 33 18 M11 18 L 17 24 L 31 8" />}
      {level === 'routine' && <path d="M4 9 H 32 V 28 H 4 Z M4 10 L 18 21 L 32 10" />}
      {level === 'same-day' && (
        <>
          <circle cx="18" cy="18" r="15" />
          <path d="M18 9 V 18 L 24 22" />
        </>
      )}
      {level === 'emergency' && <path d="M18 3 L 34 31 H 2 Z M18 13 V 21 M18 25.5 V 26" />}
    </svg>
  );
}
