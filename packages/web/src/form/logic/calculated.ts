import { type AnswerState, type AnswerValue, answered } from './answer-state.ts';
import { type Asked, askedOf, type Evaluate, flatOf } from './asked.ts';
import { extensionExpression, type Form, type FormItem } from './form-item.ts';
import { type FormResponse, responseSoFar } from './form-response.ts';

/** Evaluates FHIRPath on a response. @returns `undefined` when it cannot be evaluated */
export type EvaluateOn = (expression: string, response: FormResponse) => readonly unknown[] | undefined;

/** Calculations may stand on calculations; a form whose chain is longer than this goes round in a circle. */
const ROUNDS_AT_MOST = 12;

export const hasCalculations = (form: Form): boolean =>
  [...itemsIn(form.item ?? [])].some(
    (item) =>
      extensionExpression(item, 'calculated') !== undefined || extensionExpression(item, 'enableWhen') !== undefined,
  );

function* itemsIn(items: readonly FormItem[]): Generator<FormItem> {
  for (const item of items) {
    yield item;
    yield* itemsIn(item.item ?? []);
  }
}

/**
 * The answers with all calculated ones worked out anew (SDC, calculatedExpression), until nothing changes any more. What cannot be
 * calculated has no answer: an old one must not stay.
 */
export function calculated(form: Form, state: AnswerState, evaluateOn: EvaluateOn): AnswerState {
  let current = state;
  for (let round = 0; round < ROUNDS_AT_MOST; round++) {
    const response = responseSoFar(form, current, (expression) => evaluateOn(expression, responseSoFar(form, current)));
    const evaluate: Evaluate = (expression) => evaluateOn(expression, response);
    let next = current;
    for (const each of flatOf(askedOf(form, current, evaluate))) {
      const expression = extensionExpression(each.item, 'calculated');
      if (expression === undefined) continue;
      const values = (evaluate(expression) ?? [])
        .map((value) => answerOf(each, value))
        .filter((value) => value !== undefined);
      const kept = each.item.repeats === true ? values : values.slice(0, values.length === 1 ? 1 : 0);
      if (JSON.stringify(kept) !== JSON.stringify(next.answers[each.path] ?? []))
        next = answered(next, each.path, kept);
    }
    if (next === current) return current;
    current = next;
  }
  return current;
}

/** A value of FHIRPath as an answer of the item's type; nothing when it is of another kind. */
function answerOf({ item }: Asked, value: unknown): AnswerValue | undefined {
  switch (item.type) {
    case 'boolean':
      return typeof value === 'boolean' ? { valueBoolean: value } : undefined;
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) ? { valueInteger: value } : undefined;
    case 'decimal':
      return typeof value === 'number' && Number.isFinite(value) ? { valueDecimal: value } : undefined;
    case 'quantity':
      if (typeof value === 'number' && Number.isFinite(value)) return { valueQuantity: { value } };
      return typeof value === 'object' && value !== null && 'value' in value ? { valueQuantity: value } : undefined;
    case 'date':
      return typeof value === 'string' ? { valueDate: value.slice(0, 10) } : undefined;
    case 'dateTime':
      return typeof value === 'string' ? { valueDateTime: value } : undefined;
    case 'time':
      return typeof value === 'string' ? { valueTime: value } : undefined;
    case 'string':
    case 'text':
      return typeof value === 'string' || typeof value === 'number' ? { valueString: String(value) } : undefined;
    case 'url':
      return typeof value === 'string' ? { valueUri: value } : undefined;
    case 'choice':
    case 'open-choice':
      return typeof value === 'object' && value !== null && 'code' in value ? { valueCoding: value } : undefined;
    case 'attachment':
    case 'reference':
    case 'group':
    case 'display':
      return undefined;
    default:
      return item.type satisfies never;
  }
}
