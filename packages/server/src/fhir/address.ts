import { isStoredType, type Outcome, outcome, type StoredType } from '@cryopath/fhir';
import type { ServedInteraction } from './route.ts';

const ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** AuditEvents are appended and read, by whoever may; nobody changes or deletes one (I3, H17). */
const APPEND_ONLY: ReadonlySet<ServedInteraction> = new Set(['read', 'search-type', 'create', '$validate']);

/** Whether an interaction is served for a type. Operations of Patient have addresses of their own. */
export const isServed = (type: StoredType, interaction: ServedInteraction): boolean =>
  type !== 'AuditEvent' || APPEND_ONLY.has(interaction);

/** What is wrong with an address, before the record is asked: no such type, operation or id, or an interaction that the type does not have. */
export function addressFault(
  method: string,
  interaction: ServedInteraction,
  { type, id }: { readonly type: string; readonly id: string },
): Outcome | undefined {
  if (type === '') return undefined;
  if (!isStoredType(type)) {
    return type.startsWith('$') ? noOperation(type) : outcome('CRYO-104', { type: type.slice(0, 64) });
  }
  if (id !== '' && !ID.test(id)) {
    return id.startsWith('$') ? noOperation(id) : outcome('CRYO-218', { id: id.slice(0, 64) });
  }
  return isServed(type, interaction) ? undefined : outcome('CRYO-215', { method });
}

export const noOperation = (operation: string): Outcome => outcome('CRYO-216', { operation: operation.slice(0, 64) });
