import { calendarDayAt, parseCalendarDay, startOfDay } from '../clock/calendar-day.ts';
import { type Instant, parseInstant } from '../clock/instant.ts';
import { isAbout, referenceOf } from '../evidence/about.ts';
import type { PatientRecord, RecordResource } from '../evidence/patient-record.ts';
import { isProfessionalWord } from '../evidence/professional-word.ts';

/** One patient's run of a protocol. What no CarePlan begins is one implicit pathway: it has no id, no version and no beginning. */
export interface Pathway {
  /** The CarePlan's id. */
  readonly id?: string;
  /** The protocol's version that it keeps (I4); `undefined` when the CarePlan does not say it. */
  readonly version?: string;
  readonly isActive: boolean;
  /** What names no CarePlan belongs to the pathway in whose time it came to be. */
  readonly from: Instant;
  readonly until: Instant;
}

const ALWAYS = -8.64e15 as Instant;
const NEVER = 8.64e15 as Instant;
const IMPLICIT: Pathway = { isActive: true, from: ALWAYS, until: NEVER };

/** Statuses of a CarePlan that ran or runs. A draft has not begun; one entered in error never was. */
const RUN: ReadonlySet<unknown> = new Set(['active', 'on-hold', 'revoked', 'completed']);

type Protocols = { readonly url: string; readonly timeZone: string };

/**
 * The pathways of a patient by one protocol, whatever its version, oldest first. Each ends, for what names no CarePlan, where its period does or
 * where the next one begins. Evidence known to the day belongs to a pathway of that day, so a pathway begins with its day.
 */
export function pathwaysOf({ url, timeZone }: Protocols, record: PatientRecord, now: Instant): readonly Pathway[] {
  const begun = record.resources.flatMap((resource): Pathway[] => {
    if (resource.resourceType !== 'CarePlan' || !RUN.has(resource.status) || resource.intent !== 'plan') return [];
    if (!isAbout(resource, record.patient) || !isProfessionalWord(record, resource)) return [];
    const canonical = canonicalsOf(resource).find((each) => each.split('|')[0] === url);
    const period = (resource.period ?? {}) as { readonly start?: unknown; readonly end?: unknown };
    const start = momentOf(period.start, timeZone);
    if (canonical === undefined || start === undefined || start > now || typeof resource.id !== 'string') return [];
    const version = canonical.split('|')[1];
    return [
      {
        id: resource.id,
        ...(version ? { version } : {}),
        isActive: resource.status === 'active',
        from: startOfDay(calendarDayAt(start, timeZone), timeZone),
        until: momentOf(period.end, timeZone) ?? NEVER,
      },
    ];
  });
  const sorted = begun.toSorted((a, b) => a.from - b.from || (a.id ?? '').localeCompare(b.id ?? ''));
  return sorted.map((each, index) => {
    const next = sorted[index + 1]?.from ?? NEVER;
    return { ...each, until: Math.min(each.until, next) as Instant };
  });
}

/**
 * The pathway that a record is looked at as: the one that it names, otherwise the newest that is active, otherwise the newest; without any
 * the implicit one. `undefined` when it names one that is not there: then nothing is evidence.
 */
export function pathwayOf(protocol: Protocols, record: PatientRecord, now: Instant): Pathway | undefined {
  const pathways = pathwaysOf(protocol, record, now);
  if (record.pathway !== undefined) return pathways.find(({ id }) => id === record.pathway);
  return pathways.findLast(({ isActive }) => isActive) ?? pathways.at(-1) ?? IMPLICIT;
}

/**
 * The pathway that a resource to be written belongs to: the one it names, or the only active one. With two of them, or with none among those
 * that there are, it cannot be told (`undefined`), and no gate opens.
 */
export function pathwayFor(
  protocol: Protocols,
  record: PatientRecord,
  resource: RecordResource,
  now: Instant,
): Pathway | undefined {
  const pathways = pathwaysOf(protocol, record, now);
  const named = carePlansOf(resource);
  if (named.length > 0)
    return named.length === 1 ? pathways.find(({ id, isActive }) => isActive && id === named[0]) : undefined;
  if (pathways.length === 0) return IMPLICIT;
  const active = pathways.filter(({ isActive }) => isActive);
  return active.length === 1 ? active[0] : undefined;
}

/** The ids of the CarePlans that a resource is based on, each once. */
export function carePlansOf({ basedOn }: RecordResource): readonly string[] {
  const references = (Array.isArray(basedOn) ? basedOn : [basedOn]).map(referenceOf);
  const ids = references.flatMap((reference) => /(?:^|\/)CarePlan\/([^/]+)/.exec(reference)?.[1] ?? []);
  return [...new Set(ids)];
}

/** Whether something of a time is a pathway's: it names that CarePlan alone, or none and came to be in its time. */
export function belongsTo({ id, from, until }: Pathway, resource: RecordResource, at: Instant): boolean {
  const named = carePlansOf(resource);
  if (named.length > 0) return named.length === 1 && named[0] === id;
  return at >= from && at < until;
}

const canonicalsOf = ({ instantiatesCanonical }: RecordResource): readonly string[] =>
  Array.isArray(instantiatesCanonical) ? instantiatesCanonical.filter((each) => typeof each === 'string') : [];

function momentOf(value: unknown, timeZone: string): Instant | undefined {
  if (typeof value !== 'string') return undefined;
  const day = parseCalendarDay(value);
  return day === undefined ? parseInstant(value) : startOfDay(day, timeZone);
}
