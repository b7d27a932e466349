import type { DatedWindow, TimelineWindow } from '@cryopath/pathway';
import { useTranslation } from 'react-i18next';
import { dayInWords, momentInWords } from '../app/dates.ts';
import { useLanguage } from '../app/language.ts';
import styles from './today-page.module.css';

/** The restrictions and reactions that run now, each with its end. Nothing before the procedure and nothing when all is over. */
export function AllowedNow(props: { readonly timeline: readonly TimelineWindow[]; readonly timeZone: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const running = props.timeline.filter((each): each is DatedWindow => each.state === 'now');
  if (running.length === 0) return null;
  return (
    <section aria-labelledby="allowed">
      <h2 id="allowed">{t('today.allowed')}</h2>
      <ul className={styles.windows}>
        {running.map(({ window, earliest, until }) => {
          const words = window.offset.unit === 'd' ? dayInWords : momentInWords;
          const [low, high] = [words(earliest, language, props.timeZone), words(until, language, props.timeZone)];
          return (
            <li key={window.id}>
              <strong>{window.title[language]}</strong>{' '}
              {earliest === until ? t('today.until', { when: high }) : t('today.between', { low, high })}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
