import type { Questionnaire } from '../protocol/questionnaire.ts';
import { answerName } from './answer-names.ts';
import { type Answer, givenAnswers, questionsOf } from './response.ts';

/** Answers as expressions speak of them: by {@link answerName}, a choice as its code, what repeats as a list. */
export type AnswerObject = Readonly<Record<string, Answer | readonly Answer[]>>;

/** The answers of a response to a form. What contradicts itself, several answers to a question that takes one, is left out (I2). */
export function answerObject(form: Questionnaire | undefined, response: unknown): AnswerObject {
  const given = givenAnswers(response);
  return Object.fromEntries(
    (form ? questionsOf(form) : []).flatMap(({ linkId, repeats }): [string, Answer | readonly Answer[]][] => {
      const answers = given.get(linkId) ?? [];
      if (answers.length === 0 || answers.some((each) => each === undefined)) return [];
      const known = answers as readonly Answer[];
      if (repeats === true) return [[answerName(linkId), known]];
      return known.length === 1 && known[0] !== undefined ? [[answerName(linkId), known[0]]] : [];
    }),
  );
}
