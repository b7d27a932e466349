import { lazy, Suspense, useMemo, useState } from 'react';
import { useLanguage } from '../../app/language.ts';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/notice.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import type { Sent } from '../../device/outbox.ts';
import { useRefusedLater } from '../../device/use-refused-later.ts';
import { AnswerList } from '../../form/answer-list.tsx';
import { withStepAnswers } from '../../form/logic/step-answers.ts';
import { QuestionnaireForm, type QuestionnaireFormProps } from '../../form/questionnaire-form.tsx';
import type { Saved, Submission } from '../../form/submission.ts';
import { StepIllustration } from '../../guide/step-illustration.tsx';
import { StateWords } from '../../pathway/rail.tsx';
import { useTranslation } from '../../texts/use-translation.tsx';
import { BlockClock } from './block-clock.tsx';
import { BlockResult } from './block-result.tsx';
import { consentOf } from './consent.ts';
import { newestResponse } from './newest-response.ts';
import { OpenByHand } from './open-by-hand.tsx';
import { ProcedurePanel } from './procedure-panel.tsx';
import { RecoveryClock } from './recovery-clock.tsx';
import { ReferralPanel } from './referral-panel.tsx';
import { SecondPerson } from './second-person.tsx';
import { SkipStep } from './skip-step.tsx';
import styles from './step-panel.module.css';
import type { StepProps } from './step-props.ts';
import { firstOfTimeOut, isYetUnseen } from './time-out-entries.ts';

// With the freeze planner's pictures and its model, which nothing else here needs.
const FreezingStep = lazy(() => import('../../planner/measured/freezing-step.tsx'));
const FreezeResult = lazy(() => import('../../planner/entered/freeze-result.tsx'));

type OnAnswers = QuestionnaireFormProps['onAnswers'];

/** Drawings of the page's six steps, by the steps that they belong to. */
const DRAWINGS: Readonly<Record<string, string>> = {
  positioning: 'preparation',
  locating: 'locating',
  anaesthesia: 'anaesthesia',
  probe: 'probe',
  freezing: 'freezing',
  completion: 'completion',
};

/** One step of the pathway: why it is blocked, its form or screen when it may be done, what was recorded when it is done. */
export function StepPanel({ open, pathway, onSaved }: StepProps) {
  const { protocol, record, view } = pathway;
  const { t } = useTranslation();
  const language = useLanguage();
  const { step, state } = open;
  const [isAgain, setAgain] = useState(false);
  const form = protocol.forms.find(({ id }) => id === step.form);
  const response = form && newestResponse(record.resources, form.url, step.answers);
  const mayBeDone = state.state === 'ready' || state.state === 'overdue' || state.state === 'overridden';
  const drawing = DRAWINGS[step.id];
  const isFilledIn = mayBeDone || (state.state === 'done' && isAgain);
  const stepForm = (onAnswers?: OnAnswers) =>
    form &&
    isFilledIn && (
      <StepEntry
        open={open}
        pathway={pathway}
        onAnswers={onAnswers}
        onSaved={async () => {
          setAgain(false);
          await onSaved();
        }}
      />
    );
  return (
    <section className={styles.panel} aria-labelledby="step">
      <div className={styles.head}>
        <div>
          <h2 id="step">{step.title[language]}</h2>
          <p className={styles.state} role="status">
            <StateWords view={open} protocol={protocol} />
          </p>
          <p className={styles.participants}>
            {t('chart.who')}: {step.participants.map((each) => t(`chart.participant.${each}`)).join(', ')}
          </p>
        </div>
        {drawing !== undefined && (
          <div className={styles.drawing}>
            <StepIllustration id={drawing} />
          </div>
        )}
      </div>
      {state.state === 'blocked' && (
        <>
          <div className={styles.blocked}>
            <h3>{t('chart.missing')}</h3>
            <ul>
              {state.by.map(({ name, reason }) => (
                <li key={name}>{reason[language]}</li>
              ))}
            </ul>
          </div>
          <OpenByHand step={step} by={state.by} pathway={pathway} onSaved={onSaved} />
        </>
      )}
      {state.state === 'overridden' && (
        <Notice tone="warning" title={t('override.opened')}>
          {state.by.map(({ id, reason }) => (
            <p key={id}>{reason}</p>
          ))}
        </Notice>
      )}
      {step.output === 'block' && <BlockResult pathway={pathway} />}
      {step.stage === 'recovery' && <RecoveryClock pathway={pathway} />}
      {step.output === 'referral' && mayBeDone && <ReferralPanel open={open} pathway={pathway} onSaved={onSaved} />}
      {step.output === 'procedure' && <ProcedurePanel open={open} pathway={pathway} onSaved={onSaved} />}
      {step.output === 'procedure' && state.state === 'done' && (
        <Suspense fallback={<Skeleton text={t('app.loading')} />}>
          <FreezeResult pathway={pathway} />
        </Suspense>
      )}
      {step.output === 'freezing' && (
        <Suspense fallback={<Skeleton text={t('app.loading')} />}>
          {/* The form behind the same wait: one that moves down under a finger that presses loses the press. */}
          <FreezingStep open={open} pathway={pathway} onSaved={onSaved}>
            {stepForm}
          </FreezingStep>
        </Suspense>
      )}
      {step.output === 'block' && mayBeDone && <BlockClock patient={record.patient} />}
      {step.output !== 'freezing' && stepForm()}
      {form && state.state === 'done' && !isAgain && (
        <p>
          <Button tone="plain" onPress={() => setAgain(true)}>
            {t('clinic.again')}
          </Button>
        </p>
      )}
      {(mayBeDone || state.state === 'missed') && step.required !== 'must' && (
        <SkipStep step={step} view={view} onSaved={onSaved} />
      )}
      {form && response && isYetUnseen(step, pathway) && <p>{t('timeOut.hidden')}</p>}
      {form && response && !isYetUnseen(step, pathway) && (
        <AnswerList form={form} response={response} timeZone={protocol.timeZone} />
      )}
    </section>
  );
}

