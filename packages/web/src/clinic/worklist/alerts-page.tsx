import { Problem } from '../../app/problem.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useTranslation } from '../../texts/use-translation.tsx';
import { AlertCard } from './alert-card.tsx';
import { useWorklist } from './use-worklist.ts';
import styles from './worklist-page.module.css';

/** What patients answered that must not wait, the most urgent first. Each is taken by somebody by name, and closed with a word. */
export function AlertsPage() {
  const { t } = useTranslation();
  const { answer, reload } = useWorklist();
  const alerts = answer?.ok ? answer.value.waiting.filter(({ stage }) => stage === 'alert') : [];
  return (
    <section aria-labelledby="alerts">
      <div className={styles.head}>
        <h1 id="alerts">{t('worklist.alerts')}</h1>
      </div>
      {answer === undefined && <Skeleton text={t('app.loading')} />}
      {answer && !answer.ok && <Problem answer={answer} />}
      {answer?.ok && alerts.length === 0 && (
        <EmptyState title={t('worklist.noAlerts')}>
          <p>{t('worklist.noAlertsWhy')}</p>
        </EmptyState>
      )}
      <div className={styles.cards}>
        {alerts.map(({ task, patient }) => (
          <AlertCard
            key={task}
            task={task ?? ''}
            patient={answer?.ok ? answer.value.patients.find(({ id }) => id === patient) : undefined}
            timeZone={answer?.ok ? answer.value.timeZone : 'UTC'}
            onChanged={reload}
          />
        ))}
      </div>
    </section>
  );
}
