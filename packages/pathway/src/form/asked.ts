import type { EnableWhen, QuestionnaireItem } from '../protocol/questionnaire.ts';

type Given = ReadonlyMap<string, readonly (string | number | boolean | undefined)[]>;

/**
 * Whether a question is asked by the answers above it (R4, Questionnaire.item.enableWhen): one of the answers to the other question must
 * satisfy the operator. A question without conditions is always asked.
 */
export function isAsked({ enableWhen, enableBehavior }: QuestionnaireItem, given: Given): boolean {
  if (!enableWhen || enableWhen.length === 0) return true;
  const holds = (condition: EnableWhen) => satisfies(condition, given.get(condition.question) ?? []);
  return enableBehavior === 'any' ? enableWhen.some(holds) : enableWhen.every(holds);
}

function satisfies(condition: EnableWhen, answers: readonly (string | number | boolean | undefined)[]): boolean {
  const { operator } = condition;
  if (operator === 'exists') return answers.length > 0 === condition.answerBoolean;
  const wanted =
    condition.answerCoding?.code ??
    condition.answerBoolean ??
    condition.answerInteger ??
    condition.answerDecimal ??
    condition.answerString ??
    condition.answerDate ??
    condition.answerDateTime ??
    condition.answerTime;
  if (wanted === undefined) return false;
  return answers.some((answer) => {
    if (answer === undefined || typeof answer !== typeof wanted) return false;
    switch (operator) {
      case '=':
        return answer === wanted;
      case '!=':
        return answer !== wanted;
      case '>':
        return answer > wanted;
      case '<':
        return answer < wanted;
      case '>=':
        return answer >= wanted;
      case '<=':
        return answer <= wanted;
      default:
        return operator satisfies never;
    }
  });
}
