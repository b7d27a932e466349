import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { Text } from 'react-aria-components/Text';
import { useTranslation } from 'react-i18next';
import styles from './question.module.css';

/** One of several answers, or a number on a scale: radio buttons, so arrows, touch and a screen reader all work. */
export function Choice(props: {
  readonly linkId: string;
  readonly label: string;
  readonly help: string | undefined;
  readonly isRequired: boolean;
  readonly isMissing: boolean;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly layout?: 'scale';
  readonly ends?: { readonly low: string | undefined; readonly high: string | undefined };
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const { ends } = props;
  return (
    <RadioGroup
      className={styles.question ?? ''}
      data-question={props.linkId}
      isRequired={props.isRequired}
      isInvalid={props.isMissing}
      validationBehavior="aria"
      value={props.value ?? null}
      onChange={props.onChange}
      orientation="horizontal"
    >
      <Label className={styles.label ?? ''}>{props.label}</Label>
      {(props.help || ends?.low) && (
        <Text slot="description" className={styles.help ?? ''}>
          {props.help ?? `0 – ${ends?.low}, ${props.options.at(-1)?.text} – ${ends?.high}`}
        </Text>
      )}
      <div className={props.layout === 'scale' ? styles.scale : styles.options}>
        {props.options.map(({ value, text }) => (
          <Radio key={value} value={value} className={styles.option ?? ''}>
            {text}
          </Radio>
        ))}
      </div>
      <FieldError className={styles.error ?? ''}>{t('form.required')}</FieldError>
    </RadioGroup>
  );
}
