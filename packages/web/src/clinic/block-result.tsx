import type { Protocol } from '@cryopath/pathway';
import { useTranslation } from 'react-i18next';
import styles from './step-panel.module.css';

/** The relief beside the threshold it was held against. The raw scores are always shown below it. */
export function BlockResult(props: { readonly protocol: Protocol; readonly relief: number | undefined }) {
  const { t } = useTranslation();
  const threshold = props.protocol.policy.find(({ id }) => id === 'minimumRelief');
  if (props.relief === undefined || !threshold) return null;
  const rounded = Math.round(props.relief * 10) / 10;
  return (
    <div className={styles.relief}>
      <p>{t('pathway.relief')}</p>
      <p className={styles.reliefValue}>{t('pathway.reliefValue', { value: rounded })}</p>
      <p>
        {t('pathway.threshold', { value: threshold.low })}{' '}
        {threshold.signature.startsWith('needs') && t('pathway.needsSignOff')}
      </p>
    </div>
  );
}
