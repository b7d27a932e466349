import protocol from 'virtual:patient-protocol';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useLanguage } from '../app/language.ts';
import { useSession } from '../app/session.ts';
import { Button } from '../design/button.tsx';
import { Progress } from '../design/progress.tsx';
import type { Sent } from '../device/outbox.ts';
import { faultOf } from '../form/logic/answer-fault.ts';
import { textOfAnswer } from '../form/logic/answer-option.ts';
import { type Asked, flatOf, isHidden, isQuestion } from '../form/logic/asked.ts';
import { type Form, wordsIn } from '../form/logic/form-item.ts';
import { submissionOf } from '../form/submission.ts';
import { useForm } from '../form/use-form.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { AdviceCard } from './advice-card.tsx';
import { type AdviceGiven, sameDayAdvice } from './advice-given.ts';
import { adviseHere } from './advise-here.ts';
import styles from './check-in-page.module.css';
import look from './home-page.module.css';
import { checkInForm } from './own-forms.ts';
import { QuickQuestion } from './quick-question.tsx';

/** How are you today: one question a page, each answered by one press; then what to do, at once and from this device (I5, H07). */
export function CheckInPage({ patient }: { readonly patient: string }) {
  const { t } = useTranslation();
  const session = useSession();
  const [form, setForm] = useState(checkInForm);
  const hasBegun = useRef(false);
  // The engine and the record are fetched while the questions are answered, so that the advice waits for nothing.
  const prepared = useRef<ReturnType<typeof adviseHere>>(undefined);
  useEffect(() => {
    prepared.current = adviseHere(session, patient);
    prepared.current.then(
      // Whoever has begun is not made to begin anew: answers to another version's form are a matter for the same day (H06).
      ({ form: kept }) => kept && !hasBegun.current && setForm(kept),
      () => undefined,
    );
  }, [session, patient]);
  if (form === undefined) return <h1>{t('app.notFound')}</h1>;
  return (
    <div className={look.page}>
      <h1>{t('checkIn.title')}</h1>
      <CheckIn key={form.version} patient={patient} form={form} prepared={prepared} hasBegun={hasBegun} />
    </div>
  );
}

function CheckIn(props: {
  readonly patient: string;
  readonly form: Form;
  readonly prepared: RefObject<ReturnType<typeof adviseHere> | undefined>;
  readonly hasBegun: RefObject<boolean>;
}) {
  const { patient, form, prepared, hasBegun } = props;
  const { t } = useTranslation();
  const { store, outbox, clock, person } = useSession();
  const filled = useForm(form, `${person.who}|${patient}|check-in|${form.version ?? ''}`, store);
  const [at, setAt] = useState(0);
  const [advice, setAdvice] = useState<AdviceGiven>();
  const [sent, setSent] = useState<Sent>();
  const [isSending, setSending] = useState(false);

  if (filled.asked === undefined) return null;
  const questions = flatOf(filled.asked).filter((each) => isQuestion(each) && !isHidden(each));
  if (advice) return <AdviceCard advice={advice} sent={sent} />;

  const send = async () => {
    if (isSending || filled.asked === undefined) return;
    setSending(true);
    const now = clock.now();
    const pathway = await prepared.current?.then(({ pathway: known }) => known).catch(() => undefined);
    const answering = { patient, author: person.who, ...(pathway === undefined ? {} : { pathway }) };
    const submission = submissionOf(form, filled.asked, answering, now);
    // The advice first, from here; the network afterwards.
    const given = await prepared.current?.then(({ advise }) => advise(submission.response, now)).catch(() => undefined);
    const advised = given ?? sameDayAdvice();
    setAdvice(advised);
    const isUrgent = advised.level === 'emergency' || advised.level === 'same-day';
    setSent(await outbox.send({ key: submission.key, at: now, entries: submission.entries, isUrgent }));
    await filled.forget();
  };

  const question = questions[at];
  const isUnanswered = questions.some((each) => faultOf(each) !== undefined);
  return (
    <>
      <Progress
        at={at + 1}
        of={questions.length + 1}
        text={question ? t('checkIn.progress', { at: at + 1, of: questions.length }) : t('checkIn.review')}
      />
      {question ? (
        <QuickQuestion
          key={question.path}
          form={form}
          asked={question}
          timeZone={protocol.timeZone}
          now={() => clock.now()}
          onAnswer={(values) => {
            hasBegun.current = true;
            filled.answer(question.path, values);
          }}
          onNext={() => setAt(at + 1)}
        />
      ) : (
        <Review form={form} questions={questions} onChange={setAt} />
      )}
      <div className={look.actions}>
        {!question && (
          <Button tone="main" onPress={send} isBusy={isSending} isDisabled={isUnanswered}>
            {t(isSending ? 'clinic.saving' : 'checkIn.send')}
          </Button>
        )}
        {at > 0 && (
          <Button tone="plain" onPress={() => setAt(at - 1)}>
            {t('form.back')}
          </Button>
        )}
      </div>
      {!question && isUnanswered && <p>{t('checkIn.unanswered')}</p>}
    </>
  );
}

/** Everything once more before it is sent, each answer one press from being changed. */
function Review(props: {
  readonly form: Form;
  readonly questions: readonly Asked[];
  readonly onChange: (at: number) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={styles.question}>
      <h2 ref={heading} tabIndex={-1}>
        {t('checkIn.review')}
      </h2>
      <dl className={styles.review}>
        {props.questions.map(({ item, path, answers }, index) => {
          const words = wordsIn(language, item.text, item._text);
          return (
            <div key={path}>
              <dt>{words}</dt>
              <dd>{answers.map((answer) => answerInWords(item, answer, language)).join(', ') || '–'}</dd>
              <Button
                tone="quiet"
                label={t('checkIn.changeNamed', { name: words })}
                onPress={() => props.onChange(index)}
              >
                {t('checkIn.change')}
              </Button>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function answerInWords(item: Asked['item'], answer: Asked['answers'][number], language: 'en' | 'pl'): string {
  const code = (answer.valueCoding as { code?: string } | undefined)?.code;
  const option = (item.answerOption as readonly { valueCoding?: { code?: string } }[] | undefined)?.find(
    ({ valueCoding }) => code !== undefined && valueCoding?.code === code,
  );
  return textOfAnswer(option ? { valueCoding: option.valueCoding } : answer, language);
}
