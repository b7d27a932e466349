import type { JsonObject, Language } from '@cryopath/fhir';
import type { Text } from '@cryopath/pathway';

/** A text as a parameter, in the reader's language (I8: there is no other). */
export const textPart = (name: string, text: Text, language: Language): JsonObject => ({
  name,
  valueString: text[language],
});
export const codePart = (name: string, valueCode: string): JsonObject => ({ name, valueCode });
export const instantPart = (name: string, valueInstant: string): JsonObject => ({ name, valueInstant });
export const partOf = (name: string, part: readonly (JsonObject | undefined)[]): JsonObject => ({
  name,
  part: part.filter((each) => each !== undefined),
});
