import { extensionValue, FORM_EXTENSIONS, type Form, type FormItem } from '../form/logic/form-item.ts';

/**
 * A form as a patient meets it at home: without what only staff are asked, and with the step's own answers given and out of sight, since nobody
 * should have to know which visit it is.
 *
 * @param answers of the step, by linkId: codes of the options that it means
 */
export function formForPatient(form: Form, answers: Readonly<Record<string, string>> = {}): Form {
  const walk = (items: readonly FormItem[]): readonly FormItem[] =>
    items.flatMap((item): FormItem[] => {
      if (extensionValue(item, 'staff') === true) return [];
      const given = answers[item.linkId];
      if (given !== undefined) return [answered(item, given)];
      return item.item === undefined ? [item] : [{ ...item, item: walk(item.item) }];
    });
  return { ...form, item: walk(form.item ?? []) };
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
