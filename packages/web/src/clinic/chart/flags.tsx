import type { PatientRecord } from '@cryopath/pathway';
import { useLanguage } from '../../app/language.ts';
import { Notice } from '../../design/notice.tsx';
import { wordsIn } from '../../form/logic/form-item.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import { AlertCard } from '../worklist/alert-card.tsx';
import styles from './chart-page.module.css';

/**
 * What must be seen before anything else on a chart: alerts that nobody has closed, gates that were opened by hand (I2), and an end of the
 * procedure that was entered late (H19).
 */
export function Flags(props: {
  readonly record: PatientRecord;
  readonly timeZone: string;
  readonly onChanged: () => Promise<void>;
}) {
  const { record, timeZone, onChanged } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const alerts = record.resources.filter(
    ({ resourceType, status, code }) =>
      resourceType === 'Task' &&
      (status === 'requested' || status === 'accepted') &&
      codesOf(code).some(({ system }) => system === 'urn:cryopath:task'),
  );
  const flags = record.resources.filter(
    ({ resourceType, status, code }) =>
      resourceType === 'Flag' && status === 'active' && codesOf(code).some((each) => SHOWN.has(each.code)),
  );
  if (alerts.length === 0 && flags.length === 0) return null;
  return (
    <section className={styles.flags} aria-label={t('chart.flags')}>
      {alerts.map(({ id }) => (
        <AlertCard
          key={String(id)}
          task={`Task/${String(id)}`}
          patient={undefined}
          timeZone={timeZone}
          onChanged={onChanged}
        />
      ))}
      {flags.map(({ id, code }) => {
        const { text, _text } = (code ?? {}) as { text?: string; _text?: unknown };
        return (
          <Notice key={String(id)} tone="warning">
            <p>{wordsIn(language, text, _text)}</p>
          </Notice>
        );
      })}
    </section>
  );
}

const SHOWN: ReadonlySet<string | undefined> = new Set(['gate-override', 'late-entry']);

const codesOf = (code: unknown): readonly { readonly system?: string; readonly code?: string }[] =>
  (code as { coding?: readonly { system?: string; code?: string }[] } | undefined)?.coding ?? [];
