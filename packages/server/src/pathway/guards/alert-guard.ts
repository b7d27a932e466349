import { type JsonObject, type JsonResource, outcome } from '@cryopath/fhir';
import type { Change, Guard } from '@cryopath/record';
import { isAlert, isClosed } from '../alerts/alert.ts';

/** What an alert is about, and how urgent: nobody changes that. */
const KEPT = ['code', 'for', 'focus', 'authoredOn', 'reasonCode'] as const;
const ANSWERERS: ReadonlySet<string> = new Set(['nurse', 'doctor', 'lead']);

/**
 * An alert stays what it is until somebody who answers alerts closes it under their own name and says what was done, by whatever route (I5, H06, H07): it is not
 * retracted, deleted or made less urgent.
 */
export const alertGuard: Guard = {
  name: 'alert-answered',
  concerns: ({ before }: Change) => before !== undefined && isAlert(before) && !isClosed(before),
  async decide({ before, after, by }: Change) {
    const isKept = KEPT.every((element) => JSON.stringify(before?.[element]) === JSON.stringify(after?.[element]));
    if (after && isKept && (!isClosed(after) || isAnswered(after, by))) return undefined;
    return outcome('CRYO-634', { reference: `Task/${before?.id}` }, 'Task.status');
  },
};

function isAnswered({ status, owner, note }: JsonResource, { who, role }: Change['by']): boolean {
  const notes = (Array.isArray(note) ? note : []) as readonly JsonObject[];
  const isSaid = notes.some(
    ({ authorReference, text }) =>
      (authorReference as JsonObject | undefined)?.reference === who && String(text ?? '').trim() !== '',
  );
  return (
    status === 'completed' && ANSWERERS.has(role) && (owner as JsonObject | undefined)?.reference === who && isSaid
  );
}
