import type { Instant } from '@cryopath/pathway';
import { memo } from 'react';
import { birthDateInWords, dayInWords, momentInWords } from '../../app/dates.ts';
import { useLanguage } from '../../app/language.ts';
import { AppLink } from '../../app/link.tsx';
import { Badge } from '../../design/badge.tsx';
import { useTranslation } from '../../texts/use-translation.tsx';
import type { Called, Waiting } from './waiting.ts';
import styles from './worklist-page.module.css';

/** What waits for somebody, as a link to where it is done. */
export const WaitingRow = memo(function WaitingRow(props: { readonly waiting: Waiting; readonly timeZone: string }) {
  const { waiting, timeZone } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient, stage, step, title, level, since, ready, due, isOverdue } = waiting;
  const isAlert = stage === 'alert';
  const tone = isAlert && level !== 'routine' ? styles.alarm : isOverdue ? styles.late : styles.ready;
  const day = (instant: string) => dayInWords(Date.parse(instant) as Instant, language, timeZone);
  const when = (instant: string) => momentInWords(Date.parse(instant) as Instant, language, timeZone);
  return (
    <li>
      <AppLink
        to={isAlert ? { page: 'patient', patient } : { page: 'patient', patient, step }}
        className={`${styles.row} ${tone}`}
      >
        <Who who={waiting} />
        <span>
          <span className={styles.what}>{isAlert ? t(`worklist.level.${level}`) : (title ?? step)}</span>
          <span className={styles.small}>
            {ready === undefined
              ? t('worklist.since', { when: when(since) })
              : t('worklist.from', { when: day(ready) })}
            {isAlert && isOverdue && ` · ${t('alert.nobody')}`}
            {!isAlert && ready === undefined && due !== undefined && ` · ${t('worklist.due', { when: when(due) })}`}
          </span>
        </span>
        {isAlert ? (
          <Badge tone={level === 'emergency' ? 'alarm' : level === 'same-day' ? 'same-day' : 'calm'}>
            {t(`care.${level}`)}
          </Badge>
        ) : (
          <Badge tone={isOverdue ? 'late' : ready === undefined ? 'now' : 'calm'}>
            {t(
              isOverdue
                ? 'pathway.state.overdue'
                : ready === undefined
                  ? 'pathway.state.ready'
                  : 'pathway.state.waiting',
            )}
          </Badge>
        )}
      </AppLink>
    </li>
  );
});

/** A chart in which nothing waits. */
export const ChartRow = memo(function ChartRow({ who }: { readonly who: Called }) {
  return (
    <li>
      <AppLink to={{ page: 'patient', patient: who.patient }} className={styles.row}>
        <Who who={who} />
      </AppLink>
    </li>
  );
});

/** Name and birth date stand together: two identifiers, always (H01). */
function Who({ who }: { readonly who: Called }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const born = birthDateInWords(who.born, language);
  return (
    <span>
      <span className={styles.name}>{who.name ?? who.patient}</span>
      <span className={styles.small}>{born ? t('clinic.born', { date: born }) : t('worklist.noBirthDate')}</span>
    </span>
  );
}
