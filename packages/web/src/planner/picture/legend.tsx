import { useTranslation } from '../../texts/use-translation.tsx';
import { ISOTHERMS } from '../predict/freeze-frame.ts';
import styles from './legend.module.css';
import { useFigures } from './use-figures.ts';

/** Which line is which temperature, and what it means. */
export function Legend({ hasBand }: { readonly hasBand: boolean }) {
  const { t } = useTranslation();
  const { degrees } = useFigures();
  return (
    <ul className={styles.legend}>
      {ISOTHERMS.map((temperature) => (
        <li key={temperature}>
          <svg viewBox="0 0 36 18" aria-hidden="true" focusable="false">
            <rect width="36" height="18" rx="3" className={styles.ground} />
            <path className={styles[`at${-temperature}`]} d="M 3 9 H 33" />
          </svg>
          <span>
            <strong>{degrees(temperature)}</strong> {t(`planner.isotherm.at${-temperature}`)}
          </span>
        </li>
      ))}
      {hasBand && (
        <li>
          <svg viewBox="0 0 36 18" aria-hidden="true" focusable="false">
            <rect width="36" height="18" rx="3" className={styles.ground} />
            <rect x="3" y="4" width="30" height="10" className={styles.band} />
          </svg>
          <span>{t('planner.isotherm.band')}</span>
        </li>
      )}
    </ul>
  );
}
