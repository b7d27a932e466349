import { AppLink } from '../../app/link.tsx';
import { Notice } from '../../design/notice.tsx';
import type { Translate } from '../../texts/translate.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import { useTicking } from '../step/use-ticking.ts';
import styles from './untaken-banner.module.css';
import { useAlerts } from './use-alerts.ts';

/**
 * On every screen of the clinic: red flags that nobody has taken by name for too long, and how long the oldest has waited (I5, H07). It goes by the clinic's
 * clock and by what changes anywhere; when the alerts cannot be read it says so, since no news is not good news here, and goes on with those that it knew.
 */
export function UntakenBanner() {
  const { t } = useTranslation();
  const { shown } = useAlerts();
  const now = useTicking();
  if (shown === undefined) return null;
  const { rows, refusal } = shown;
  const late = rows.filter(({ due }) => due !== undefined && Date.parse(due) <= now);
  if (late.length === 0 && !refusal) return null;
  const waited = Math.max(...late.map(({ since }) => now - Date.parse(since)));
  const mustCall = late.some(({ call }) => call !== undefined && Date.parse(call) <= now);
  return (
    <div className={styles.banner}>
      {refusal && (
        <Notice tone="warning" title={t('alert.unreadable')}>
          <p>{t('alert.unreadableWhy')}</p>
        </Notice>
      )}
      {late.length > 0 && (
        <Notice tone="fault" title={t('alert.untaken', { count: late.length })} isSudden>
          <p>
            {t('alert.waited', { time: spanIn(waited, t) })} {mustCall && <strong>{t('alert.call')}</strong>}
          </p>
          <p>
            <AppLink to={{ page: 'alerts' }}>{t('alert.open')}</AppLink>
          </p>
        </Notice>
      )}
    </div>
  );
}

/** A span in the largest unit that says enough: minutes, then hours, then days. */
function spanIn(milliseconds: number, t: Translate): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 60) return t('span.minutes', { count: minutes });
  if (minutes < 48 * 60) return t('span.hours', { count: Math.floor(minutes / 60) });
  return t('span.days', { count: Math.floor(minutes / 1440) });
}
