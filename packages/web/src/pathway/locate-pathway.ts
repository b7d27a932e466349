import own from 'virtual:protocol';
import { type Instant, pathwayOf, type RecordResource } from '@cryopath/pathway';
import type { Session } from '../app/session.ts';
import type { Answer } from '../server/fhir-server.ts';
import type { ClockReading } from '../server/server-clock.ts';
import type { LocatedPathway } from './loaded-pathway.ts';
import { protocolOfVersion } from './protocol-of-version.ts';

interface Kept extends ClockReading {
  readonly resources: readonly RecordResource[];
}

/** Which pathway a record is looked at as, and at what moment. */
export interface PathwayThen extends LocatedPathway {
  readonly moment: Instant;
}

/**
 * A record with the version of the protocol that its pathway keeps (I4), before any rule has been run. At home the record is kept on the device and stands in when
 * the clinic cannot be reached; in the clinic it is not.
 *
 * @param everything that the server answered of this patient
 */
export async function locatePathway(
  session: Session,
  patient: string,
  everything: Answer<readonly RecordResource[]>,
): Promise<Answer<PathwayThen>> {
  const { clock, store, person } = session;
  const isAtHome = person.role === 'patient' || person.role === 'caregiver';
  const key = `record:${patient}`;
  const now = everything.ok ? notBefore(clock.now(), everything.value) : clock.now();
  const kept: Kept | undefined = everything.ok
    ? { at: now, difference: clock.difference(), resources: everything.value }
    : isAtHome && everything.status === 'unreachable'
      ? await store.read<Kept>('kept', key)
      : undefined;
  if (kept === undefined) return everything as Answer<PathwayThen>;
  if (isAtHome && everything.ok) store.write('kept', key, kept);
  const record = { patient, resources: kept.resources };
  const moment = everything.ok ? now : clock.since(kept);
  const protocol = await protocolOfVersion(session, pathwayOf(own, record, moment)?.version);
  if (!protocol.ok) return protocol;
  const pathway = pathwayOf(protocol.value, record, moment);
  const view = pathway === undefined ? {} : { pathway };
  return {
    ok: true,
    value: { protocol: protocol.value, record, view, at: kept.at, isKept: !everything.ok, moment },
  };
}

/**
 * The time of a record: a screen's clock is up to a second behind the server's, and would take what the server has stamped in that second for something
 * of tomorrow, which opens nothing (H12). What is stamped has been.
 */
const notBefore = (now: Instant, resources: readonly RecordResource[]): Instant =>
  resources.reduce((latest, { meta }) => {
    const stamped = Date.parse(String((meta as { lastUpdated?: unknown } | undefined)?.lastUpdated));
    return (stamped > latest ? stamped : latest) as Instant;
  }, now);
