import type { Instant } from '../clock/instant.ts';
import { isoOf } from '../clock/instant.ts';
import type { Questionnaire, QuestionnaireItem } from '../protocol/questionnaire.ts';
import { isAsked } from './asked.ts';

/** An answer as our forms take it: a choice is given by its code. */
export type Answer = string | number | boolean;
/** Answers by linkId. What is absent was not answered. */
export type Answers = Readonly<Record<string, Answer>>;
/** Answers to be written down: a question that may be answered several times takes a list. */
export type GivenAnswers = Readonly<Record<string, Answer | readonly Answer[]>>;

interface ResponseItem {
  readonly linkId: string;
  readonly answer?: readonly Readonly<Record<string, unknown>>[];
  readonly item?: readonly ResponseItem[];
}

export interface QuestionnaireResponse {
  readonly resourceType: 'QuestionnaireResponse';
  readonly questionnaire: string;
  readonly status: 'in-progress' | 'completed';
  readonly subject: { readonly reference: string };
  readonly authored: string;
  readonly item: readonly ResponseItem[];
}

/**
 * The answers as a QuestionnaireResponse, in the form's order, with the version of the form they were given to (I4).
 *
 * @param patient the patient's id, without `Patient/`.
 * @throws RangeError for an answer to a question that the form does not ask, a code that is no option of it, or several to one that takes one.
 */
export function responseTo(
  form: Questionnaire,
  answers: GivenAnswers,
  given: { readonly patient: string; readonly at: Instant; readonly status: 'in-progress' | 'completed' },
): QuestionnaireResponse {
  const asked = new Set(questionsOf(form).map(({ linkId }) => linkId));
  for (const linkId of Object.keys(answers)) {
    if (!asked.has(linkId)) throw new RangeError(`The form ${form.id} does not ask "${linkId}"`);
  }
  return {
    resourceType: 'QuestionnaireResponse',
    questionnaire: `${form.url}|${form.version}`,
    status: given.status,
    subject: { reference: `Patient/${given.patient}` },
    authored: isoOf(given.at),
    item: itemsOf(form.item, answers),
  };
}

/** The questions of a form that take an answer, in order, out of their groups. */
export const questionsOf = (form: Questionnaire): readonly QuestionnaireItem[] => {
  const flat = (items: readonly QuestionnaireItem[]): QuestionnaireItem[] =>
    items.flatMap((item) => (item.type === 'group' ? flat(item.item ?? []) : item.type === 'display' ? [] : [item]));
  return flat(form.item);
};

function itemsOf(items: readonly QuestionnaireItem[], answers: GivenAnswers): ResponseItem[] {
  return items.flatMap((item): ResponseItem[] => {
    if (item.type === 'group') {
      const inside = itemsOf(item.item ?? [], answers);
      return inside.length > 0 ? [{ linkId: item.linkId, item: inside }] : [];
    }
    const answer = answers[item.linkId];
    if (answer === undefined) return [];
    const each = Array.isArray(answer) ? (answer as readonly Answer[]) : [answer as Answer];
    if (each.length !== 1 && item.repeats !== true) throw new RangeError(`"${item.linkId}" takes one answer`);
    return [{ linkId: item.linkId, answer: each.map((one) => answerOf(item, one)) }];
  });
}

function answerOf(item: QuestionnaireItem, answer: Answer): Readonly<Record<string, unknown>> {
  switch (item.type) {
    case 'choice':
    case 'open-choice': {
      const option = item.answerOption?.find(({ valueCoding }) => valueCoding.code === answer);
      if (!option && item.type === 'open-choice' && typeof answer === 'string') return { valueString: answer };
      if (!option) throw new RangeError(`"${answer}" is no option of "${item.linkId}"`);
      const { system, code, display } = option.valueCoding;
      return { valueCoding: { system, code, display } };
    }
    case 'boolean':
      return { valueBoolean: answer };
    case 'integer':
      return { valueInteger: answer };
    case 'decimal':
      return { valueDecimal: answer };
    case 'date':
      return { valueDate: answer };
    case 'dateTime':
      return { valueDateTime: answer };
    case 'time':
      return { valueTime: answer };
    case 'string':
    case 'text':
      return { valueString: answer };
    case 'attachment':
      return { valueAttachment: { url: answer } };
    case 'group':
    case 'display':
      throw new RangeError(`"${item.linkId}" takes no answer`);
    default:
      return item.type satisfies never;
  }
}

/**
 * The answers of a stored response by linkId, a choice as its code. A question with several answers is left out: our forms ask for
 * one, and one of two that contradict each other must not decide anything (I2).
 */
export function answersOf(response: unknown): Answers {
  const answers: Record<string, Answer> = {};
  const seen = new Set<string>();
  const walk = (items: unknown) => {
    for (const item of listOf(items)) {
      walk(item.item);
      const linkId = item.linkId;
      const given = listOf(item.answer);
      if (typeof linkId !== 'string' || given.length === 0) continue;
      const value = answerValue(given[0]);
      if (seen.has(linkId) || given.length > 1 || value === undefined) delete answers[linkId];
      else answers[linkId] = value;
      seen.add(linkId);
    }
  };
  walk(isObject(response) ? response.item : undefined);
  return answers;
}

/**
 * Whether every question that a form must have answered, and that is asked by the other answers, is answered, and not by blanks. One that takes
 * a single answer must have exactly one.
 */
export function isAnswered(form: Questionnaire, response: unknown): boolean {
  const given = givenAnswers(response);
  const single = answersOf(response);
  return askedItems(form.item, given).every(({ required, repeats, linkId }) => {
    if (required !== true) return true;
    const answers = repeats === true ? given.get(linkId) : [single[linkId]];
    return answers !== undefined && answers.length > 0 && answers.every((each) => String(each ?? '').trim() !== '');
  });
}

/** Every answer of a response by linkId, in order; one of a kind that our forms do not know as `undefined`. */
export function givenAnswers(response: unknown): ReadonlyMap<string, readonly (Answer | undefined)[]> {
  const found = new Map<string, readonly (Answer | undefined)[]>();
  const walk = (items: unknown) => {
    for (const item of listOf(items)) {
      walk(item.item);
      if (typeof item.linkId !== 'string') continue;
      const answers = listOf(item.answer);
      if (answers.length > 0) found.set(item.linkId, [...(found.get(item.linkId) ?? []), ...answers.map(answerValue)]);
      for (const answer of answers) walk(answer.item);
    }
  };
  walk(isObject(response) ? response.item : undefined);
  return found;
}

/** The questions that a form asks by what was answered so far (`enableWhen`), out of their groups. */
export const askedItems = (
  items: readonly QuestionnaireItem[],
  given: ReadonlyMap<string, readonly (Answer | undefined)[]>,
): readonly QuestionnaireItem[] =>
  items.flatMap((item) => {
    if (!isAsked(item, given) || item.type === 'display') return [];
    return item.type === 'group' ? askedItems(item.item ?? [], given) : [item];
  });

function answerValue(answer: Readonly<Record<string, unknown>> | undefined): Answer | undefined {
  if (!answer) return undefined;
  const coding = answer.valueCoding;
  if (isObject(coding)) return typeof coding.code === 'string' ? coding.code : undefined;
  const [key] = Object.keys(answer).filter((each) => each.startsWith('value'));
  const value = key === undefined ? undefined : answer[key];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
