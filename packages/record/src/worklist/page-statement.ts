import { joined, type Sql, sql } from '../postgres/sql.ts';
import { foundIds } from './charts-found.ts';
import type { WorklistCursor } from './worklist-cursor.ts';
import { MOST_COUNTED, type WorklistQuery } from './worklist-query.ts';

/** Whose worklist, and when. */
export interface WorklistReach {
  readonly clinic: string;
  /** Whether restricted charts are within it. */
  readonly restricted: boolean;
  /** FHIR instants: now, and until when something comes soon. */
  readonly now: string;
  readonly soon: string;
  /** IANA zone in which a birth date is a day. */
  readonly zone: string;
  /** The patients that the words find, when they are few. */
  readonly found?: readonly string[] | undefined;
}

type Asked = Omit<WorklistQuery, 'count' | 'cursor' | 'isCounted'>;

/** One index holds the clinic, what is asked for and the order: the page is a walk along it (migrations/0007-worklist.sql, 0008-worklist-soon.sql). */
export function pageStatement(
  reach: WorklistReach,
  query: Asked & Pick<WorklistQuery, 'count'>,
  after: WorklistCursor | undefined,
): Sql {
  const beyond = after === undefined ? [] : [sql`(${keyOf(w, query)}) > (${keyAfter(after, query)})`];
  return sql`select w.n, w.patient, w.pathway, w.protocol, w.stage, w.step, w.resource, w.level, w.roles, w.since, w.ready, w.due
    from worklist w where ${joined([...conditionsOf(reach, query), ...beyond], ' and ')} order by ${keyOf(w, query)} limit ${query.count + 1}`;
}

/** How many there are in all, up to one more than is counted. */
export const countStatement = (reach: WorklistReach, query: Asked): Sql =>
  sql`select count(*)::int as counted from (select 1 from worklist w where ${joined(conditionsOf(reach, query), ' and ')} limit ${MOST_COUNTED + 1}) t`;

const w = sql`w`;
const b = sql`b`;

function conditionsOf(reach: WorklistReach, query: Asked): readonly Sql[] {
  const within = [sql`w.clinic = ${reach.clinic}`, ...(reach.restricted ? [] : [sql`not w.restricted`])];
  const found = query.words === undefined ? [] : [ofFound(reach, query.words)];
  return [...within, ...narrowed(w, query), ...stated(w, query, reach), ...found, ...firstOfPatient(reach, query)];
}

/** Of a chart that is found, as far as the reach of the row goes: few are looked up one by one, of many each row is asked. */
const ofFound = ({ zone, found }: WorklistReach, words: string): Sql =>
  found ? sql`w.patient = any (${found}::text[])` : sql`w.patient in (${foundIds(words, zone)})`;

/** By what it is, whatever the time. */
function narrowed(row: Sql, { stage, step, role, once }: Asked): readonly Sql[] {
  return [
    ...(step === undefined ? [] : [sql`${row}.step = ${step}`]),
    ...(stage === undefined ? [] : [sql`${row}.stage = ${stage}`]),
    ...(role === undefined ? [] : [sql`${role} = any (${row}.roles)`]),
    ...(once === undefined ? [] : [sql`${row}.stage <> 'alert'`]),
  ];
}

/** By what the time makes of it. */
function stated(row: Sql, { state, order }: Asked, { now, soon }: WorklistReach): readonly Sql[] {
  const moment = [stillWaits(row, now), ...(order === 'ready' ? [sql`${row}.ready is not null`] : [])];
  switch (state) {
    case undefined:
      return moment;
    case 'overdue':
      return [...moment, sql`${row}.due < ${now}::timestamptz`];
    case 'ready':
      return [...moment, mayBeDone(row, now)];
    case 'soon':
      return [...moment, sql`${row}.ready > ${now}::timestamptz and ${row}.ready <= ${soon}::timestamptz`];
    case 'alert':
      return [...moment, sql`${row}.level < 2`];
    default:
      return state satisfies never;
  }
}

/** That its time has not ended; true of every alert. */
const stillWaits = (row: Sql, now: string): Sql => sql`${row}.until > ${now}::timestamptz`;

/** That it may be done now; true of every alert. */
const mayBeDone = (row: Sql, now: string): Sql => sql`(${row}.ready is null or ${row}.ready <= ${now}::timestamptz)`;

/** That no other row of the patient that was asked for comes before this one. A chart has few rows: each is held against them by the index of the patient. */
function firstOfPatient(reach: WorklistReach, query: Asked): readonly Sql[] {
  const { now } = reach;
  const { once, state, order } = query;
  if (once === undefined) return [];
  const rank = (row: Sql) =>
    sql`case when ${row}.due < ${now}::timestamptz then 0 when not ${row}.roles && array['doctor', 'nurse'] then 3
      when ${row}.protocol || ' ' || ${row}.step = any (${once.required}::text[]) then 1 else 2 end, `;
  const key = (row: Sql) => (order === 'urgency' ? sql`${rank(row)}${keyOf(row, query)}` : keyOf(row, query));
  const before = [...narrowed(b, query), ...stated(b, query, reach), sql`(${key(b)}) < (${key(w)})`];
  const first = sql`not exists (select 1 from worklist b where b.patient = w.patient and ${joined(before, ' and ')} offset 0)`;
  if (state !== 'soon') return [first];
  const { once: _, ...withAlerts } = query;
  const ofNow = [...narrowed(b, withAlerts), stillWaits(b, now), mayBeDone(b, now)];
  return [
    first,
    sql`not exists (select 1 from worklist b where b.patient = w.patient and ${joined(ofNow, ' and ')} offset 0)`,
  ];
}

/** The order, as the columns of an index after the clinic. */
function keyOf(row: Sql, { order }: Pick<WorklistQuery, 'order'>): Sql {
  switch (order) {
    case 'urgency':
      return sql`${row}.level, ${row}.due, ${row}.n`;
    case 'since':
      return sql`${row}.since, ${row}.n`;
    case 'ready':
      return sql`${row}.ready, ${row}.n`;
    default:
      return order satisfies never;
  }
}

const keyAfter = ([level, at, n]: WorklistCursor, { order }: Pick<WorklistQuery, 'order'>): Sql =>
  order === 'urgency'
    ? sql`${level}::smallint, ${at}::timestamptz, ${n}::bigint`
    : sql`${at}::timestamptz, ${n}::bigint`;
