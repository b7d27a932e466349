import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import styles from './pain-scale.module.css';
import { type QuestionProps, QuestionWords, questionBox } from './question.tsx';

/** Pain in whole numbers (NRS, evidence.md 5). Radio buttons: arrows, a finger and a screen reader all reach every number. */
export function PainScale(
  props: QuestionProps & {
    readonly low: number;
    readonly high: number;
    readonly ends: { readonly low: string | undefined; readonly high: string | undefined };
    readonly value: number | undefined;
    readonly onChange: (value: number) => void;
  },
) {
  const { low, high, ends, value } = props;
  const scores = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const reached = value === undefined ? 0 : ((value - low) / (high - low)) * 100;
  return (
    <RadioGroup
      {...questionBox(props)}
      orientation="horizontal"
      value={value === undefined ? null : String(value)}
      onChange={(text) => props.onChange(Number(text))}
    >
      <QuestionWords question={props}>
        <svg className={styles.wedge} viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
          <path d="M0 20 L 100 2 V 20 Z" />
          {reached > 0 && <path className={styles.reached} d={`M0 20 L ${reached} ${20 - 0.18 * reached} V 20 Z`} />}
        </svg>
        <div className={styles.scale}>
          {scores.map((score) => (
            <Radio key={score} value={String(score)} className={styles.score ?? ''}>
              {score}
            </Radio>
          ))}
        </div>
        {ends.low !== undefined && ends.high !== undefined && (
          <div className={styles.ends}>
            <span>
              {low} – {ends.low}
            </span>
            <span>
              {high} – {ends.high}
            </span>
          </div>
        )}
      </QuestionWords>
    </RadioGroup>
  );
}
