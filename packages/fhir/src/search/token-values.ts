import { type Element, elementOf, itemsOf, textOf } from './element.ts';
import { fold, indexed } from './fold.ts';

/** What a token reader finds; the collector adds the parameter. */
export interface FoundToken {
  readonly system: string;
  readonly code: string;
  readonly text: string;
}

type TokenReader = (element: unknown, found: (token: FoundToken) => void) => void;

const label = (value: unknown): string => (typeof value === 'string' ? indexed(fold(value)) : '');

const primitive: TokenReader = (element, found) => {
  if (typeof element === 'string' ? element !== '' : typeof element === 'boolean') {
    found({ system: '', code: indexed(String(element)), text: '' });
  }
};

/** Most text that is kept for one code: a hostile resource must not make an index row grow with every repetition. */
const MOST_TEXT = 2_000;

/** Texts that belong to one code, each on a line of its own and none twice, up to {@link MOST_TEXT}. */
export const joinTexts = (first: string, second: string): string => {
  if (second === '' || first === second || first.length + second.length >= MOST_TEXT) return first;
  if (first === '') return second;
  const lines = first.split('\n');
  const added = second.split('\n').filter((line) => !lines.includes(line));
  return added.length === 0 ? first : `${first}\n${added.join('\n')}`;
};

function coding(element: Element, text: string, found: (token: FoundToken) => void): void {
  const code = textOf(element.code);
  const texts = joinTexts(label(element.display), text);
  if (code === '' && texts === '') return;
  found({ system: indexed(textOf(element.system)), code: indexed(code), text: texts });
}

/** How each element type is read as tokens (R4 search, 3.1.1.4.10). */
export const tokenReaders: Readonly<Record<string, TokenReader>> = {
  code: primitive,
  id: primitive,
  string: primitive,
  uri: primitive,
  oid: primitive,
  boolean: primitive,
  Coding: (element, found) => coding(elementOf(element), '', found),
  CodeableConcept(element, found) {
    const concept = elementOf(element);
    const text = label(concept.text);
    const codings = itemsOf(concept.coding);
    for (const each of codings) coding(elementOf(each), text, found);
    // A concept that was only written, never coded, is still found by its text.
    if (codings.length === 0 && text !== '') found({ system: '', code: '', text });
  },
  Identifier(element, found) {
    const { system, value, type } = elementOf(element);
    if (textOf(value) === '') return;
    found({ system: indexed(textOf(system)), code: indexed(textOf(value)), text: label(elementOf(type).text) });
  },
  ContactPoint(element, found) {
    const { system, value } = elementOf(element);
    if (textOf(value) === '') return;
    found({ system: indexed(textOf(system)), code: indexed(textOf(value)), text: '' });
  },
};
