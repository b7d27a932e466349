import { ok, outcome, type Result } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { insertAudit } from '../audit/insert.ts';
import { auditRow } from '../audit/row.ts';
import { type Sql, sql } from '../postgres/sql.ts';
import { isId, notFound } from '../read/address.ts';
import { afterLogging, answered, type ReadSide, refusedAct, rowsOf } from '../read/read-side.ts';
import type { Opening } from '../record.ts';
import type { Requester } from '../requester.ts';
import { sha256 } from '../sha256.ts';
import { uuidV7 } from '../uuid.ts';
import { mayCall, mayRead } from './policy.ts';

/** H16: for how long one chart is open, and how much of a reason is asked for. Both are checked by the table too. */
const OPEN_MINUTES = 30;
const SHORTEST_REASON = 10;

/**
 * Opens one chart, of whichever clinic and however restricted, to a member of staff for {@link OPEN_MINUTES} minutes by the injected clock
 * (H16), in the session in which they opened it and in no other. The reason is kept, shown to the patient, and put before the clinic lead for review.
 *
 * The row of the table and that of the trail are one statement: no chart is open that the trail does not tell of.
 *
 * Refused: CRYO-403 the role may not; CRYO-410 no reason worth the name; CRYO-201 no such patient.
 */
export function breakGlass(
  side: ReadSide,
  requester: Requester,
  patient: string,
  reason: string,
): Promise<Result<{ until: string }>> {
  return answered(async () => {
    const since = side.clock.now();
    const act = { interaction: 'break-glass', type: 'Patient', resource: isId(patient) ? patient : '' } as const;
    const opener: Requester = { ...requester, purpose: 'BTG' };
    if (!mayCall(opener, 'break-glass')) return refusedAct(side, requester, act, outcome('CRYO-403'));
    const given = reason.trim();
    if ([...given].length < SHORTEST_REASON || !isStorable(given)) {
      return refusedAct(side, requester, act, outcome('CRYO-410', { length: SHORTEST_REASON }));
    }
    const [chart] = isId(patient)
      ? await rowsOf<{ patient: string }>(side, sql`select patient from compartment where patient = ${patient}`)
      : [];
    if (!chart) return refusedAct(side, requester, act, notFound('Patient', patient.slice(0, 64)));
    const until = isoOf((since + OPEN_MINUTES * 60_000) as Instant);
    // The row of the trail covers the session by its hash: an opening cannot be moved to another one unseen.
    const { session = '' } = opener;
    const textHash = session === '' ? '' : sha256(session);
    const row = auditRow(opener, { ...act, patient, detail: given, textHash }, since);
    const audit = insertAudit([row]);
    const values = [...(audit.values ?? [])];
    const first = values.length;
    await side.db.query({
      name: 'break-glass',
      text: `with opened as (insert into break_glass (id, who, session, patient, reason, since, until)
          values ($${first + 1}, $${first + 2}, $${first + 3}, $${first + 4}, $${first + 5}, $${first + 6}, $${first + 7}))
        ${audit.text}`,
      values: [...values, uuidV7(since), opener.who, session, patient, given, isoOf(since), until],
    });
    return ok({ until });
  });
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0') && text.length <= 2_000;

/** The openings that a reader may know of, newest first: a patient those of their own chart, a lead and an auditor those of their clinic's patients. */
function knownTo({ role, clinic, patients }: Requester): Sql | undefined {
  switch (role) {
    case 'patient':
      return sql`b.patient = any(${patients}::text[])`;
    case 'lead':
      return clinic === '' ? undefined : sql`c.clinic = ${clinic}`;
    case 'auditor':
      return clinic === '' ? sql`true` : sql`c.clinic = ${clinic}`;
    case 'service':
      return sql`true`;
    default:
      return undefined;
  }
}

/**
 * Who opened whose chart, and why: for the patient to see, and for the clinic lead to review (H16). At most a thousand, newest first; the whole past is on the
 * trail.
 *
 * Refused: CRYO-403 to everybody else.
 */
export function openings(
  side: ReadSide,
  requester: Requester,
  since: Instant | undefined,
): Promise<Result<readonly Opening[]>> {
  return answered(async () => {
    const act = { interaction: 'search-type', type: 'AuditEvent', detail: 'subtype=110127' } as const;
    const known = mayRead(requester, 'AuditEvent') ? knownTo(requester) : undefined;
    if (!known) return refusedAct(side, requester, act, outcome('CRYO-403'));
    const rows = await rowsOf<Opening & Record<string, unknown>>(
      side,
      sql`select b.id, b.who, b.patient, b.reason, b.since, b.until from break_glass b join compartment c on c.patient = b.patient
        where ${known} and b.since >= ${since === undefined ? '-infinity' : isoOf(since)}::timestamptz order by b.since desc, b.id desc limit 1000`,
    );
    const patients = [...new Set(rows.map((row) => row.patient))];
    const acts = patients.length === 0 ? [act] : patients.map((patient) => ({ ...act, patient }));
    return afterLogging(side, requester, acts, ok(rows));
  });
}
