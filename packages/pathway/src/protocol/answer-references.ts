import { answerNames } from '../form/answer-names.ts';
import type { EvidenceSource } from './protocol.ts';
import type { Questionnaire, QuestionnaireItem } from './questionnaire.ts';
import type { YamlPlace } from './yaml-place.ts';

/** `%imaging.confirmsSource`, `%answer.site contains 'redness'`, `%lastCheckIn.answer.numbness = 'none'`, with the code if there is one. */
const REFERENCE =
  /%(\w+)\.((?:last\(\)\.|first\(\)\.)?answer\.)?`?([A-Za-z]\w*)`?(?:\s*(?:=|!=|contains)\s*'([^']*)')?(\()?/g;

/**
 * Notes every question that an expression asks of a form and the form does not ask, and every code that is no option of its question: such a condition would never
 * hold, or always, and nobody would be told.
 */
export function faultAnswerReferences(
  place: YamlPlace,
  expression: string,
  known: {
    readonly evidence: readonly EvidenceSource[];
    readonly forms: readonly Questionnaire[];
    readonly checkIn?: Questionnaire | undefined;
  },
): void {
  for (const [, name = '', ofCheckIn, asked = '', code, isCall] of expression.matchAll(REFERENCE)) {
    if (isCall !== undefined) continue;
    const form = formOf(name, ofCheckIn !== undefined, known);
    if (!form) continue;
    const question = answerNames(form).get(asked);
    if (!question) place.fault(`The form "${form.id}" has no question "${asked}"`);
    else if (code !== undefined) faultCode(place, question, code);
  }
}

function formOf(
  name: string,
  isCheckIn: boolean,
  { evidence, forms, checkIn }: Parameters<typeof faultAnswerReferences>[2],
): Questionnaire | undefined {
  if (isCheckIn || name === 'answer') return checkIn;
  const source = evidence.find((each) => each.name === name);
  const isAnswers = source && 'form' in source && source.computed === 'answers';
  return isAnswers ? forms.find(({ id }) => id === source.form) : undefined;
}

function faultCode(place: YamlPlace, { linkId, type, answerOption }: QuestionnaireItem, code: string): void {
  if (type !== 'choice') return;
  if (!answerOption?.some(({ valueCoding }) => valueCoding.code === code)) {
    place.fault(`"${code}" is no answer to "${linkId}"`);
  }
}
