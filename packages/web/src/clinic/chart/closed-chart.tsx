import { useState } from 'react';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { Notice } from '../../design/notice.tsx';
import type { Answer } from '../../server/fhir-server.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import styles from './chart-page.module.css';

/** H16: what the server asks for at least, so that a press of the button alone opens nothing. */
const SHORTEST_REASON = 10;

/**
 * A chart that this person may not see, or that is not there: which of the two the server does not say. In an emergency whoever treats the patient opens it for half an
 * hour, with a reason that the patient and the lead will read (H16).
 */
export function ClosedChart(props: { readonly patient: string; readonly onOpened: () => Promise<void> }) {
  const { patient, onOpened } = props;
  const { server } = useSession();
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  const open = async () => {
    setBusy(true);
    const answer = await server.operation(`Patient/${patient}/$break-glass`, { reason: { valueString: reason } });
    setBusy(false);
    setRefusal(answer.ok ? undefined : answer);
    if (answer.ok) await onOpened();
  };
  return (
    <div className={styles.closed}>
      <h1>{t('closedChart.title')}</h1>
      <Notice tone="info">
        <p>{t('closedChart.why')}</p>
      </Notice>
      <p>
        <Button tone="plain" onPress={() => setAsked(true)}>
          {t('closedChart.open')}
        </Button>
      </p>
      {isAsked && (
        <Dialog
          title={t('closedChart.open')}
          onClose={() => setAsked(false)}
          actions={
            <>
              <Button
                tone="alarm"
                isBusy={isBusy}
                isDisabled={reason.trim().length < SHORTEST_REASON}
                onPress={() => open()}
              >
                {t('closedChart.confirm')}
              </Button>
              <Button tone="plain" onPress={() => setAsked(false)}>
                {t('closedChart.cancel')}
              </Button>
            </>
          }
        >
          <p>{t('closedChart.meaning')}</p>
          <Field
            label={t('closedChart.reason')}
            help={t('closedChart.reasonHelp', { length: SHORTEST_REASON })}
            rows={3}
            value={reason}
            onChange={setReason}
            isRequired
          />
          {refusal && !refusal.ok && <Problem answer={refusal} />}
        </Dialog>
      )}
    </div>
  );
}
