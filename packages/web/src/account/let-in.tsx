import { useState } from 'react';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { Pick } from '../design/pick.tsx';
import type { Answer } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './account-page.module.css';

const RELATIONS = ['SIGOTHR', 'CHILD', 'PRN', 'SIB', 'EXT', 'FRND'] as const;

/** A patient lets somebody close to them see their record, after reading what that means. */
export function LetIn({ onLetIn }: { readonly onLetIn: (caregiver: string, name: string) => void }) {
  const { server } = useSession();
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [relation, setRelation] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  const letIn = async () => {
    if (isBusy) return;
    setBusy(true);
    const given = await server.door<{ readonly caregiver: string }>('POST', '/caregivers', {
      name,
      relation: relation ?? '',
    });
    setBusy(false);
    setRefusal(given.ok ? undefined : given);
    if (!given.ok) return;
    setName('');
    setRelation(undefined);
    onLetIn(given.value.caregiver, name.trim());
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        letIn();
      }}
    >
      <h3>{t('account.caregivers.add')}</h3>
      <p>{t('account.caregivers.sees')}</p>
      <Field label={t('account.caregivers.name')} value={name} onChange={setName} maxLength={100} isRequired />
      <Pick
        label={t('account.caregivers.relation')}
        value={relation}
        options={RELATIONS.map((value) => ({ value, text: t(`account.caregivers.relations.${value}`) }))}
        onChange={setRelation}
        isRequired
      />
      {refusal && !refusal.ok && <Problem answer={refusal} />}
      <p>
        <Button tone="plain" type="submit" isBusy={isBusy} isDisabled={name.trim() === '' || relation === undefined}>
          {t('account.caregivers.letIn')}
        </Button>
      </p>
    </form>
  );
}
