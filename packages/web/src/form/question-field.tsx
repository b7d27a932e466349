import { lazy, Suspense, useState } from 'react';
import { useLanguage } from '../app/language.ts';
import { Button } from '../design/button.tsx';
import { Checks } from '../design/checks.tsx';
import { Choice } from '../design/choice.tsx';
import { DateField } from '../design/date-field.tsx';
import { Field } from '../design/field.tsx';
import { PainScale } from '../design/pain-scale.tsx';
import { Pick } from '../design/pick.tsx';
import look from '../design/question.module.css';
import type { QuestionProps } from '../design/question.tsx';
import { useTranslation } from '../texts/use-translation.tsx';
import type { AnswerFault } from './logic/answer-fault.ts';
import { type AnswerOption, keyOf, optionsOf, textOfAnswer } from './logic/answer-option.ts';
import type { AnswerValue } from './logic/answer-state.ts';
import type { Asked } from './logic/asked.ts';
import {
  controlsOf,
  extensionNumber,
  extensionValue,
  extensionWords,
  FORM_EXTENSIONS,
  type Form,
  type FormCoding,
  type FormItem,
  fieldsOf,
  wordsIn,
} from './logic/form-item.ts';
import { localTimeIn, typedAnswer, typedText, zoneOffsetIn } from './typed-answer.ts';

// Rare kinds of answers: who is not asked for them does not load them.
const BodyChart = lazy(() => import('../illustration/body-chart/body-chart.tsx'));
const AttachmentField = lazy(() => import('./attachment-field.tsx'));

/** More options than this stand in a list that opens. */
const OPTIONS_AT_ONCE = 9;
/** Options of more letters than this stand under each other. */
const LONG_OPTION = 28;

export interface QuestionFieldProps {
  readonly form: Form;
  readonly asked: Asked;
  readonly fault: AnswerFault | undefined;
  readonly timeZone: string;
  /** The clock's now, for "now" beside a time. */
  readonly now: () => number;
  readonly onAnswer: (values: readonly AnswerValue[]) => void;
}

/** One question of a form, by its type. */
export function QuestionField(props: QuestionFieldProps) {
  const { form, asked, fault, onAnswer } = props;
  const { item, answers } = asked;
  const { t } = useTranslation();
  const language = useLanguage();
  const question: QuestionProps = {
    name: asked.path,
    label: `${item.prefix === undefined ? '' : `${item.prefix} `}${wordsIn(language, item.text ?? item.linkId, item._text)}`,
    help: extensionWords(item, 'help', language),
    error: fault && t(`form.fault.${fault.fault}`, fault.values),
    isRequired: item.required === true,
    isReadOnly: item.readOnly === true || extensionValue(item, 'calculated') !== undefined,
  };
  if (question.isReadOnly) return <Shown question={question} answers={answers} item={item} />;
  switch (item.type) {
    case 'group':
    case 'display':
      return null;
    case 'boolean':
      return (
        <Choice
          {...question}
          value={typeof answers[0]?.valueBoolean === 'boolean' ? String(answers[0].valueBoolean) : undefined}
          options={[
            { value: 'true', text: t('form.yes') },
            { value: 'false', text: t('form.no') },
          ]}
          onChange={(value) => onAnswer([{ valueBoolean: value === 'true' }])}
        />
      );
    case 'choice':
    case 'open-choice':
      return <ChoiceField {...props} question={question} options={optionsOf(item, form, language)} />;
    case 'attachment':
      return (
        <Suspense fallback={null}>
          <AttachmentField {...question} values={answers} repeats={item.repeats === true} onChange={onAnswer} />
        </Suspense>
      );
    case 'integer': {
      const scale = scaleOf(item);
      if (scale === undefined) break;
      return (
        <PainScale
          {...question}
          {...scale}
          ends={{ low: extensionWords(item, 'lowEnd', language), high: extensionWords(item, 'highEnd', language) }}
          value={answers[0]?.valueInteger as number | undefined}
          onChange={(value) => onAnswer([{ valueInteger: value }])}
        />
      );
    }
    default:
  }
  return item.repeats === true ? (
    <Several {...props} question={question} />
  ) : (
    <Written {...props} question={question} value={answers[0]} onValue={(value) => onAnswer(value)} />
  );
}

