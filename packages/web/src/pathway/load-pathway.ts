import { evaluate, type RecordResource } from '@cryopath/pathway';
import type { Session } from '../app/session.ts';
import type { Answer } from '../server/fhir-server.ts';
import type { LoadedPathway } from './loaded-pathway.ts';
import { locatePathway } from './locate-pathway.ts';

/** Evaluates a record as the server does: by the version of the protocol that its pathway keeps (I4). @param everything that the server answered of this patient */
export async function loadPathway(
  session: Session,
  patient: string,
  everything: Answer<readonly RecordResource[]>,
): Promise<Answer<LoadedPathway>> {
  const located = await locatePathway(session, patient, everything);
  if (!located.ok) return located;
  const { protocol, record, moment, at, isKept } = located.value;
  return { ok: true, value: { protocol, record, view: evaluate(protocol, record, moment), at, isKept } };
}
