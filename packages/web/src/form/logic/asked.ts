import { type AnswerState, type AnswerValue, occurrenceScope, pathOf } from './answer-state.ts';
import { isEnabled, type Lookup } from './enabled.ts';
import { extensionExpression, extensionValue, type Form, type FormItem } from './form-item.ts';

/** One item of a form as it is asked now: with its path, its answers, and what is asked inside it. */
export interface Asked {
  readonly item: FormItem;
  readonly path: string;
  readonly answers: readonly AnswerValue[];
  /** Of a group: its occurrences, one unless it repeats. Of a question: one, what is asked below its answer. */
  readonly inside: readonly (readonly Asked[])[];
}

/** Evaluates FHIRPath on the answers given so far; `undefined` while the engine is not there, or when it cannot. */
export type Evaluate = (expression: string) => readonly unknown[] | undefined;

/**
 * What a form asks by the answers so far, in order. Hidden items are in it, since they may be calculated; what is not enabled is not, nor
 * is anything inside it.
 */
export function askedOf(form: Form, state: AnswerState, evaluate: Evaluate = () => undefined): readonly Asked[] {
  return walk(form.item ?? [], '', () => [], state, evaluate);
}

function walk(
  items: readonly FormItem[],
  scope: string,
  outer: Lookup,
  state: AnswerState,
  evaluate: Evaluate,
): readonly Asked[] {
  // "Nearest" of several questions with one linkId: inside the same occurrence of a group first, then further out.
  const linkIds = new Set(allItems(items).map(({ linkId }) => linkId));
  const lookup: Lookup = (linkId) => (linkIds.has(linkId) ? answersBelow(items, scope, linkId, state) : outer(linkId));
  return items.flatMap((item): Asked[] => {
    if (!isEnabled(item, lookup) || isSwitchedOff(item, evaluate)) return [];
    const path = pathOf(scope, item.linkId);
    const answers = state.answers[path] ?? [];
    const repeats = item.type === 'group' && item.repeats === true;
    const scopes = repeats
      ? Array.from({ length: state.occurrences[path] ?? 1 }, (_, index) => occurrenceScope(path, index))
      : [scope];
    const inside = scopes.map((each) => walk(item.item ?? [], each, lookup, state, evaluate));
    return [{ item, path, answers, inside }];
  });
}

/** SDC's enableWhenExpression: exactly false switches off; what cannot be evaluated is asked. */
function isSwitchedOff(item: FormItem, evaluate: Evaluate): boolean {
  const expression = extensionExpression(item, 'enableWhen');
  if (expression === undefined) return false;
  const values = evaluate(expression);
  return values?.length === 1 && values[0] === false;
}

const allItems = (items: readonly FormItem[]): readonly FormItem[] =>
  items.flatMap((item) => [item, ...allItems(item.item ?? [])]);

/** The answers under a linkId, in every occurrence of the groups between. */
function answersBelow(
  items: readonly FormItem[],
  scope: string,
  linkId: string,
  state: AnswerState,
): readonly AnswerValue[] {
  return items.flatMap((item): readonly AnswerValue[] => {
    const path = pathOf(scope, item.linkId);
    const here = item.linkId === linkId ? (state.answers[path] ?? []).filter((each) => !('draft' in each)) : [];
    const scopes =
      item.type === 'group' && item.repeats === true
        ? Array.from({ length: state.occurrences[path] ?? 1 }, (_, index) => occurrenceScope(path, index))
        : [scope];
    return [...here, ...scopes.flatMap((each) => answersBelow(item.item ?? [], each, linkId, state))];
  });
}

/** What is asked anew, with the very objects of before wherever nothing has changed, so that only what has changed is drawn. */
export function keptWhereSame(before: readonly Asked[], now: readonly Asked[]): readonly Asked[] {
  const kept = now.map((each, index) => {
    const known = before[index]?.path === each.path ? before[index] : before.find(({ path }) => path === each.path);
    return known === undefined ? each : sameOrNew(known, each);
  });
  return isSameList(before, kept) ? before : kept;
}

function sameOrNew(before: Asked, now: Asked): Asked {
  const occurrences = now.inside.map((each, index) => keptWhereSame(before.inside[index] ?? [], each));
  const inside = isSameList(before.inside, occurrences) ? before.inside : occurrences;
  const isSame = before.item === now.item && before.inside === inside && isSameList(before.answers, now.answers);
  return isSame ? before : { ...now, inside };
}

const isSameList = (before: readonly unknown[], now: readonly unknown[]): boolean =>
  before.length === now.length && before.every((each, index) => each === now[index]);

/** Everything that is asked, out of its groups. */
export const flatOf = (asked: readonly Asked[]): readonly Asked[] =>
  asked.flatMap((each) => [each, ...each.inside.flatMap(flatOf)]);

export const isHidden = ({ item }: Asked): boolean => extensionValue(item, 'hidden') === true;

/** Whether an item takes an answer at all. */
export const isQuestion = ({ item }: Asked): boolean => item.type !== 'group' && item.type !== 'display';
