import { Problem } from '../../app/problem.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useTranslation } from '../../texts/use-translation.tsx';
import { AlertCard } from './alert-card.tsx';
import { alertKey, useAlerts } from './use-alerts.ts';
import { useClinicProtocol } from './use-clinic-protocol.ts';
import styles from './worklist-page.module.css';

/** What patients answered that must not wait, the most urgent first. Each is taken by somebody by name, and closed with a word. */
export function AlertsPage() {
  const { t } = useTranslation();
  const { shown, refresh } = useAlerts();
  const protocol = useClinicProtocol([]);
  const isRead = shown !== undefined && protocol !== undefined;
  return (
    <section aria-labelledby="alerts">
      <div className={styles.head}>
        <h1 id="alerts">{t('worklist.alerts')}</h1>
      </div>
      {!isRead && <Skeleton text={t('app.loading')} />}
      {shown?.refusal && <Problem answer={shown.refusal} />}
      {/* An alert that comes while one listens is told; which one it is, one reads (WCAG 4.1.3, I5). */}
      <div role="status">
        {isRead && !shown.refusal && shown.rows.length === 0 && (
          <EmptyState title={t('worklist.noAlerts')}>
            <p>{t('worklist.noAlertsWhy')}</p>
          </EmptyState>
        )}
        {isRead && shown.rows.length > 0 && (
          <p className="unseen">{t('worklist.openAlerts', { count: shown.rows.length })}</p>
        )}
      </div>
      <div className={styles.cards}>
        {isRead &&
          shown.rows.map((alert) => (
            <AlertCard
              key={alertKey(alert)}
              task={alert.task ?? ''}
              who={alert}
              timeZone={protocol.timeZone}
              onChanged={refresh}
            />
          ))}
      </div>
    </section>
  );
}
