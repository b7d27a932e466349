import type { AnswerValue } from './answer-state.ts';
import type { FormItem } from './form-item.ts';

/** The answers to the question of a linkId, as they are seen from where the condition stands. */
export type Lookup = (linkId: string) => readonly AnswerValue[];

/** Whether a question is asked, by the answers to others (R4, Questionnaire.item.enableWhen and enableBehavior). */
export function isEnabled({ enableWhen, enableBehavior }: FormItem, lookup: Lookup): boolean {
  if (enableWhen === undefined || enableWhen.length === 0) return true;
  const holds = (condition: NonNullable<FormItem['enableWhen']>[number]) => {
    const given = lookup(condition.question).flatMap((answer) => valueIn(answer, 'value') ?? []);
    const wanted = valueIn(condition, 'answer');
    if (condition.operator === 'exists') return given.length > 0 === (wanted?.value === true);
    return wanted !== undefined && given.some((each) => compares(condition.operator, each, wanted));
  };
  // R4, que-12: with more than one condition the behaviour is stated; a form that leaves it out gets the stricter one.
  return enableBehavior === 'any' ? enableWhen.some(holds) : enableWhen.every(holds);
}

interface Typed {
  readonly type: string;
  readonly value: unknown;
}

function valueIn(given: object, prefix: 'value' | 'answer'): Typed | undefined {
  const element = given as Readonly<Record<string, unknown>>;
  const name = Object.keys(element).find((key) => key.startsWith(prefix) && /[A-Z]/.test(key[prefix.length] ?? ''));
  return name === undefined ? undefined : { type: name.slice(prefix.length), value: element[name] };
}

/** Numbers compare across integer, decimal and quantity of one unit; moments as texts, since ISO 8601 sorts; what cannot be compared never holds. */
function compares(operator: string, given: Typed, wanted: Typed): boolean {
  const isSame = sameness(given, wanted);
  if (operator === '=') return isSame === true;
  if (operator === '!=') return isSame === false;
  const [left, right] = [ordered(given), ordered(wanted)];
  if (left === undefined || right === undefined || typeof left !== typeof right) return false;
  switch (operator) {
    case '>':
      return left > right;
    case '<':
      return left < right;
    case '>=':
      return left >= right;
    case '<=':
      return left <= right;
    default:
      return false;
  }
}

/** `undefined` when the two are of kinds that cannot be the same. */
function sameness(given: Typed, wanted: Typed): boolean | undefined {
  if (given.type === 'Coding' && wanted.type === 'Coding') {
    const [a, b] = [given.value, wanted.value] as [CodingLike, CodingLike];
    return a.code === b.code && (a.system === b.system || b.system === undefined);
  }
  if (given.type === 'Reference' && wanted.type === 'Reference') {
    return (given.value as { reference?: string }).reference === (wanted.value as { reference?: string }).reference;
  }
  if (given.type === 'Boolean' && wanted.type === 'Boolean') return given.value === wanted.value;
  const [left, right] = [ordered(given), ordered(wanted)];
  return left === undefined || typeof left !== typeof right ? undefined : left === right;
}

interface CodingLike {
  readonly system?: string;
  readonly code?: string;
}

function ordered({ type, value }: Typed): number | string | undefined {
  if (type === 'Quantity') return (value as { value?: number }).value;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? value : undefined;
}
