import { useId } from 'react';
import { useTranslation } from '../texts/use-translation.tsx';
import type { Option } from './choice.tsx';
import look from './question.module.css';
import type { QuestionProps } from './question.tsx';

/** One of many answers, in the browser's own list: every keyboard, finger and screen reader knows it. */
export function Pick(
  props: QuestionProps & {
    readonly value: string | undefined;
    readonly options: readonly Option[];
    readonly onChange: (value: string | undefined) => void;
    /** What it says while nothing is chosen. */
    readonly none?: string;
  },
) {
  const { t } = useTranslation();
  const { label, help, error, name, isRequired = false, isReadOnly = false } = props;
  const id = useId();
  return (
    <div
      className={look.question}
      {...(error === undefined ? {} : { 'data-invalid': true })}
      {...(name === undefined ? {} : { 'data-question': name })}
    >
      <label htmlFor={id} className={look.label}>
        {label}
        {!isRequired && !isReadOnly && <span className={look.optional}> ({t('form.optional')})</span>}
      </label>
      {help !== undefined && (
        <span id={`${id}-help`} className={look.help}>
          {help}
        </span>
      )}
      <select
        id={id}
        className={look.input}
        value={props.value ?? ''}
        disabled={isReadOnly}
        aria-invalid={error !== undefined}
        aria-required={isRequired}
        aria-describedby={`${id}-help ${id}-error`}
        onChange={(event) => props.onChange(event.target.value === '' ? undefined : event.target.value)}
      >
        <option value="">{props.none ?? t('form.pick')}</option>
        {props.options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <span id={`${id}-error`} className={error === undefined ? undefined : look.error}>
        {error}
      </span>
    </div>
  );
}
