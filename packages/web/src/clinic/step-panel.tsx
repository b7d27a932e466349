import { answersOf, type Clock, type RecordResource, type StepView } from '@cryopath/pathway';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { AnswerList } from '../form/answer-list.tsx';
import { QuestionnaireForm } from '../form/questionnaire-form.tsx';
import { StateWords } from '../pathway/rail.tsx';
import type { LoadedPathway } from '../pathway/use-pathway.ts';
import type { Answer, FhirServer } from '../server/fhir-server.ts';
import { BlockResult } from './block-result.tsx';
import styles from './step-panel.module.css';

/** One step of the pathway: why it is blocked, its form when it may be done, what was recorded when it is done. */
export function StepPanel(props: {
  readonly open: StepView;
  readonly pathway: LoadedPathway;
  readonly server: FhirServer;
  readonly clock: Clock;
  readonly onSaved: () => Promise<void>;
}) {
  const { open, pathway, server, clock, onSaved } = props;
  const { protocol, record, view } = pathway;
  const { t } = useTranslation();
  const language = useLanguage();
  const [refusal, setRefusal] = useState<Answer<RecordResource>>();
  const { step, state } = open;
  const form = protocol.forms.find(({ id }) => id === step.form);
  const response = form && newestResponse(record.resources, form.url);

  const save = async (resource: { readonly resourceType: string }, key: string) => {
    const answer = await server.create(resource, key);
    if (!answer.ok) return setRefusal(answer);
    setRefusal(undefined);
    await onSaved();
  };

  return (
    <section className={styles.panel} aria-labelledby="step">
      <h2 id="step">{step.title[language]}</h2>
      <p className={styles.state} role="status">
        <StateWords view={open} protocol={protocol} />
      </p>
      <p className={styles.participants}>
        {t('pathway.who')}: {step.participants.map((each) => t(`pathway.participant.${each}`)).join(', ')}
      </p>
      {state.state === 'blocked' && (
        <div className={styles.blocked}>
          <h3>{t('pathway.missing')}</h3>
          <ul>
            {state.by.map(({ name, reason }) => (
              <li key={name}>{reason[language]}</li>
            ))}
          </ul>
        </div>
      )}
      {step.id === 'diagnostic-block' && state.state === 'done' && (
        <BlockResult protocol={protocol} relief={view.blockRelief} />
      )}
      {refusal && !refusal.ok && <Problem answer={refusal} />}
      {form && state.state === 'ready' && (
        <QuestionnaireForm form={form} patient={record.patient} now={() => clock.now()} onFinished={save} />
      )}
      {form && response && <AnswerList form={form} answers={answersOf(response)} />}
    </section>
  );
}

function newestResponse(resources: readonly RecordResource[], formUrl: string): RecordResource | undefined {
  return resources
    .filter(
      ({ resourceType, questionnaire, status }) =>
        resourceType === 'QuestionnaireResponse' &&
        String(questionnaire).split('|')[0] === formUrl &&
        (status === 'completed' || status === 'amended'),
    )
    .toSorted((a, b) => Date.parse(String(b.authored)) - Date.parse(String(a.authored)))[0];
}
