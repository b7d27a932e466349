import { elementOf, itemsOf, textOf } from './element.ts';

type StringReader = (element: unknown, found: (text: string) => void) => void;

const primitive: StringReader = (element, found) => {
  if (typeof element === 'string') found(element);
};

/** How each element type is read as strings (R4 search, 3.1.1.4.8: any of the string parts of a name or an address). */
export const stringReaders: Readonly<Record<string, StringReader>> = {
  string: primitive,
  markdown: primitive,
  HumanName(element, found) {
    const name = elementOf(element);
    const family = textOf(name.family);
    const given = itemsOf(name.given).map(textOf);
    found(family);
    for (const part of given) found(part);
    for (const part of itemsOf(name.prefix)) found(textOf(part));
    for (const part of itemsOf(name.suffix)) found(textOf(part));
    // The full name as people type it into one box, even when nobody wrote it out.
    found(textOf(name.text) || [...given, family].filter((part) => part !== '').join(' '));
  },
  Address(element, found) {
    const address = elementOf(element);
    found(textOf(address.text));
    for (const line of itemsOf(address.line)) found(textOf(line));
    found(textOf(address.city));
    found(textOf(address.district));
    found(textOf(address.state));
    found(textOf(address.postalCode));
    found(textOf(address.country));
  },
};
