import { type AnswerState, type AnswerValue, NO_ANSWERS } from './answer-state.ts';
import type { Form, FormItem } from './form-item.ts';

/** What a form has answered before anybody did: `initial`, and options that are chosen at first. */
export function initialAnswers(form: Form): AnswerState {
  const answers: Record<string, readonly AnswerValue[]> = {};
  const walk = (items: readonly FormItem[], scope: string) => {
    for (const item of items) {
      const path = scope === '' ? item.linkId : `${scope}/${item.linkId}`;
      const chosen = ((item.answerOption ?? []) as readonly { initialSelected?: boolean }[])
        .filter(({ initialSelected }) => initialSelected === true)
        .map(valueIn);
      const initial = (item.initial ?? []).map(valueIn);
      const values = [...initial, ...chosen].filter((value) => value !== undefined);
      if (values.length > 0) answers[path] = item.repeats === true ? values : values.slice(0, 1);
      walk(item.item ?? [], item.type === 'group' && item.repeats === true ? `${path}[0]` : scope);
    }
  };
  walk(form.item ?? [], '');
  return { ...NO_ANSWERS, answers };
}

function valueIn(given: object): AnswerValue | undefined {
  const element = given as Readonly<Record<string, unknown>>;
  const name = Object.keys(element).find((key) => /^value[A-Z]/.test(key));
  if (name === undefined) return undefined;
  const value = element[name];
  if (name !== 'valueCoding' || typeof value !== 'object' || value === null) return { [name]: value };
  const { _display, ...coding } = value as { _display?: unknown };
  return { [name]: coding };
}
