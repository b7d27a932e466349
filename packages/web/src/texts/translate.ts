import type { Language } from '@cryopath/fhir';
import type { TextsOf } from './interface-texts.ts';

/** What a text names, by the name that it has there; and how the text is to be found. */
export interface TextValues {
  readonly [name: string]: unknown;
  /** Chooses the form of the plural by the rules of the language: `key_one`, `key_few`, `key_many`, `key_other`. */
  readonly count?: number;
  /** What is said where the key is a code that a record may hold and that no text knows. */
  readonly defaultValue?: string;
}

/**
 * A text by its key, with its values: `t('form.errors', { count: 2 })`. A value stands in a text as `{{name}}`, a number in the reader's digits as
 * `{{name, number}}`. Without a text and a default it is the key itself that is shown: no text of another language stands in (I8).
 */
export type Translate = (key: string, values?: TextValues) => string;

/** The words that have been loaded so far. */
export interface Texts {
  /** Adds the words of a part of the product that is loaded by itself; a second time changes nothing. */
  add(part: TextsOf<object>): void;
  /** The same function whenever it is asked for: what is memorised by it stays so until the language changes. */
  in(language: Language): Translate;
}

/** @param shared the words that every part uses */
export function textsOf(shared: TextsOf<object>): Texts {
  const parts = new Set([shared]);
  const translateIn = (language: Language): Translate => {
    const plural = new Intl.PluralRules(language);
    const digits = new Intl.NumberFormat(language);
    const textOf = (key: string): string | undefined => {
      for (const part of parts) {
        const text = textAt(part[language], key);
        if (text !== undefined) return text;
      }
      return undefined;
    };
    return (key, values = {}) => {
      const { count, defaultValue } = values;
      const counted = count === undefined ? undefined : textOf(`${key}_${plural.select(count)}`);
      const text = counted ?? textOf(key) ?? defaultValue ?? key;
      return text.replace(PLACE, (_, name: string, format: string | undefined) => {
        const value = values[name];
        return format === undefined ? String(value ?? '') : digits.format(Number(value));
      });
    };
  };
  const translates = { en: translateIn('en'), pl: translateIn('pl') };
  return { add: (part) => parts.add(part), in: (language) => translates[language] };
}

/** `{{name}}` or `{{name, number}}` */
const PLACE = /\{\{(\w+)(, number)?\}\}/g;

function textAt(tree: object, key: string): string | undefined {
  let at: unknown = tree;
  for (const part of key.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[part];
  }
  return typeof at === 'string' ? at : undefined;
}
