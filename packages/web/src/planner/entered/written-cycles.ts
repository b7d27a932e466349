import { numberIn } from '../../form/logic/answer-fault.ts';
import type { AnswerValue } from '../../form/logic/answer-state.ts';
import { extensionNumber, extensionValue, type Form, type FormItem } from '../../form/logic/form-item.ts';
import type { EnteredAnswers } from './entered-answers.ts';

/** Questions of a cycle, behind its own linkId (protocols/cryoablation/forms/freezing.yaml). */
export const QUESTIONS = {
  start: 'started-at',
  temperature: 'temperature',
  warmest: 'temperature-warmest',
  freeze: 'freeze',
  thaw: 'thaw',
} as const;
export type Question = keyof typeof QUESTIONS;
/** UCUM. What has another unit is not taken for a number of these. */
const UNITS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, Cel: 1 };
/** s; where a form gives a time no end the model's own holds. */
const LONGEST = 7200;
/** A cycle as it stands in the form. */
export interface WrittenCycle {
  readonly number: number;
  question(name: Question): FormItem | undefined;
  answers(name: Question): readonly AnswerValue[];
  /** s since 1970, s or degC. `undefined`: not answered, or not yet. */
  value(name: Question): number | undefined;
}

/** The groups that are asked, by their number. */
export const writtenCycles = ({ item = [] }: Form, answers: EnteredAnswers): readonly WrittenCycle[] =>
  item.flatMap((group): WrittenCycle[] => {
    const [, number] = /^cycle-(\d+)$/.exec(group.linkId) ?? [];
    if (number === undefined || !answers.has(group.linkId)) return [];
    const linkIdOf = (name: Question) => `${group.linkId}.${QUESTIONS[name]}`;
    const question = (name: Question) => group.item?.find(({ linkId }) => linkId === linkIdOf(name));
    const given = (name: Question) => answers.get(linkIdOf(name)) ?? [];
    return [
      {
        number: Number(number),
        question,
        answers: given,
        value: (name) => valueIn(question(name), given(name)[0]),
      },
    ];
  });

function valueIn(question: FormItem | undefined, answer: AnswerValue | undefined): number | undefined {
  if (question === undefined || answer === undefined) return undefined;
  if (question.type === 'dateTime') {
    const text = String(answer.valueDateTime ?? '');
    const at = text.includes('T') ? Date.parse(text) / 1000 : Number.NaN;
    return Number.isNaN(at) ? undefined : at;
  }
  const value = numberIn(answer);
  const unit = unitOf(question);
  return value === undefined || unit === undefined ? undefined : value * unit;
}

const unitOf = (question: FormItem): number | undefined =>
  UNITS[(extensionValue(question, 'unit') as { code?: string } | undefined)?.code ?? ''];

/** The most that the form takes for a time, s. */
export function longest(question: FormItem | undefined): number {
  const most = question && extensionNumber(question, 'maximum');
  const unit = question && unitOf(question);
  return most === undefined || unit === undefined ? LONGEST : Math.min(LONGEST, most * unit);
}
