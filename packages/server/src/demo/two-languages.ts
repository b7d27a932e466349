import type { JsonObject } from '@cryopath/fhir';
import type { Text } from '@cryopath/pathway';

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

/** Free text of the demo in both languages: English in the element, Polish in its translation (R4 extension "translation"). */
export const inBoth = (name: string, { en, pl }: Text): JsonObject => ({
  [name]: en,
  [`_${name}`]: {
    extension: [
      {
        url: TRANSLATION,
        extension: [
          { url: 'lang', valueCode: 'pl' },
          { url: 'content', valueString: pl },
        ],
      },
    ],
  },
});
