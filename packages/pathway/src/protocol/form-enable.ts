import { ENABLE_OPERATORS, type EnableWhen, type QuestionnaireItem } from './questionnaire.ts';
import type { YamlPlace } from './yaml-place.ts';

/** Reads one condition under which a question is asked. It may look only at what stands above it, so no two can wait for each other. */
export function readEnableWhen(place: YamlPlace, above: ReadonlyMap<string, QuestionnaireItem>): EnableWhen[] {
  place.only('question', 'operator', 'answer');
  const question = place.at('question').text();
  const operator = place.at('operator').oneOf(...ENABLE_OPERATORS);
  const asked = above.get(question);
  if (!asked) {
    place.fault(`No question "${question}" stands above`);
    return [];
  }
  const answer = place.at('answer');
  if (operator === 'exists') return [{ question, operator, answerBoolean: answer.truth() }];
  switch (asked.type) {
    case 'boolean':
      return [{ question, operator, answerBoolean: answer.truth() }];
    case 'integer':
      return [{ question, operator, answerInteger: answer.number() }];
    case 'decimal':
      return [{ question, operator, answerDecimal: answer.number() }];
    case 'date':
      return [{ question, operator, answerDate: answer.text() }];
    case 'dateTime':
      return [{ question, operator, answerDateTime: answer.text() }];
    case 'time':
      return [{ question, operator, answerTime: answer.text() }];
    case 'string':
    case 'text':
      return [{ question, operator, answerString: answer.text() }];
    case 'choice':
    case 'open-choice': {
      const code = answer.text();
      const option = asked.answerOption?.find(({ valueCoding }) => valueCoding.code === code);
      if (!option) answer.fault(`"${code}" is no option of "${question}"`);
      return option ? [{ question, operator, answerCoding: { system: option.valueCoding.system, code } }] : [];
    }
    case 'group':
    case 'display':
    case 'attachment':
      place.fault(`Whether a ${asked.type} is answered can only be asked by "exists"`);
      return [];
    default:
      return asked.type satisfies never;
  }
}
