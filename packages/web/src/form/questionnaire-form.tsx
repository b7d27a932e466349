import {
  type Answer,
  type Answers,
  type Instant,
  type Questionnaire,
  type QuestionnaireItem,
  type QuestionnaireResponse,
  questionsOf,
  responseTo,
  textIn,
} from '@cryopath/pathway';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../app/language.ts';
import { Button } from '../design/button.tsx';
import { Question } from './question.tsx';
import styles from './questionnaire-form.module.css';

/** A Questionnaire as a page of questions. Finishing gives a QuestionnaireResponse; what is missing is said at its question. */
export function QuestionnaireForm(props: {
  readonly form: Questionnaire;
  readonly patient: string;
  readonly now: () => Instant;
  /** @param key idempotency key, the same for every try to save these answers. */
  readonly onFinished: (response: QuestionnaireResponse, key: string) => Promise<void>;
}) {
  const { form, patient, now, onFinished } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const [answers, setAnswers] = useState<Answers>(() => initialAnswers(form));
  const [isChecked, setChecked] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const saving = useRef<{ readonly answers: Answers; readonly key: string; readonly response: QuestionnaireResponse }>(
    undefined,
  );
  const page = useRef<HTMLFormElement>(null);

  const missing = questionsOf(form).filter(({ required, linkId }) => required && isBlank(answers[linkId]));
  const finish = async (event: FormEvent) => {
    event.preventDefault();
    if (isSaving) return;
    setChecked(true);
    const [first] = missing;
    if (first) {
      page.current
        ?.querySelector<HTMLElement>(`[data-question="${CSS.escape(first.linkId)}"] :is(input, textarea)`)
        ?.focus();
      return;
    }
    if (saving.current?.answers !== answers) {
      const response = responseTo(form, answers, { patient, at: now(), status: 'completed' });
      saving.current = { answers, key: crypto.randomUUID(), response };
    }
    setSaving(true);
    await onFinished(saving.current.response, saving.current.key);
    setSaving(false);
  };

  const questions = (items: readonly QuestionnaireItem[]) =>
    items.map((item) =>
      item.type === 'group' ? (
        <fieldset key={item.linkId} className={styles.group}>
          <legend>{textIn(language, item.text, item._text)}</legend>
          {questions(item.item ?? [])}
        </fieldset>
      ) : (
        <Question
          key={item.linkId}
          item={item}
          answer={answers[item.linkId]}
          isMissing={isChecked && missing.includes(item)}
          onAnswer={(answer) => setAnswers((before) => withAnswer(before, item.linkId, answer))}
        />
      ),
    );

  return (
    <form
      ref={page}
      className={styles.form}
      onSubmit={finish}
      noValidate
      aria-label={textIn(language, form.title, form._title)}
    >
      {questions(form.item)}
      {isChecked && missing.length > 0 && (
        <p className={styles.missing} role="alert">
          {t('form.errors', { count: missing.length })}
        </p>
      )}
      <Button tone="main" type="submit" isBusy={isSaving}>
        {isSaving ? t('clinic.saving') : t('clinic.save')}
      </Button>
    </form>
  );
}

const initialAnswers = (form: Questionnaire): Answers =>
  Object.fromEntries(
    questionsOf(form).flatMap(({ linkId, answerOption }) => {
      const initial = answerOption?.find(({ initialSelected }) => initialSelected);
      return initial ? [[linkId, initial.valueCoding.code]] : [];
    }),
  );

const isBlank = (answer: Answer | undefined): boolean =>
  answer === undefined || (typeof answer === 'string' && answer.trim() === '');

/** An answer that is blank is none: FHIR has no empty strings. */
function withAnswer(answers: Answers, linkId: string, answer: Answer): Answers {
  const { [linkId]: _, ...others } = answers;
  return isBlank(answer) ? others : { ...others, [linkId]: answer };
}
