import { type Outcome, outcome } from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';
import type { Change, Guard } from '../guard.ts';
import type { Connection } from '../postgres/connection.ts';
import { databaseFailure } from './database-failure.ts';
import { patientView } from './patient-view.ts';

/** Whether any guard must decide on this change. A guard that cannot tell is concerned. */
export const concernsAny = (guards: readonly Guard[], change: Change): boolean =>
  guards.some((guard) => concerns(guard, change));

function concerns(guard: Guard, change: Change): boolean {
  try {
    return guard.concerns(change);
  } catch {
    return true;
  }
}

/**
 * The first refusal of a guard on the state after all the changes, as the transaction sees it (I1, H03, R9). A guard that throws refuses.
 *
 * @throws what the database throws: a lost connection is not a guard's opinion.
 */
export async function guardRefusal(
  guards: readonly Guard[],
  changes: readonly Change[],
  client: Connection,
  now: Instant,
): Promise<{ readonly change: Change; readonly outcome: Outcome } | undefined> {
  for (const change of changes) {
    for (const guard of guards) {
      if (!concerns(guard, change)) continue;
      const refusal = await decided(guard, change, client, now);
      if (refusal) return { change, outcome: refusal };
    }
  }
  return undefined;
}

async function decided(guard: Guard, change: Change, client: Connection, now: Instant): Promise<Outcome | undefined> {
  try {
    return await guard.decide(change, patientView(client, change.patient), now);
  } catch (error) {
    if (databaseFailure(error)) throw error;
    return outcome('CRYO-605', { reason: guard.name });
  }
}
