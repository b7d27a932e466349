import { type Instant, parseInstant } from '../clock/instant.ts';
import { isAbout } from '../evidence/about.ts';
import type { PatientRecord, RecordResource } from '../evidence/patient-record.ts';
import { isProfessionalWord } from '../evidence/professional-word.ts';
import { belongsTo, type Pathway } from '../pathway/pathway.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { type Site, sitesOfProcedure } from '../site/site.ts';
import { isCryoablationBegun } from './cryoablation-begins.ts';

/** The Procedure that is being written: where, and when it says that it was performed. */
export interface Beginning {
  readonly sites: readonly Site[];
  /** Absent of one that is going on: that begins now, whatever it says. */
  readonly at?: Instant;
}

/** Statuses of a Procedure that is told of when it is over: that it began a while ago is then no contradiction. */
const OVER: ReadonlySet<unknown> = new Set(['completed', 'stopped']);

export function beginningOf(procedure: RecordResource): Beginning {
  const at = OVER.has(procedure.status) ? performedFrom(procedure) : undefined;
  return { sites: sitesOfProcedure(procedure), ...(at === undefined ? {} : { at }) };
}

/**
 * Minutes from evidence to the beginning of the procedure that it was for (H02): the one that is being written; otherwise the first of this pathway that began
 * after it; otherwise one that would begin now. Less than nothing when the procedure had begun before.
 */
export function minutesBeforeProcedure(
  at: Instant,
  beginning: Beginning | undefined,
  begun: readonly Instant[],
  now: Instant,
): number {
  const moment = beginning ? (beginning.at ?? now) : Math.min(now, ...begun.filter((each) => each >= at));
  return (Math.min(moment, now) - at) / 60_000;
}

/** When the cryoablations of a pathway began, as staff recorded it. One that does not say it to the minute came after everything. */
export const beganAt = (protocol: Protocol, record: PatientRecord, pathway: Pathway): readonly Instant[] =>
  record.resources.flatMap((resource) => {
    if (!isCryoablationBegun(protocol, resource) || !isAbout(resource, record.patient)) return [];
    const from = performedFrom(resource);
    const isOurs = isProfessionalWord(record, resource) && belongsTo(pathway, resource, from ?? pathway.from);
    return isOurs ? [from ?? NEVER] : [];
  });

const NEVER = 8.64e15 as Instant;

function performedFrom({ performedPeriod, performedDateTime }: RecordResource): Instant | undefined {
  const from = (performedPeriod as { readonly start?: unknown } | undefined)?.start ?? performedDateTime;
  return typeof from === 'string' ? parseInstant(from) : undefined;
}