/** Whole numbers between two near ends, as pain is told. */
function scaleOf(item: FormItem): { readonly low: number; readonly high: number } | undefined {
  const [low, high] = [extensionNumber(item, 'minimum'), extensionNumber(item, 'maximum')];
  if (low === undefined || high === undefined || high - low > 10) return undefined;
  return controlsOf(item).includes('pain-scale') || (low === 0 && high === 10) ? { low, high } : undefined;
}

function Shown(props: {
  readonly question: QuestionProps;
  readonly answers: readonly AnswerValue[];
  readonly item: FormItem;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = props.answers.map((answer) =>
    typeof answer.valueBoolean === 'boolean'
      ? t(answer.valueBoolean ? 'form.yes' : 'form.no')
      : textOfAnswer(answer, language),
  );
  return (
    <div className={look.question} data-question={props.question.name}>
      <span className={look.label}>{props.question.label}</span>
      <output className={look.help}>{words.length > 0 ? words.join(', ') : t('form.notYet')}</output>
    </div>
  );
}

interface Worded extends QuestionFieldProps {
  readonly question: QuestionProps;
}

function ChoiceField(props: Worded & { readonly options: readonly AnswerOption[] }) {
  const { asked, question, options, onAnswer } = props;
  const { item, answers } = asked;
  const chosen = answers.map(keyOf);
  const shown = options.map(({ key, text }) => ({ value: key, text }));
  const answersFor = (keys: readonly string[]) =>
    options.filter(({ key }) => keys.includes(key)).map(({ answer }) => answer);

  if (options.length === 0) return <Written {...props} value={answers[0]} onValue={onAnswer} />;
  if (controlsOf(item).includes('body-chart')) {
    return <Chart {...props} />;
  }
  if (item.repeats === true) {
    const exclusive = options.filter(({ isExclusive }) => isExclusive).map(({ key }) => key);
    return (
      <Checks
        {...question}
        value={chosen}
        options={shown}
        onChange={(keys) => {
          const added = keys.find((key) => !chosen.includes(key));
          // "None of these" stands alone: whichever of the two was chosen last is meant.
          const kept =
            added === undefined
              ? keys
              : exclusive.includes(added)
                ? [added]
                : keys.filter((key) => !exclusive.includes(key));
          onAnswer(answersFor(kept));
        }}
      />
    );
  }
  if (item.type === 'open-choice') return <OpenChoice {...props} />;
  if (options.length > OPTIONS_AT_ONCE) {
    return (
      <Pick
        {...question}
        value={chosen[0]}
        options={shown}
        onChange={(key) => onAnswer(key === undefined ? [] : answersFor([key]))}
      />
    );
  }
  return (
    <Choice
      {...question}
      value={chosen[0]}
      options={shown}
      isStacked={shown.some(({ text }) => text.length > LONG_OPTION)}
      onChange={(key) => onAnswer(answersFor([key]))}
    />
  );
}

function Chart({ asked, question, options, onAnswer }: Worded & { readonly options: readonly AnswerOption[] }) {
  const codeOf = ({ answer }: AnswerOption) => (answer.valueCoding as FormCoding | undefined)?.code ?? '';
  const chosen = asked.answers.map(keyOf);
  const names = new Map(options.map((option) => [codeOf(option), option.text]));
  return (
    <div className={look.question} data-question={question.name}>
      <span className={look.label}>{question.label}</span>
      {question.help !== undefined && <span className={look.help}>{question.help}</span>}
      <Suspense fallback={null}>
        <BodyChart
          label={question.label}
          nameOf={(code) => names.get(code)}
          chosen={options.filter(({ key }) => chosen.includes(key)).map(codeOf)}
          onChange={(codes) =>
            onAnswer(options.filter((option) => codes.includes(codeOf(option))).map(({ answer }) => answer))
          }
        />
      </Suspense>
      {question.error !== undefined && <span className={look.error}>{question.error}</span>}
    </div>
  );
}

const OTHER = 'cryopath:other';

/** Options, and an answer in one's own words where none of them fits. */
function OpenChoice(props: Worded & { readonly options: readonly AnswerOption[] }) {
  const { asked, question, options, onAnswer } = props;
  const { t } = useTranslation();
  const [answer] = asked.answers;
  const isOwn = answer?.valueString !== undefined;
  const [isOther, setOther] = useState(isOwn);
  return (
    <>
      <Choice
        {...question}
        value={isOwn || isOther ? OTHER : answer && keyOf(answer)}
        options={[...options.map(({ key, text }) => ({ value: key, text })), { value: OTHER, text: t('form.other') }]}
        onChange={(key) => {
          setOther(key === OTHER);
          onAnswer(options.filter((option) => option.key === key).map((option) => option.answer));
        }}
      />
      {(isOwn || isOther) && (
        <Field
          label={t('form.otherWords')}
          value={String(answer?.valueString ?? '')}
          isRequired={question.isRequired === true}
          onChange={(text) => onAnswer(text === '' ? [] : [{ valueString: text }])}
        />
      )}
    </>
  );
}

/** An answer that is typed. */
function Written(
  props: Worded & {
    readonly value: AnswerValue | undefined;
    readonly onValue: (values: readonly AnswerValue[]) => void;
  },
) {
  const { asked, question, value, onValue, timeZone, now } = props;
  const { item } = asked;
  const { t } = useTranslation();
  const language = useLanguage();
  const units = (item.extension ?? [])
    .filter(({ url }) => url === FORM_EXTENSIONS.unitOption)
    .map((each) => fieldsOf(each).valueCoding as FormCoding);
  const unitOf = (value?.valueQuantity as { code?: string } | undefined)?.code;
  const unit = units.find(({ code }) => code === unitOf) ?? units[0];
  const text = typedText(item, value, language === 'pl' ? ',' : '.');
  const write = (typed: string, chosen = unit) =>
    onValue(typedAnswer(item, typed, { unit: chosen, zoneOf: zoneOffsetIn(timeZone) }));

  if (item.type === 'date' || item.type === 'dateTime') {
    const isMoment = item.type === 'dateTime';
    return (
      <div className={look.question}>
        <DateField {...question} value={text} onChange={write} withTime={isMoment} />
        {isMoment && (
          <div className={look.row}>
            <Button tone="plain" onPress={() => write(localTimeIn(timeZone, now()))}>
              {t('form.now')}
            </Button>
          </div>
        )}
      </div>
    );
  }
  const ucum = extensionValue(item, 'unit') as FormCoding | undefined;
  // UCUM writes for machines: `Cel` is °C, `mo` is months.
  const shownUnit = ucum?.code && t(`form.units.${ucum.code}`, { defaultValue: ucum.display ?? ucum.code });
  const isNumber = item.type === 'integer' || item.type === 'decimal' || item.type === 'quantity';
  return (
    <>
      <Field
        {...question}
        help={question.help ?? (item.type === 'time' ? t('form.timeHelp') : undefined)}
        value={text}
        onChange={write}
        unit={shownUnit || undefined}
        isShort={isNumber || item.type === 'time'}
        keyboard={item.type === 'integer' ? 'numeric' : isNumber ? 'decimal' : item.type === 'url' ? 'url' : 'text'}
        maxLength={item.maxLength}
        {...(item.type === 'text' ? { rows: 3 } : {})}
      />
      {units.length > 1 && (
        <Choice
          label={t('form.unit')}
          value={unit?.code}
          options={units.map(({ code = '', display }) => ({ value: code, text: display ?? code }))}
          onChange={(code) =>
            write(
              text,
              units.find((each) => each.code === code),
            )
          }
          isRequired
        />
      )}
    </>
  );
}

/** Several typed answers to one question, each with its own box. */
function Several(props: Worded) {
  const { asked, question, onAnswer } = props;
  const { t } = useTranslation();
  const values = asked.answers.length === 0 ? [{ draft: '' }] : asked.answers;
  return (
    <div className={look.question} data-question={question.name}>
      {values.map((value, index) => (
        // Boxes have no name but their place, and the place is what their words are bound to.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={index}>
          <Written
            {...props}
            question={{
              ...question,
              name: undefined,
              label: values.length > 1 ? t('form.nth', { label: question.label, number: index + 1 }) : question.label,
            }}
            value={value}
            onValue={([typed]) => onAnswer(values.map((each, at) => (at === index ? (typed ?? { draft: '' }) : each)))}
          />
          {values.length > 1 && (
            <Button
              tone="quiet"
              label={t('form.removeNamed', { name: t('form.nth', { label: question.label, number: index + 1 }) })}
              onPress={() => onAnswer(values.filter((_, at) => at !== index))}
            >
              {t('form.remove')}
            </Button>
          )}
        </div>
      ))}
      <div className={look.row}>
        <Button tone="plain" onPress={() => onAnswer([...values, { draft: '' }])}>
          {t('form.add')}
        </Button>
      </div>
    </div>
  );
}
