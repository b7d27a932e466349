import { type Json, plain } from '@cryopath/fhir';
import type { RecordResource } from '../evidence/patient-record.ts';
import { answerName } from '../form/answer-names.ts';
import type { AnswerObject } from '../form/answer-object.ts';
import { type Answer, askedItems, givenAnswers, questionsOf } from '../form/response.ts';
import type { Unread } from '../protocol/protocol.ts';
import {
  MAXIMUM,
  MINIMUM,
  OPTION_EXCLUSIVE,
  type Questionnaire,
  type QuestionnaireItem,
} from '../protocol/questionnaire.ts';

/** The answers of a check-in, and what about them cannot be taken at its word (H06). */
export interface ReadAnswers {
  readonly answer: AnswerObject;
  readonly unread: readonly { readonly kind: Unread; readonly linkId?: string }[];
}

type Raw = Readonly<Record<string, unknown>>;

/** R4's element of an answer, by the type of its question. */
const VALUE: Readonly<Partial<Record<QuestionnaireItem['type'], string>>> = {
  boolean: 'valueBoolean',
  integer: 'valueInteger',
  decimal: 'valueDecimal',
  date: 'valueDate',
  dateTime: 'valueDateTime',
  time: 'valueTime',
  string: 'valueString',
  text: 'valueString',
  choice: 'valueCoding',
};

/**
 * Reads a response to the check-in strictly: its form's version, every linkId, type, code and range, one answer where one is asked for. What does not fit is
 * named, never dropped silently, because a dropped answer could have been a red flag.
 */
export function readAnswers(form: Questionnaire, written: RecordResource): ReadAnswers {
  const response = plain(written as Json) as RecordResource;
  const unread: { kind: Unread; linkId?: string }[] = [];
  if (response.questionnaire !== `${form.url}|${form.version}`) unread.push({ kind: 'another-form' });
  if (response.status !== 'completed' && response.status !== 'amended') unread.push({ kind: 'unanswered' });
  const questions = new Map(questionsOf(form).map((item) => [item.linkId, item]));
  const groups = new Set(linkIdsOfGroups(form.item));
  const answer: Record<string, Answer | readonly Answer[]> = {};
  const seen = new Set<string>();
  const walk = (items: unknown) => {
    if (items !== undefined && !Array.isArray(items)) unread.push({ kind: 'unknown-answer' });
    for (const item of Array.isArray(items) ? items : []) {
      const { linkId, answer: answers, item: inside } = (item ?? {}) as Raw;
      if (inside !== undefined) walk(inside);
      const question = questions.get(String(linkId));
      if (question === undefined) {
        if (!groups.has(String(linkId)) || answers !== undefined) unread.push({ kind: 'unknown-answer' });
        continue;
      }
      const values = valuesTo(question, answers);
      if (values === undefined || seen.has(question.linkId)) {
        unread.push({ kind: 'unknown-answer', linkId: question.linkId });
        delete answer[answerName(question.linkId)];
      } else if (values.length > 0) {
        answer[answerName(question.linkId)] = question.repeats === true ? values : (values[0] as Answer);
      }
      seen.add(question.linkId);
    }
  };
  walk(response.item);
  const given = givenAnswers(response);
  for (const { linkId, required } of askedItems(form.item, given)) {
    const value = answer[answerName(linkId)];
    const isOpen = value === undefined || (typeof value === 'string' && value.trim() === '');
    const isNamed = unread.some((each) => each.linkId === linkId);
    if (required === true && isOpen && !isNamed) unread.push({ kind: 'unanswered', linkId });
  }
  return { answer, unread };
}

/** The answers to a question; `undefined` when one does not fit it. */
function valuesTo(question: QuestionnaireItem, answers: unknown): readonly Answer[] | undefined {
  if (answers === undefined) return [];
  if (!Array.isArray(answers) || answers.length === 0) return undefined;
  const values = answers.map((each) => valueTo(question, (each ?? {}) as Raw));
  if (values.some((value) => value === undefined)) return undefined;
  const known = values as readonly Answer[];
  if (question.repeats !== true && known.length !== 1) return undefined;
  if (new Set(known).size !== known.length) return undefined;
  const alone = known.filter((code) => isExclusive(question, code));
  return alone.length > 0 && known.length > 1 ? undefined : known;
}

function valueTo(question: QuestionnaireItem, answer: Raw): Answer | undefined {
  const element = VALUE[question.type];
  const keys = Object.keys(answer).filter((key) => key.startsWith('value'));
  if (element === undefined || keys.length !== 1 || keys[0] !== element || 'item' in answer) return undefined;
  const value = answer[element];
  switch (question.type) {
    case 'choice': {
      const { system, code } = (value ?? {}) as Raw;
      const option = question.answerOption?.find(({ valueCoding }) => valueCoding.code === code);
      return option && option.valueCoding.system === system ? option.valueCoding.code : undefined;
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer':
    case 'decimal': {
      const isNumber = typeof value === 'number' && Number.isFinite(value);
      if (!isNumber || (question.type === 'integer' && !Number.isInteger(value))) return undefined;
      const end = (url: string) => {
        const found = question.extension?.find((each) => each.url === url);
        return found?.valueInteger ?? found?.valueDecimal;
      };
      return value >= (end(MINIMUM) ?? -Infinity) && value <= (end(MAXIMUM) ?? Infinity) ? value : undefined;
    }
    default:
      return typeof value === 'string' ? value : undefined;
  }
}

const isExclusive = ({ answerOption }: QuestionnaireItem, code: Answer): boolean =>
  answerOption?.some(
    ({ valueCoding, extension }) =>
      valueCoding.code === code &&
      extension?.some(({ url, valueBoolean }) => url === OPTION_EXCLUSIVE && valueBoolean === true),
  ) === true;

const linkIdsOfGroups = (items: readonly QuestionnaireItem[]): readonly string[] =>
  items.flatMap(({ type, linkId, item }) => (type === 'group' ? [linkId, ...linkIdsOfGroups(item ?? [])] : []));
