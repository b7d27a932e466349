import { expect, test } from 'vitest';
import { textOfAnswer } from './answer-option.ts';

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';
const polish = (content: string) => ({
  extension: [
    {
      url: TRANSLATION,
      extension: [
        { url: 'lang', valueCode: 'pl' },
        { url: 'content', valueString: content },
      ],
    },
  ],
});

test('free text that was written in both languages is read in the reader’s; what was written in one, as it is', () => {
  const both = { valueString: 'A deep breath', _valueString: polish('Głęboki oddech') };
  expect([textOfAnswer(both, 'en'), textOfAnswer(both, 'pl')]).toEqual(['A deep breath', 'Głęboki oddech']);
  expect(textOfAnswer({ valueString: 'Wyprost' }, 'en')).toBe('Wyprost');
});
