import { isStoredType, type Outcome, outcome } from '@cryopath/fhir';

const ID = /^[A-Za-z0-9.-]{1,64}$/;

/** R4 datatypes, `id`. */
export const isId = (text: string): boolean => ID.test(text);

/** Why nothing can be at this address, whoever asks; undefined when something may be. */
export function impossibleAddress(type: string, id?: string): Outcome | undefined {
  if (!isStoredType(type)) return outcome('CRYO-214');
  if (id !== undefined && !isId(id)) return outcome('CRYO-218', { id: id.slice(0, 100) });
  return undefined;
}

/** The same words for what does not exist and for what may not be seen: the difference would tell that it exists. */
export const notFound = (type: string, id: string): Outcome => outcome('CRYO-201', { reference: `${type}/${id}` });
