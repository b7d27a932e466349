import { lazy, Suspense, useEffect, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useLanguage } from '../app/language.ts';
import { Button } from '../design/button.tsx';
import { Checks } from '../design/checks.tsx';
import { faultOf } from '../form/logic/answer-fault.ts';
import { keyOf, optionsOf } from '../form/logic/answer-option.ts';
import type { AnswerValue } from '../form/logic/answer-state.ts';
import type { Asked } from '../form/logic/asked.ts';
import { extensionNumber, extensionWords, type Form, wordsIn } from '../form/logic/form-item.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './check-in-page.module.css';

// Every other kind of question; the check-in of the default protocol has one, and only when something else is the matter.
const QuestionField = lazy(async () => ({ default: (await import('../form/question-field.tsx')).QuestionField }));

/** One question that fills the page. Its answers are buttons: one press answers and goes on, and nothing goes on by itself. */
export function QuickQuestion(props: {
  readonly form: Form;
  readonly asked: Asked;
  readonly timeZone: string;
  readonly now: () => number;
  readonly onAnswer: (values: readonly AnswerValue[]) => void;
  readonly onNext: () => void;
}) {
  const { form, asked, onAnswer, onNext } = props;
  const { item, answers } = asked;
  const { t } = useTranslation();
  const language = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const answer = (values: readonly AnswerValue[]) => {
    onAnswer(values);
    onNext();
  };
  const words = wordsIn(language, item.text, item._text);
  const help = extensionWords(item, 'help', language);
  const options = optionsOf(item, form, language);
  const chosen = answers.map(keyOf);
  const [low, high] = [extensionNumber(item, 'minimum'), extensionNumber(item, 'maximum')];
  const ends = [extensionWords(item, 'lowEnd', language), extensionWords(item, 'highEnd', language)];
  const head = (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {words}
      </h2>
      {help !== undefined && <p className={styles.help}>{help}</p>}
    </>
  );

  if (item.type === 'integer' && low !== undefined && high !== undefined && high - low <= 10) {
    return (
      <section className={styles.question}>
        {head}
        <div className={styles.scores}>
          {Array.from({ length: high - low + 1 }, (_, index) => low + index).map((score) => (
            <Answer
              key={score}
              isGiven={answers[0]?.valueInteger === score}
              onPress={() => answer([{ valueInteger: score }])}
            >
              {String(score)}
            </Answer>
          ))}
        </div>
        {ends[0] !== undefined && (
          <p className={styles.ends}>
            <span>
              {low} – {ends[0]}
            </span>
            <span>
              {high} – {ends[1]}
            </span>
          </p>
        )}
      </section>
    );
  }
  if (item.type === 'choice' && item.repeats !== true) {
    return (
      <section className={styles.question}>
        {head}
        <div className={styles.answers}>
          {options.map((option) => (
            <Answer key={option.key} isGiven={chosen.includes(option.key)} onPress={() => answer([option.answer])}>
              {option.text}
            </Answer>
          ))}
        </div>
      </section>
    );
  }
  const exclusive = options.filter(({ isExclusive }) => isExclusive);
  if (item.type === 'choice' && exclusive.length > 0) {
    const others = options.filter(({ isExclusive }) => !isExclusive);
    const given = others.filter(({ key }) => chosen.includes(key));
    return (
      <section className={styles.question}>
        {head}
        <div className={styles.answers}>
          {exclusive.map((option) => (
            <Answer
              key={option.key}
              isNone
              isGiven={chosen.includes(option.key)}
              onPress={() => answer([option.answer])}
            >
              {option.text}
            </Answer>
          ))}
        </div>
        <Checks
          label={t('checkIn.or')}
          value={given.map(({ key }) => key)}
          options={others.map(({ key, text }) => ({ value: key, text }))}
          onChange={(keys) => onAnswer(others.filter(({ key }) => keys.includes(key)).map((option) => option.answer))}
          isRequired
        />
        {given.length > 0 && (
          <p>
            <Button tone="main" onPress={onNext}>
              {t('form.next')}
            </Button>
          </p>
        )}
      </section>
    );
  }
  return (
    <section className={styles.question}>
      {head}
      <Suspense fallback={null}>
        <QuestionField
          form={form}
          asked={asked}
          fault={undefined}
          timeZone={props.timeZone}
          now={props.now}
          onAnswer={onAnswer}
        />
      </Suspense>
      <p>
        <Button tone="main" onPress={onNext} isDisabled={faultOf(asked) !== undefined}>
          {t('form.next')}
        </Button>
      </p>
    </section>
  );
}

function Answer(props: {
  readonly isGiven: boolean;
  readonly isNone?: boolean;
  readonly onPress: () => void;
  readonly children: string;
}) {
  return (
    <AriaButton
      className={`${styles.answer} ${props.isGiven ? styles.given : ''} ${props.isNone ? styles.none : ''}`}
      aria-pressed={props.isGiven}
      onPress={props.onPress}
    >
      {props.children}
    </AriaButton>
  );
}
