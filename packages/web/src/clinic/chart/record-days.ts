import { calendarDayAt, type Instant, isoOfDay, type PatientRecord, type RecordResource } from '@cryopath/pathway';

/** Something on the record, and what was read off it. */
export interface RecordEntry {
  readonly resource: RecordResource;
  /** Milliseconds; `undefined` when nobody wrote down when it was. */
  readonly at: number | undefined;
  /** Observations that were taken from this form's answers: the same word twice is read as two. */
  readonly measured: readonly RecordResource[];
}

export interface RecordDay {
  /** `2026-03-02` on the clinic's calendar; `undefined` for what has no date. */
  readonly day: string | undefined;
  readonly entries: readonly RecordEntry[];
}

/** Types that are the product's own bookkeeping, and stand elsewhere on the chart. */
const ELSEWHERE = new Set(['Patient', 'AuditEvent', 'Provenance', 'Task', 'CarePlan']);

/** What is to be read of a record, newest first, what has no date last. */
export function recordEntries({ resources }: PatientRecord): readonly RecordEntry[] {
  const shown = resources.filter(({ resourceType }) => !ELSEWHERE.has(resourceType));
  const forms = new Set(
    shown
      .filter(({ resourceType }) => resourceType === 'QuestionnaireResponse')
      .map(({ id }) => `QuestionnaireResponse/${String(id)}`),
  );
  const formOf = ({ derivedFrom = [] }: RecordResource) =>
    (derivedFrom as readonly { reference?: string }[]).find(({ reference = '' }) => forms.has(reference))?.reference;
  const measured = Map.groupBy(shown, formOf);
  return shown
    .filter((resource) => formOf(resource) === undefined)
    .map((resource) => ({
      resource,
      at: timeOf(resource),
      measured: measured.get(`${resource.resourceType}/${String(resource.id)}`) ?? [],
    }))
    .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));
}

/** @param timeZone of the clinic, whose calendar the days are on. */
export function recordDays(entries: readonly RecordEntry[], timeZone: string): readonly RecordDay[] {
  const days = Map.groupBy(entries, ({ at }) =>
    at === undefined ? undefined : isoOfDay(calendarDayAt(at as Instant, timeZone)),
  );
  return [...days].map(([day, own]) => ({ day, entries: own }));
}

/** When it was true, else when it was written down. */
function timeOf(resource: RecordResource): number | undefined {
  const period = (resource.performedPeriod ?? resource.effectivePeriod ?? resource.period) as
    | { start?: string }
    | undefined;
  const texts = [
    resource.effectiveDateTime,
    resource.performedDateTime,
    period?.start,
    resource.authored,
    resource.started,
    resource.dateTime,
    resource.authoredOn,
    resource.recordedDate,
    resource.identifiedDateTime,
  ];
  const time = Date.parse(String(texts.find((each) => typeof each === 'string')));
  return Number.isNaN(time) ? undefined : time;
}
