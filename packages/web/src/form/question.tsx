import {
  type Answer,
  extensionText,
  HELP,
  MAXIMUM,
  MINIMUM,
  type QuestionnaireItem,
  SCALE_ENDS,
  textIn,
} from '@cryopath/pathway';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../app/language.ts';
import { Choice } from './choice.tsx';
import styles from './question.module.css';

export interface QuestionProps {
  readonly item: QuestionnaireItem;
  readonly answer: Answer | undefined;
  readonly isMissing: boolean;
  readonly onAnswer: (answer: Answer) => void;
}

/** One question of a form, by its type. Blanks in a text are kept while it is being written. */
export function Question({ item, answer, isMissing, onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const label = textIn(language, item.text, item._text);
  const help = extensionText(language, item, HELP);
  const shared = { label, help, linkId: item.linkId, isRequired: item.required === true, isMissing };
  switch (item.type) {
    case 'choice':
    case 'open-choice':
      return (
        <Choice
          {...shared}
          value={typeof answer === 'string' ? answer : undefined}
          options={(item.answerOption ?? []).map(({ valueCoding }) => ({
            value: valueCoding.code,
            text: textIn(language, valueCoding.display, valueCoding._display),
          }))}
          onChange={onAnswer}
        />
      );
    case 'boolean':
      return (
        <Choice
          {...shared}
          value={typeof answer === 'boolean' ? String(answer) : undefined}
          options={[
            { value: 'true', text: t('form.yes') },
            { value: 'false', text: t('form.no') },
          ]}
          onChange={(value) => onAnswer(value === 'true')}
        />
      );
    case 'integer': {
      const [low, high] = scaleOf(item);
      return (
        <Choice
          {...shared}
          layout="scale"
          value={typeof answer === 'number' ? String(answer) : undefined}
          options={Array.from({ length: high - low + 1 }, (_, index) => {
            const value = String(low + index);
            return { value, text: value };
          })}
          ends={{
            low: extensionText(language, item, SCALE_ENDS.low),
            high: extensionText(language, item, SCALE_ENDS.high),
          }}
          onChange={(value) => onAnswer(Number(value))}
        />
      );
    }
    case 'display':
      return <p>{label}</p>;
    case 'string':
    case 'text':
    case 'date':
    case 'dateTime':
    case 'time':
    case 'decimal':
    case 'attachment':
      return (
        <TextField
          className={styles.question ?? ''}
          data-question={item.linkId}
          isRequired={item.required === true}
          isInvalid={isMissing}
          validationBehavior="aria"
          value={answer === undefined ? '' : String(answer)}
          onChange={onAnswer}
        >
          <Label className={styles.label ?? ''}>{label}</Label>
          {help && (
            <Text slot="description" className={styles.help ?? ''}>
              {help}
            </Text>
          )}
          {item.type === 'text' ? (
            <TextArea className={styles.input ?? ''} rows={3} />
          ) : (
            <Input className={styles.input ?? ''} />
          )}
          <FieldError className={styles.error ?? ''}>{t('form.required')}</FieldError>
        </TextField>
      );
    case 'group':
      return null;
    default:
      return item.type satisfies never;
  }
}

/** @throws Error for an integer without both ends of a scale: no form of ours has one. */
function scaleOf(item: QuestionnaireItem): readonly [number, number] {
  const end = (url: string) => item.extension?.find((each) => each.url === url)?.valueInteger;
  const [low, high] = [end(MINIMUM), end(MAXIMUM)];
  if (low === undefined || high === undefined) throw new Error(`"${item.linkId}" has no scale`);
  return [low, high];
}
