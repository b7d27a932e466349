import { ok, outcome, type Result } from '@cryopath/fhir';
import { mayCall, mayRead } from '../access/policy.ts';
import { reachOf } from '../access/reach.ts';
import { impossibleAddress, notFound } from '../read/address.ts';
import { afterLogging, answered, type ReadSide, refusedAct } from '../read/read-side.ts';
import type { Requester } from '../requester.ts';
import { readHead, resourceOf } from '../write/head.ts';
import { patientView } from '../write/patient-view.ts';
import type { Chart, ChartRequest } from './chart-request.ts';

/**
 * Reads one patient's chart for an operation. What comes out of it is the operation's to narrow: the resource named must be within the requester's reach (I6),
 * and its reading is on the trail before anything is answered (R6).
 *
 * Refused: CRYO-403 by the policy; CRYO-201 and 202 what is not there, or not to be seen.
 */
export function chart(side: ReadSide, requester: Requester, asked: ChartRequest): Promise<Result<Chart>> {
  const { operation, permission, type, id, types } = asked;
  return answered(async () => {
    const act = { interaction: 'read', type, resource: id.slice(0, 64), detail: operation } as const;
    if (!mayCall(requester, permission) || !mayRead(requester, type)) {
      return refusedAct(side, requester, act, outcome('CRYO-403'));
    }
    const impossible = impossibleAddress(type, id);
    if (impossible) return refusedAct(side, requester, act, impossible);
    const head = await readHead(side.db, reachOf(requester, side.clock.now()), type, id);
    const named = head && resourceOf(head);
    if (!head || !named || head.patient === '') return refusedAct(side, requester, act, notFound(type, id));
    const { patient, version } = head;
    const written = await patientView(side.db, patient).written(types);
    return afterLogging(side, requester, [{ ...act, version, patient }], ok({ patient, named, written }));
  });
}
