import type { PatientRecord, RecordResource } from '@cryopath/pathway';
import { useState } from 'react';
import { useLanguage } from '../../app/language.ts';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/notice.tsx';
import { wordsIn } from '../../form/logic/form-item.ts';
import type { Answer } from '../../server/fhir-server.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import { AlertCard } from '../worklist/alert-card.tsx';
import styles from './chart-page.module.css';

/**
 * What must be seen before anything else on a chart: alerts that nobody has closed, gates that were opened by hand (I2), and an end of the
 * procedure that was entered late, until somebody has read of it (H19).
 */
export function Flags(props: {
  readonly record: PatientRecord;
  readonly timeZone: string;
  readonly onChanged: () => Promise<void>;
}) {
  const { record, timeZone, onChanged } = props;
  const { t } = useTranslation();
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
          who={undefined}
          timeZone={timeZone}
          onChanged={onChanged}
        />
      ))}
      {flags.map((flag) => (
        <RaisedFlag key={String(flag.id)} flag={flag} onChanged={onChanged} />
      ))}
    </section>
  );
}

/** One flag in words. That of a late entry is closed by whoever has read it; it stays in the record, with their name (H19). */
function RaisedFlag({ flag, onChanged }: { readonly flag: RecordResource; readonly onChanged: () => Promise<void> }) {
  const { server } = useSession();
  const { t } = useTranslation();
  const language = useLanguage();
  const [key] = useState(() => crypto.randomUUID());
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  const { text, _text } = (flag.code ?? {}) as { text?: string; _text?: unknown };
  const close = async () => {
    const answer = await server.operation(`Flag/${String(flag.id)}/$close`, {}, key);
    setRefusal(answer.ok ? undefined : answer);
    if (answer.ok) await onChanged();
  };
  return (
    <Notice tone="warning">
      <p>{wordsIn(language, text, _text)}</p>
      {refusal && !refusal.ok && <Problem answer={refusal} />}
      {codesOf(flag.code).some(({ code }) => code === 'late-entry') && (
        <p>
          <Button tone="plain" onPress={close}>
            {t('chart.closeFlag')}
          </Button>
        </p>
      )}
    </Notice>
  );
}

const SHOWN: ReadonlySet<string | undefined> = new Set(['gate-override', 'late-entry']);

const codesOf = (code: unknown): readonly { readonly system?: string; readonly code?: string }[] =>
  (code as { coding?: readonly { system?: string; code?: string }[] } | undefined)?.coding ?? [];
