import type { Language } from '@cryopath/fhir';
import { dateFormat, numberFormat } from '../../texts/formats.ts';
import type { AnswerValue } from './answer-state.ts';
import {
  FORM_EXTENSIONS,
  type Form,
  type FormCoding,
  type FormExtension,
  type FormItem,
  fieldsOf,
  type Valued,
  wordsIn,
} from './form-item.ts';

/** One answer that may be chosen. */
export interface AnswerOption {
  /** Tells options apart; never shown. */
  readonly key: string;
  readonly text: string;
  readonly answer: AnswerValue;
  readonly isExclusive: boolean;
  readonly isInitial: boolean;
}

/** The options of a choice: those written in the form, or of a value set that the form carries with it. Empty when it has neither. */
export function optionsOf(item: FormItem, form: Form, language: Language): readonly AnswerOption[] {
  if (item.answerOption !== undefined) {
    return (item.answerOption as readonly Valued[]).flatMap((option): AnswerOption[] => {
      const name = Object.keys(option).find((key) => /^value[A-Z]/.test(key));
      if (name === undefined) return [];
      const answer: AnswerValue = { [name]: option[name] };
      return [
        {
          key: keyOf(answer),
          text: textOfAnswer(answer, language),
          answer: withoutTranslation(answer),
          isExclusive: isTrue(option.extension, FORM_EXTENSIONS.exclusive),
          isInitial: option.initialSelected === true,
        },
      ];
    });
  }
  return containedCodings(item, form).map((coding) => ({
    key: keyOf({ valueCoding: coding }),
    text: textOfAnswer({ valueCoding: coding }, language),
    answer: { valueCoding: coding },
    isExclusive: false,
    isInitial: false,
  }));
}

const isTrue = (extensions: readonly FormExtension[] | undefined, url: string): boolean =>
  extensions?.some((each) => each.url === url && fieldsOf(each).valueBoolean === true) ?? false;

/** Codes of a value set inside the form (`#id`); one elsewhere would have to be fetched, and its list is not ours to guess. */
function containedCodings({ answerValueSet }: FormItem, form: Form): readonly FormCoding[] {
  if (!answerValueSet?.startsWith('#')) return [];
  const set = form.contained?.find(({ id }) => id === answerValueSet.slice(1)) as
    | {
        expansion?: { contains?: readonly FormCoding[] };
        compose?: { include?: readonly { system?: string; concept?: readonly FormCoding[] }[] };
      }
    | undefined;
  return (
    set?.expansion?.contains?.map(({ system, code, display }) => bare({ system, code, display })) ??
    set?.compose?.include?.flatMap(
      ({ system, concept }) => concept?.map(({ code, display }) => bare({ system, code, display })) ?? [],
    ) ??
    []
  );
}

const bare = (coding: Readonly<Record<keyof FormCoding, string | undefined>>): FormCoding =>
  Object.fromEntries(Object.entries(coding).filter(([, value]) => value !== undefined));

/** What makes two answers the same one. */
export function keyOf(answer: AnswerValue): string {
  const coding = answer.valueCoding as FormCoding | undefined;
  return coding ? `${coding.system ?? ''}|${coding.code ?? coding.display ?? ''}` : JSON.stringify(answer);
}

/** An answer in words: a number in the reader's digits, a moment on the clock of a zone, a date as far as it is known. */
export function textOfAnswer(answer: AnswerValue, language: Language, timeZone = 'UTC'): string {
  const [name = ''] = Object.keys(answer);
  const value = answer[name];
  if (name === 'valueCoding') {
    const { display, code, _display } = value as FormCoding & { _display?: unknown };
    return wordsIn(language, display ?? code, _display);
  }
  if (name === 'valueQuantity') {
    const { value: amount, unit } = value as { value?: number; unit?: string };
    return `${inDigits(amount, language)}${unit === undefined ? '' : ` ${unit}`}`;
  }
  if (name === 'valueReference') {
    const { display, reference } = value as { display?: string; reference?: string };
    return display ?? reference ?? '';
  }
  if (name === 'valueDateTime' || name === 'valueDate') return momentInWords(String(value), language, timeZone);
  if (name === 'valueTime') return String(value).slice(0, 5);
  // Free text of a record that was written in both languages, such as the demo's.
  if (name === 'valueString') return wordsIn(language, String(value ?? ''), answer._valueString);
  if (name === 'valueAttachment') return (value as { title?: string }).title ?? '';
  return typeof value === 'number' ? inDigits(value, language) : String(value ?? '');
}

function momentInWords(text: string, language: Language, timeZone: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at) || !/^\d{4}-\d{2}-\d{2}/.test(text)) return text;
  const format: Intl.DateTimeFormatOptions = text.includes('T')
    ? { timeZone, dateStyle: 'medium', timeStyle: 'short' }
    : { timeZone: 'UTC', dateStyle: 'medium' };
  return dateFormat(language, format).format(at);
}

const inDigits = (value: number | undefined, language: Language): string =>
  value === undefined ? '' : numberFormat(language, { maximumFractionDigits: 10 }).format(value);

/** The translation is the form's; a record keeps the code and one display. */
function withoutTranslation(answer: AnswerValue): AnswerValue {
  const coding = answer.valueCoding as (FormCoding & { _display?: unknown }) | undefined;
  if (coding === undefined) return answer;
  const { _display, ...kept } = coding;
  return { valueCoding: kept };
}
