import type { DatedWindow, Instant, TimelineWindow } from '@cryopath/pathway';
import { dayInWords, momentInWords } from '../app/dates.ts';
import { useLanguage } from '../app/language.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import look from './home-page.module.css';
import styles from './today-page.module.css';

interface TimelineProps {
  readonly timeline: readonly TimelineWindow[];
  readonly timeZone: string;
}

const dated = (timeline: readonly TimelineWindow[], kind: 'restriction' | 'reaction'): readonly DatedWindow[] =>
  timeline.filter((each): each is DatedWindow => each.window.kind === kind && each.state !== 'ahead');

/** Every restriction after the procedure: still on, with its end and why; or over. Nothing before the procedure and nothing when all is over. */
export function AllowedNow({ timeline, timeZone }: TimelineProps) {
  const { t } = useTranslation();
  const restrictions = dated(timeline, 'restriction');
  const running = restrictions.filter(({ state }) => state === 'now');
  if (running.length === 0) return null;
  const over = restrictions.filter(({ state }) => state === 'over');
  return (
    <section className={look.section} aria-labelledby="allowed">
      <h2 id="allowed">{t('today.allowed')}</h2>
      <ul className={styles.windows}>
        {running.map((each) => (
          <Running key={each.window.id} running={each} timeZone={timeZone} />
        ))}
        {over.map(({ window }) => (
          <Free key={window.id} title={window.title} />
        ))}
      </ul>
    </section>
  );
}

function Running({ running, timeZone }: { readonly running: DatedWindow; readonly timeZone: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { window, earliest, until, waitsFor, why } = running;
  const words = ['d', 'wk', 'mo'].includes(window.offset.unit) ? dayInWords : momentInWords;
  const [low, high] = [words(earliest, language, timeZone), words(until, language, timeZone)];
  return (
    <li className={`${styles.window} ${styles.wait}`}>
      <svg className={styles.sign} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <circle cx="16" cy="16" r="13" />
        <path d="M7 7 L 25 25" />
      </svg>
      <p className={styles.windowTitle}>{window.title[language]}</p>
      <p>
        {waitsFor.length > 0
          ? t('today.notBefore', { when: low })
          : earliest === until
            ? t('today.until', { when: high })
            : t('today.between', { low, high })}
      </p>
      <p className={styles.why}>{why[language]}</p>
    </li>
  );
}

function Free({ title }: { readonly title: DatedWindow['window']['title'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <li className={`${styles.window} ${styles.free}`}>
      <svg className={styles.sign} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <circle cx="16" cy="16" r="13" />
        <path d="M10 16.5 L 14.5 21 L 22.5 11.5" />
      </svg>
      <p className={styles.windowTitle}>{title[language]}</p>
      <p>{t('today.over')}</p>
    </li>
  );
}

/** What is normal today, and until when: "is this normal?" answered before it is asked. */
export function NormalNow({ timeline, timeZone }: TimelineProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const normal = dated(timeline, 'reaction').filter(({ state }) => state !== 'over');
  if (normal.length === 0) return null;
  return (
    <section className={look.section} aria-labelledby="normal">
      <h2 id="normal">{t('today.normal')}</h2>
      <ul className={styles.windows}>
        {normal.map(({ window, state, from, until, why }) => (
          <li key={window.id} className={`${styles.window} ${styles.normal}`}>
            <svg className={styles.sign} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
              <path d="M3 18 H 9 L 13 8 L 19 26 L 23 18 H 29" />
            </svg>
            <p className={styles.windowTitle}>{window.title[language]}</p>
            <p>
              {state === 'soon'
                ? t('today.normalFrom', { when: dayInWords(from, language, timeZone) })
                : t('today.normalUntil', { when: dayInWords((until - 1) as Instant, language, timeZone) })}
            </p>
            <p className={styles.why}>{why[language]}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
