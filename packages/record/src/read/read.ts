import { ok, outcome, type Result } from '@cryopath/fhir';
import { mayRead } from '../access/policy.ts';
import { reachOf } from '../access/reach.ts';
import { readable } from '../access/readable.ts';
import { type Sql, sql } from '../postgres/sql.ts';
import type { StoredVersion } from '../record.ts';
import type { Requester } from '../requester.ts';
import { impossibleAddress, notFound } from './address.ts';
import { afterLogging, answered, type ReadSide, refusedAct, rowsOf } from './read-side.ts';

interface VersionRow {
  readonly version: number;
  readonly patient: string;
  readonly at: string;
  readonly text: string;
}

/**
 * The current version, its text untouched. One statement: head and version joined, within the requester's reach.
 *
 * Refused: CRYO-403 the role may not read the type; CRYO-201 nothing there, or nothing this requester may know of; CRYO-202 deleted.
 */
export function read(side: ReadSide, requester: Requester, type: string, id: string): Promise<Result<StoredVersion>> {
  const reach = reachOf(requester, side.clock.now());
  const statement = sql`select v.version, r.patient, v.at, v.content as text
    from resource r join version v on v.type = r.type and v.id = r.id and v.version = r.version
    where r.type = ${type} and r.id = ${id} and ${readable(reach, 'r', type)}`;
  return oneVersion(side, requester, { interaction: 'read', type, id }, statement);
}

/** One version of the past or the current one. Refused as {@link read}, and CRYO-203 when the resource never had that version. */
export function vread(
  side: ReadSide,
  requester: Requester,
  type: string,
  id: string,
  version: number,
): Promise<Result<StoredVersion>> {
  // A number that no version can have is asked for as 0: PostgreSQL would refuse to read it as an integer.
  const asked = Number.isInteger(version) && version > 0 && version < 2 ** 31 ? version : 0;
  const reach = reachOf(requester, side.clock.now());
  const statement = sql`select coalesce(v.version, 0) as version, r.patient, coalesce(v.at, r.at) as at, coalesce(v.content, '') as text
    from resource r left join version v on v.type = r.type and v.id = r.id and v.version = ${asked}
    where r.type = ${type} and r.id = ${id} and ${readable(reach, 'r', type)}`;
  return oneVersion(side, requester, { interaction: 'vread', type, id, version }, statement);
}

interface Asked {
  readonly interaction: 'read' | 'vread';
  readonly type: string;
  readonly id: string;
  readonly version?: number;
}

function oneVersion(
  side: ReadSide,
  requester: Requester,
  asked: Asked,
  statement: Sql,
): Promise<Result<StoredVersion>> {
  const { interaction, type, id } = asked;
  return answered(async () => {
    const act = { interaction, type, resource: id };
    const impossible = impossibleAddress(type, id);
    if (impossible) return refusedAct(side, requester, { ...act, type: '', resource: '' }, impossible);
    if (!mayRead(requester, type)) return refusedAct(side, requester, act, outcome('CRYO-403'));
    const [row] = await rowsOf<VersionRow>({ db: side.short }, statement);
    if (!row) return refusedAct(side, requester, act, notFound(type, id));
    const { version, patient, at: lastUpdated, text } = row;
    const found = { ...act, version, patient };
    const reference = `${type}/${id}`;
    if (version === 0) {
      return refusedAct(side, requester, found, outcome('CRYO-203', { reference, version: asked.version ?? 0 }));
    }
    if (text === '') return refusedAct(side, requester, found, outcome('CRYO-202', { reference }));
    return afterLogging(side, requester, [found], ok({ type, id, version, lastUpdated, deleted: false, text }));
  });
}
