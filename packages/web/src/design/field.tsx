import { Input } from 'react-aria-components/Input';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import styles from './question.module.css';
import { type QuestionProps, QuestionWords, questionBox } from './question.tsx';

/** An answer that is written. `unit` stands behind it and belongs to what a screen reader says. */
export function Field(
  props: QuestionProps & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly rows?: number;
    readonly unit?: string | undefined;
    readonly isShort?: boolean;
    readonly keyboard?: 'text' | 'numeric' | 'decimal' | 'url' | 'search';
    readonly maxLength?: number | undefined;
    readonly placeholder?: string | undefined;
  },
) {
  const { value, onChange, rows, unit, isShort = false, keyboard = 'text', maxLength, placeholder } = props;
  const look = `${styles.input} ${isShort ? styles.short : ''}`;
  const shared = {
    className: look,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(placeholder === undefined ? {} : { placeholder }),
  };
  const words = unit === undefined ? props : { ...props, label: `${props.label} (${unit})` };
  return (
    <TextField {...questionBox(props)} value={value} onChange={onChange}>
      <QuestionWords question={words}>
        <div className={styles.row}>
          {rows === undefined ? (
            <Input {...shared} inputMode={keyboard} autoComplete="off" />
          ) : (
            <TextArea {...shared} rows={rows} />
          )}
          {unit !== undefined && (
            <span className={styles.unit} aria-hidden="true">
              {unit}
            </span>
          )}
        </div>
      </QuestionWords>
    </TextField>
  );
}
