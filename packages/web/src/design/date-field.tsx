import { useId } from 'react';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './date-field.module.css';
import { type DateParts, dateOf, partsOf } from './date-parts.ts';
import look from './question.module.css';
import type { QuestionProps } from './question.tsx';

const PARTS = ['day', 'month', 'year'] as const;

/**
 * A day in three boxes: no calendar to page through for a birth date, and a year alone may stand where no more is known, as FHIR's date
 * allows. `value` is what was typed so far: a FHIR date, or the parts joined by `~` while they are no date yet.
 */
export function DateField(
  props: QuestionProps & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    /** With a clock time as fourth box: FHIR's dateTime. */
    readonly withTime?: boolean;
  },
) {
  const { t } = useTranslation();
  const { label, help, error, name, isRequired = false, isReadOnly = false, withTime = false } = props;
  const id = useId();
  const parts = partsOf(props.value);
  const set = (part: keyof DateParts, text: string) => props.onChange(dateOf({ ...parts, [part]: text }));
  return (
    <Group
      className={look.question ?? ''}
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-help ${id}-error`}
      isInvalid={error !== undefined}
      {...(name === undefined ? {} : { 'data-question': name })}
    >
      <span id={`${id}-label`} className={look.label}>
        {label}
        {!isRequired && !isReadOnly && <span className={look.optional}> ({t('form.optional')})</span>}
      </span>
      <span id={`${id}-help`} className={look.help}>
        {help ?? t('form.date.help')}
      </span>
      <div className={styles.parts}>
        {[...PARTS, ...(withTime ? (['time'] as const) : [])].map((part) => (
          <TextField
            key={part}
            className={`${styles.part} ${part === 'year' || part === 'time' ? styles.year : ''}`}
            isInvalid={error !== undefined}
            isReadOnly={isReadOnly}
            validationBehavior="aria"
            value={parts[part]}
            onChange={(text) => set(part, text)}
          >
            <Label>{t(`form.date.${part}`)}</Label>
            <Input
              className={look.input ?? ''}
              inputMode="numeric"
              autoComplete="off"
              maxLength={part === 'year' ? 4 : 5}
            />
          </TextField>
        ))}
      </div>
      <span id={`${id}-error`} className={error === undefined ? undefined : look.error}>
        {error}
      </span>
    </Group>
  );
}
