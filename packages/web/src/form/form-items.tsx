import { memo } from 'react';
import { useLanguage } from '../app/language.ts';
import { Button } from '../design/button.tsx';
import { useTranslation } from '../texts/use-translation.tsx';
import type { AnswerFault } from './logic/answer-fault.ts';
import type { AnswerValue } from './logic/answer-state.ts';
import { type Asked, isHidden } from './logic/asked.ts';
import { type Form, wordsIn } from './logic/form-item.ts';
import { QuestionField } from './question-field.tsx';
import styles from './questionnaire-form.module.css';

export interface FormItemsProps {
  readonly form: Form;
  readonly asked: readonly Asked[];
  /** Faults that are to be shown, by path. */
  readonly faults: ReadonlyMap<string, AnswerFault>;
  readonly timeZone: string;
  readonly now: () => number;
  readonly onAnswer: (path: string, values: readonly AnswerValue[]) => void;
  readonly onAdd: (path: string) => void;
  readonly onRemove: (path: string, index: number) => void;
}

/** What a form asks, in its groups. */
export function FormItems(props: FormItemsProps) {
  return props.asked.filter((each) => !isHidden(each)).map((each) => <OneItem key={each.path} {...props} one={each} />);
}

function OneItem(props: FormItemsProps & { readonly one: Asked }) {
  const { form, one, faults } = props;
  const { item, path, inside } = one;
  const { t } = useTranslation();
  const language = useLanguage();
  const words = wordsIn(language, item.text, item._text);
  if (item.type === 'display') return <p className={styles.display}>{words}</p>;
  if (item.type === 'group') {
    const repeats = item.repeats === true;
    return (
      <fieldset className={styles.group}>
        {words !== '' && <legend>{words}</legend>}
        {inside.map((asked, index) => (
          // Occurrences have no name but their number, and their answers stand under it.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={index} className={styles.occurrence}>
            <FormItems {...props} asked={asked} />
            {repeats && inside.length > 1 && (
              <Button
                tone="quiet"
                label={t('form.removeNamed', { name: t('form.nth', { label: words, number: index + 1 }) })}
                onPress={() => props.onRemove(path, index)}
              >
                {t('form.remove')}
              </Button>
            )}
          </div>
        ))}
        {repeats && (
          <Button tone="plain" onPress={() => props.onAdd(path)}>
            {t('form.addNamed', { name: words })}
          </Button>
        )}
      </fieldset>
    );
  }
  const below = (inside[0] ?? []).filter((each) => !isHidden(each));
  return (
    <>
      <Question
        form={form}
        asked={one}
        fault={faults.get(path)}
        timeZone={props.timeZone}
        now={props.now}
        onAnswer={props.onAnswer}
      />
      {below.length > 0 && (
        <div className={styles.below}>
          <FormItems {...props} asked={below} />
        </div>
      )}
    </>
  );
}

/** Drawn anew only when it is asked otherwise than before: the one that is answered must not wait for forty others. */
const Question = memo(function Question(
  props: Pick<FormItemsProps, 'form' | 'timeZone' | 'now' | 'onAnswer'> & {
    readonly asked: Asked;
    readonly fault: AnswerFault | undefined;
  },
) {
  const { onAnswer, ...question } = props;
  return <QuestionField {...question} onAnswer={(values) => onAnswer(question.asked.path, values)} />;
});
