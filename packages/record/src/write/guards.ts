import { type Outcome, outcome } from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';
import type { Change, GateDecision, Guard } from '../guard.ts';
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

/** What the guards say of changes: the first refusal, or the decisions that they let them pass on. */
export type Guarded =
  | { readonly refusal: { readonly change: Change; readonly outcome: Outcome } }
  | { readonly refusal?: undefined; readonly decisions: readonly DecidedChange[] };

export interface DecidedChange {
  readonly change: Change;
  readonly decision: GateDecision;
}

/**
 * Asks the guards about the state after all the changes, as the transaction sees it (I1, H03, R9). A guard that throws refuses.
 *
 * @throws what the database throws: a lost connection is not a guard's opinion.
 */
export async function askGuards(
  guards: readonly Guard[],
  changes: readonly Change[],
  client: Connection,
  now: Instant,
): Promise<Guarded> {
  const decisions: DecidedChange[] = [];
  for (const change of changes) {
    for (const guard of guards) {
      if (!concerns(guard, change)) continue;
      const decided = await decidedBy(guard, change, client, now);
      if (decided === undefined) continue;
      if ('issues' in decided) return { refusal: { change, outcome: decided } };
      decisions.push({ change, decision: decided });
    }
  }
  return { decisions };
}

async function decidedBy(
  guard: Guard,
  change: Change,
  client: Connection,
  now: Instant,
): Promise<Outcome | GateDecision | undefined> {
  try {
    return await guard.decide(change, patientView(client, change.patient), now);
  } catch (error) {
    if (databaseFailure(error)) throw error;
    return outcome('CRYO-605', { reason: guard.name });
  }
}
