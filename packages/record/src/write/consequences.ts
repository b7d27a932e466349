import { ok, type Result } from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';
import { reachOf } from '../access/reach.ts';
import { type Consequence, productFor } from '../consequence.ts';
import type { Change } from '../guard.ts';
import type { Connection } from '../postgres/connection.ts';
import type { Requester } from '../requester.ts';
import { placeOf } from './head.ts';
import { patientView } from './patient-view.ts';
import { prepareChange } from './prepare-change.ts';
import type { PreparedChange } from './prepared-change.ts';
import type { WritePath } from './write-path.ts';

/** Whether something may follow from this change. A consequence that cannot tell is concerned. */
export function hasConsequences(consequences: readonly Consequence[], change: Change): boolean {
  return consequences.some((consequence) => {
    try {
      return consequence.concerns(change);
    } catch {
      return true;
    }
  });
}

/** What follows from changes that were written, ready to be written as the product's own. */
export async function consequencesOf(
  path: WritePath,
  requester: Requester,
  changes: readonly Change[],
  client: Connection,
  now: Instant,
): Promise<Result<readonly PreparedChange[]>> {
  const product = productFor(requester);
  const patientOf = placeOf(client, reachOf(product, now));
  const following: PreparedChange[] = [];
  for (const change of changes) {
    for (const consequence of path.consequences) {
      if (!hasConsequences([consequence], change)) continue;
      for (const resource of await consequence.follow(change, patientView(client, change.patient), now)) {
        const { resourceType: type, id } = resource;
        const intent = { interaction: 'create', type, id: String(id), resource, expected: 0 } as const;
        const prepared = await prepareChange(intent, {
          requester: product,
          now,
          zone: path.zone,
          base: path.base,
          patientOf,
        });
        if (!prepared.ok) return prepared;
        following.push(prepared.value);
      }
    }
  }
  return ok(following);
}
