import type { Json, JsonObject } from '@cryopath/fhir';

export interface LocalReference {
  readonly reference: string;
  readonly type: string;
  readonly id: string;
}

const LOCAL = /^([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;

/** Whether the text of a reference leads into this record. */
export const isLocal = (reference: string): boolean => LOCAL.test(reference);

/** A Reference element that leads into this record. */
export function localReference(element: Json | undefined): LocalReference | undefined {
  const reference = memberOf(element, 'reference');
  if (typeof reference !== 'string') return undefined;
  const [, type, id] = LOCAL.exec(reference) ?? [];
  return type !== undefined && id !== undefined ? { reference, type, id } : undefined;
}

const memberOf = (value: Json | undefined, name: string): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject)[name] : undefined;
