import type { Instant } from '../clock/instant.ts';
import { isoOf } from '../clock/instant.ts';
import type { Questionnaire, QuestionnaireItem } from '../protocol/questionnaire.ts';

/** An answer as our forms take it: a choice is given by its code. */
export type Answer = string | number | boolean;
/** Answers by linkId. What is absent was not answered. */
export type Answers = Readonly<Record<string, Answer>>;

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
 * @throws RangeError for an answer to a question that the form does not ask, or a code that is no option of it.
 */
export function responseTo(
  form: Questionnaire,
  answers: Answers,
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

function itemsOf(items: readonly QuestionnaireItem[], answers: Answers): ResponseItem[] {
  return items.flatMap((item): ResponseItem[] => {
    if (item.type === 'group') {
      const inside = itemsOf(item.item ?? [], answers);
      return inside.length > 0 ? [{ linkId: item.linkId, item: inside }] : [];
    }
    const answer = answers[item.linkId];
    return answer === undefined ? [] : [{ linkId: item.linkId, answer: [answerOf(item, answer)] }];
  });
}

function answerOf(item: QuestionnaireItem, answer: Answer): Readonly<Record<string, unknown>> {
  switch (item.type) {
    case 'choice': {
      const option = item.answerOption?.find(({ valueCoding }) => valueCoding.code === answer);
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
    case 'string':
    case 'text':
      return { valueString: answer };
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

/** Whether every question that a form must have answered is answered once, and not by blanks. */
export function isAnswered(form: Questionnaire, response: unknown): boolean {
  const answers = answersOf(response);
  return questionsOf(form).every(({ required, linkId }) => !required || String(answers[linkId] ?? '').trim() !== '');
}

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
