import { ok, outcome, type Result, STORED_TYPES } from '@cryopath/fhir';
import { mayCall, mayRead } from '../access/policy.ts';
import { reachOf } from '../access/reach.ts';
import { readable } from '../access/readable.ts';
import { sql } from '../postgres/sql.ts';
import type { ChangedResource } from '../record.ts';
import type { Requester } from '../requester.ts';
import { afterLogging, answered, patientsOf, type ReadSide, refusedAct, rowsOf } from './read-side.ts';

export interface Changes {
  /** The position to ask from the next time. */
  readonly next: number;
  readonly changed: readonly ChangedResource[];
}

/** More than a transaction can change (write/bundle/bundle-entry.ts), so that a page always holds a whole one. */
const MOST_CHANGES = 2_000;

interface ChangeRow extends ChangedResource {
  readonly position: number;
}

/**
 * What was changed since a position, by whichever process, as far as this requester may see: coordinates, no content.
 *
 * The trail is the order of changes: it numbers them by transaction, and its horizon tells below which number none can appear any more, so that a change is
 * neither given twice nor passed over because it was committed late.
 *
 * @param since a position given before; negative to learn the present one, and nothing else.
 */
export function changes(side: ReadSide, requester: Requester, since: number): Promise<Result<Changes>> {
  return answered(async () => {
    const act = { interaction: 'events' } as const;
    if (!mayCall(requester, 'changes')) return refusedAct(side, requester, act, outcome('CRYO-403'));
    const [horizon] = await rowsOf<{ next: number }>(side, sql`select audit_horizon() as next`);
    const next = horizon?.next ?? 0;
    if (!(since >= 0 && since < next)) return ok({ next, changed: [] });
    const types = STORED_TYPES.filter((type) => mayRead(requester, type));
    const rows = await rowsOf<ChangeRow>(
      side,
      sql`select a.type, a.resource as id, a.version, a.patient, a.xid as position
        from audit a join resource r on r.type = a.type and r.id = a.resource
        where a.xid >= ${Math.floor(since)} and a.xid < ${next} and a.version > 0 and a.outcome = 0
          and a.interaction in ('create', 'update', 'patch', 'delete')
          and r.type = any (${types}::text[]) and ${readable(reachOf(requester, side.clock.now()), 'r')}
        order by a.xid, a.id limit ${MOST_CHANGES}`,
    );
    const found = wholeTransactions(rows, next);
    // The product asks for itself whether there is anything to tell: that tells nobody anything.
    const acts = requester.role === 'service' || found.changed.length === 0 ? [] : patientsOf(found.changed);
    return afterLogging(
      side,
      requester,
      acts.map((patient) => ({ ...act, patient, detail: `since ${since}` })),
      ok(found),
    );
  });
}

/** A page that is full may end inside a transaction: that one is for the next page. */
function wholeTransactions(rows: readonly ChangeRow[], next: number): Changes {
  const last = rows.length === MOST_CHANGES ? rows.at(-1)?.position : undefined;
  const whole = last === undefined ? rows : rows.filter(({ position }) => position < last);
  const changed = whole.map(({ type, id, version, patient }) => ({ type, id, version, patient }));
  return { next: last ?? next, changed };
}