type EntryProps = StepProps & { readonly onAnswers?: OnAnswers };

/** The step's form; that of the time-out's second entry is for somebody else than whoever made the first (H02). */
function StepEntry(props: EntryProps) {
  const { person } = useSession();
  const first = props.open.step.output === 'timeOutSecond' ? firstOfTimeOut(props.pathway) : undefined;
  if (first !== person.who) return <StepForm {...props} />;
  return (
    <SecondPerson
      first={first}
      entry={(onDone) => (
        <StepForm
          {...props}
          onSaved={async () => {
            onDone();
            await props.onSaved();
          }}
        />
      )}
    />
  );
}

/** The step's form, and what is saved beside its answers. */
function StepForm({ open, pathway, onAnswers, onSaved }: EntryProps) {
  const { clock, store, outbox, person } = useSession();
  const [sent, setSent] = useState<Sent>();
  const isBack = useRefusedLater(outbox, sent);
  const { protocol, record, view } = pathway;
  const { step } = open;
  const form = useMemo(() => {
    const asked = protocol.forms.find(({ id }) => id === step.form);
    return asked && withStepAnswers(asked, step.answers);
  }, [protocol, step]);
  if (form === undefined) return null;
  const save = async (submission: Submission): Promise<Saved> => {
    const consent = step.output === 'consent' ? consentOf(submission, record.patient) : undefined;
    const entries = consent === undefined ? submission.entries : [...submission.entries, consent];
    const { key, draft } = submission;
    const result = await outbox.send({ key, at: clock.now(), entries, ...(draft ? { draft } : {}) });
    setSent(result);
    if (result.as === 'saved') await onSaved();
    return result.as;
  };
  return (
    <>
      {sent?.as === 'refused' && <Problem answer={sent.answer} />}
      <QuestionnaireForm
        key={String(isBack)}
        form={form}
        answering={{
          patient: record.patient,
          author: person.who,
          ...(view.pathway?.id === undefined ? {} : { pathway: `CarePlan/${view.pathway.id}` }),
        }}
        occasion={step.answers === undefined ? undefined : step.id}
        signer={person}
        store={store}
        timeZone={protocol.timeZone}
        now={clock.now}
        layout={step.output === 'timeOut' ? 'steps' : 'page'}
        onAnswers={onAnswers}
        onFinished={save}
      />
    </>
  );
}
