import { Checkbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import styles from './choice.module.css';
import type { Option } from './choice.tsx';
import { type QuestionProps, QuestionWords, questionBox } from './question.tsx';

/** Any of several answers. */
export function Checks(
  props: QuestionProps & {
    readonly value: readonly string[];
    readonly options: readonly Option[];
    readonly onChange: (value: readonly string[]) => void;
  },
) {
  return (
    <CheckboxGroup {...questionBox(props)} value={[...props.value]} onChange={props.onChange}>
      <QuestionWords question={props}>
        <div className={styles.stack}>
          {props.options.map(({ value, text }) => (
            <Checkbox key={value} value={value} className={`${styles.option} ${styles.box}`}>
              {text}
            </Checkbox>
          ))}
        </div>
      </QuestionWords>
    </CheckboxGroup>
  );
}

/** One statement that is true or not said. */
export function Check(props: {
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
  readonly children: string;
}) {
  return (
    <Checkbox className={`${styles.option} ${styles.box}`} isSelected={props.isChosen} onChange={props.onChange}>
      {props.children}
    </Checkbox>
  );
}
