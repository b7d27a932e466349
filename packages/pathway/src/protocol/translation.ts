import type { Text } from './protocol.ts';
import { type Extension, TRANSLATION, type Translated } from './questionnaire.ts';

/** A text in its other language, as FHIR carries it. */
export const translated = (text: Text): Translated => ({
  extension: [
    {
      url: TRANSLATION,
      extension: [
        { url: 'lang', valueCode: 'pl' },
        { url: 'content', valueString: text.pl },
      ],
    },
  ],
});

/** A text in both languages under one of our extensions. */
export const textExtension = (url: string, text: Text): Extension => ({
  url,
  valueString: text.en,
  _valueString: translated(text),
});
