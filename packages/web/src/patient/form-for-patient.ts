import { extensionValue, type Form, type FormItem } from '../form/logic/form-item.ts';
import { type StepAnswers, withStepAnswers } from '../form/logic/step-answers.ts';

/** A form as a patient meets it at home: without what only staff are asked, and with what the step answers itself. */
export function formForPatient(form: Form, answers?: StepAnswers): Form {
  const walk = (items: readonly FormItem[]): readonly FormItem[] =>
    items.flatMap((item): FormItem[] => {
      if (extensionValue(item, 'staff') === true) return [];
      return item.item === undefined ? [item] : [{ ...item, item: walk(item.item) }];
    });
  return withStepAnswers({ ...form, item: walk(form.item ?? []) }, answers);
}
