import type { Questionnaire, QuestionnaireItem } from '../protocol/questionnaire.ts';
import { questionsOf } from './response.ts';

/** How an expression calls the answer to a question: `pain-now` is `%answer.painNow`. */
export const answerName = (linkId: string): string =>
  linkId.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase());

/** The questions of a form by the name that expressions give them. */
export const answerNames = (form: Questionnaire): ReadonlyMap<string, QuestionnaireItem> =>
  new Map(questionsOf(form).map((question) => [answerName(question.linkId), question]));

/** The names after `%answer.`, `answer.` of an earlier check-in included. */
export const answersNamed = (expression: string): readonly string[] => [
  ...new Set([...expression.matchAll(/\banswer\.`?([A-Za-z][\w-]*)/g)].map(([, name = '']) => name)),
];
