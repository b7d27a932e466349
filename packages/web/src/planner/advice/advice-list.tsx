import { Notice, type NoticeTone } from '../../design/notice.tsx';
import { useTranslation } from '../../texts/use-translation.tsx';
import styles from './advice-list.module.css';
import type { AdviceLevel, FreezeAdvice } from './advise-freeze.ts';

const TONES: Readonly<Record<AdviceLevel, NoticeTone>> = { stop: 'fault', warning: 'warning', note: 'info' };

/** What speaks against a plan, worst first. Level is told by word and shape, not by colour alone. */
export function AdviceList({ advice }: { readonly advice: readonly FreezeAdvice[] }) {
  const { t } = useTranslation();
  const levels = ['stop', 'warning', 'note'] as const;
  // What holds for a drawing's distances says nothing of the patient yet.
  const isAssumed = advice.some(({ id }) => id === 'distances-assumed');
  const against = advice.filter(({ level }) => level !== 'note').length;
  return (
    <div className={styles.advice} data-advice={advice.map(({ id }) => id).join(' ')}>
      <p role="status" className={styles.count}>
        {against > 0
          ? t('planner.advice.count', { count: against })
          : isAssumed
            ? t('planner.advice.noneAssumed')
            : t('planner.advice.none')}
      </p>
      {levels.map((level) => {
        const here = advice.filter((each) => each.level === level);
        if (here.length === 0) return null;
        return (
          <Notice key={level} tone={TONES[level]} title={t(`planner.advice.level.${level}`)}>
            <ul>
              {here.map(({ id }) => (
                <li key={id} data-advice-id={id}>
                  <strong>{t(`planner.advice.${id}.title`)}</strong> {t(`planner.advice.${id}.text`)}
                </li>
              ))}
            </ul>
          </Notice>
        );
      })}
    </div>
  );
}
