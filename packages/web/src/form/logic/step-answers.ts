import { FORM_EXTENSIONS, type Form, type FormItem } from './form-item.ts';
import type { ResponseItem } from './form-response.ts';

/** What a step answers itself, by linkId: codes of the options that it means. */
export type StepAnswers = Readonly<Record<string, string>>;

/** A form with the step's own answers given and out of sight: nobody should have to know which visit it is, nor be able to say another one. */
export function withStepAnswers(form: Form, answers: StepAnswers = {}): Form {
  const walk = (items: readonly FormItem[]): readonly FormItem[] =>
    items.map((item) => {
      const given = answers[item.linkId];
      if (given !== undefined) return answered(item, given);
      return item.item === undefined ? item : { ...item, item: walk(item.item) };
    });
  return { ...form, item: walk(form.item ?? []) };
}

/** Whether a response was given to a step with these answers, and not to another one with the same form. */
export function isAnswerTo(answers: StepAnswers = {}, response: object): boolean {
  const given = new Map<string, string | undefined>();
  const walk = (items: readonly ResponseItem[]): void => {
    for (const { linkId, answer = [], item = [] } of items) {
      given.set(linkId, (answer[0]?.valueCoding as { code?: string } | undefined)?.code);
      walk(item);
    }
  };
  walk((response as { readonly item?: readonly ResponseItem[] }).item ?? []);
  return Object.entries(answers).every(([linkId, code]) => given.get(linkId) === code);
}

function answered(item: FormItem, code: string): FormItem {
  const options = (item.answerOption ?? []) as readonly { readonly valueCoding?: { readonly code?: string } }[];
  const hidden = { url: FORM_EXTENSIONS.hidden, valueBoolean: true };
  return {
    ...item,
    answerOption: options.map((option) => ({ ...option, initialSelected: option.valueCoding?.code === code })),
    extension: [...(item.extension ?? []), hidden],
  };
}
