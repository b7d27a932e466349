import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './question.module.css';

/** What every question has, whatever its answer is. */
export interface QuestionProps {
  /** How a form finds the question again, to lead the reader to it. */
  readonly name?: string | undefined;
  readonly label: string;
  readonly help?: string | undefined;
  /** Why the answer cannot stand, in words; nothing while it can, or while nobody has asked yet. */
  readonly error?: string | undefined;
  readonly isRequired?: boolean;
  readonly isReadOnly?: boolean;
}

/** Attributes of a question's outer element. */
export const questionBox = ({ name, isRequired = false, isReadOnly = false, error }: QuestionProps) => ({
  className: styles.question ?? '',
  ...(name === undefined ? {} : { 'data-question': name }),
  isRequired,
  isReadOnly,
  isInvalid: error !== undefined,
  validationBehavior: 'aria' as const,
});

/** The words around an answer: the question, what helps to answer it, the answer itself, and why it cannot stand. */
export function QuestionWords({
  question,
  children,
}: {
  readonly question: QuestionProps;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const { label, help, error, isRequired = false, isReadOnly = false } = question;
  return (
    <>
      <Label className={styles.label ?? ''}>
        {label}
        {!isRequired && !isReadOnly && <span className={styles.optional}> ({t('form.optional')})</span>}
      </Label>
      {help !== undefined && (
        <Text slot="description" className={styles.help ?? ''}>
          {help}
        </Text>
      )}
      {children}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </>
  );
}
