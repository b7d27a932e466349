import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import styles from './choice.module.css';
import { type QuestionProps, QuestionWords, questionBox } from './question.tsx';

export interface Option {
  readonly value: string;
  readonly text: string;
}

/** One of several answers. Radio buttons, so arrows, touch and a screen reader all work; no list that hides the others. */
export function Choice(
  props: QuestionProps & {
    readonly value: string | undefined;
    readonly options: readonly Option[];
    readonly onChange: (value: string) => void;
    /** Under each other where the words are long, or one question fills the page. */
    readonly isStacked?: boolean;
  },
) {
  return (
    <RadioGroup {...questionBox(props)} value={props.value ?? null} onChange={props.onChange}>
      <QuestionWords question={props}>
        <div className={props.isStacked ? styles.stack : styles.row}>
          {props.options.map(({ value, text }) => (
            <Radio key={value} value={value} className={styles.option ?? ''}>
              {text}
            </Radio>
          ))}
        </div>
      </QuestionWords>
    </RadioGroup>
  );
}
