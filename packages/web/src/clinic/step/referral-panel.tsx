import { useState } from 'react';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import type { Answer } from '../../server/fhir-server.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import styles from './step-panel.module.css';
import type { StepProps } from './step-props.ts';

/** The referral: a ServiceRequest for a cryoablation, with its reason in words. */
export function ReferralPanel({ pathway, onSaved }: StepProps) {
  const { server, clock, person } = useSession();
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  const { record, view } = pathway;
  const save = async () => {
    const resource = {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
      subject: { reference: `Patient/${record.patient}` },
      authoredOn: new Date(clock.now()).toISOString(),
      requester: { reference: person.who },
      reasonCode: [{ text: reason }],
      ...(view.pathway?.id === undefined ? {} : { basedOn: [{ reference: `CarePlan/${view.pathway.id}` }] }),
    };
    const answer = await server.save([{ resource }], key);
    setRefusal(answer.ok ? undefined : answer);
    if (answer.ok) await onSaved();
  };
  return (
    <div className={styles.box}>
      <Field label={t('referral.reason')} rows={2} value={reason} onChange={setReason} isRequired />
      {refusal && !refusal.ok && <Problem answer={refusal} />}
      <p>
        <Button tone="main" isDisabled={reason.trim() === ''} onPress={save}>
          {t('clinic.save')}
        </Button>
      </p>
    </div>
  );
}
