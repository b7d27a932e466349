import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import { mayCall } from '../access/policy.ts';
import { reachOf } from '../access/reach.ts';
import { type Sql, sql } from '../postgres/sql.ts';
import { afterLogging, answered, patientsOf, type ReadSide, refusedAct, rowsOf } from '../read/read-side.ts';
import type { Requester } from '../requester.ts';
import type { Waiting } from './projection.ts';

export interface WorklistQuery {
  readonly stage?: string;
  readonly step?: string;
  /** Whom it waits for. */
  readonly role?: string;
  /** `overdue`: its time has passed; `ready`: it may be done now; `alert`: somebody must be answered. */
  readonly state?: 'overdue' | 'ready' | 'alert';
  /** `urgency`: alerts first, then by when it is due. `since`: who has waited longest. */
  readonly order: 'urgency' | 'since';
  readonly count: number;
  /** Where the page before ended. */
  readonly cursor?: string;
}

export interface WorklistRow extends Waiting {
  readonly patient: string;
}

export interface WorklistPage {
  readonly rows: readonly WorklistRow[];
  /** Of the next page; absent when this is the last. */
  readonly next?: string;
}

interface Row extends Record<string, unknown> {
  readonly n: number;
  readonly patient: string;
  readonly pathway: string;
  readonly protocol: string;
  readonly stage: string;
  readonly step: string;
  readonly resource: string;
  readonly level: 0 | 1 | 2;
  readonly roles: readonly string[];
  readonly since: string;
  readonly ready: string | null;
  readonly due: string;
}

/**
 * What waits for whom, a page of it: of the charts of the requester's clinic, restricted ones for its lead alone (I6). Every patient on the page is told in the trail.
 *
 * Refused: CRYO-403 to whoever has no list of work; CRYO-306 a cursor that is none.
 */
export function worklist(side: ReadSide, requester: Requester, query: WorklistQuery): Promise<Result<WorklistPage>> {
  return answered(async () => {
    const act = { interaction: 'search-type', type: 'CarePlan', detail: detailOf(query) } as const;
    const reach = reachOf(requester, side.clock.now());
    if (!mayCall(requester, 'worklist') || reach.kind !== 'clinic' || reach.clinic === '') {
      return refusedAct(side, requester, act, outcome('CRYO-403'));
    }
    const after = query.cursor === undefined ? undefined : cursorIn(query.cursor);
    if (query.cursor !== undefined && !after)
      return refused(outcome('CRYO-306', { parameter: 'cursor', value: query.cursor.slice(0, 64) }));
    const statement = pageStatement(reach.clinic, reach.restricted, query, isoOf(side.clock.now()), after);
    const found = await rowsOf<Row>(side, statement);
    const page = found.slice(0, query.count);
    const last = page.at(-1);
    const next = found.length > query.count && last ? cursorOf(last, query.order) : undefined;
    const acts = patientsOf(page).map((patient) => ({ ...act, patient }));
    const rows = page.map(asWaiting);
    return afterLogging(side, requester, acts, ok(next === undefined ? { rows } : { rows, next }));
  });
}

type Cursor = readonly [level: number, at: string, n: number];

/** One index holds the clinic, what is asked for and the order: the page is a walk along it (migrations/0007-worklist.sql). */
export function pageStatement(
  clinic: string,
  restricted: boolean,
  { stage, step, role, state, order, count }: Omit<WorklistQuery, 'cursor'>,
  now: string,
  after: Cursor | undefined,
): Sql {
  const conditions: Sql[] = [sql`w.clinic = ${clinic}`];
  if (!restricted) conditions.push(sql`not w.restricted`);
  if (step !== undefined) conditions.push(sql`w.step = ${step}`);
  else if (stage !== undefined) conditions.push(sql`w.stage = ${stage}`);
  if (step !== undefined && stage !== undefined) conditions.push(sql`w.stage = ${stage}`);
  if (role !== undefined) conditions.push(sql`${role} = any (w.roles)`);
  if (state === 'overdue') conditions.push(sql`w.due < ${now}::timestamptz`);
  if (state === 'ready') conditions.push(sql`(w.ready is null or w.ready <= ${now}::timestamptz)`);
  if (state === 'alert') conditions.push(sql`w.level < 2`);
  const [level, at, n] = after ?? [];
  if (level !== undefined && order === 'urgency')
    conditions.push(sql`(w.level, w.due, w.n) > (${level}::smallint, ${at}::timestamptz, ${n}::bigint)`);
  if (level !== undefined && order === 'since')
    conditions.push(sql`(w.since, w.n) > (${at}::timestamptz, ${n}::bigint)`);
  const where = conditions.slice(1).reduce((all, each) => sql`${all} and ${each}`, conditions[0] ?? sql`false`);
  const by = order === 'urgency' ? sql`w.level, w.due, w.n` : sql`w.since, w.n`;
  return sql`select w.n, w.patient, w.pathway, w.protocol, w.stage, w.step, w.resource, w.level, w.roles, w.since, w.ready, w.due
    from worklist w where ${where} order by ${by} limit ${count + 1}`;
}

const cursorOf = ({ n, level, since, due }: Row, order: WorklistQuery['order']): string =>
  Buffer.from(JSON.stringify([level, order === 'since' ? since : due, n])).toString('base64url');

function cursorIn(text: string): Cursor | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed) || parsed.length !== 3) return undefined;
    const [level, at, n] = parsed as unknown[];
    const isOne = Number.isInteger(level) && Number.isSafeInteger(n) && typeof at === 'string' && MOMENT.test(at);
    return isOne ? [Number(level), String(at), Number(n)] : undefined;
  } catch {
    return undefined;
  }
}

const MOMENT = /^(?:infinity|\d{4}-\d{2}-\d{2}[ T][\d:.]+(?:Z|[+-]\d{2}(?::?\d{2})?)?)$/;

function asWaiting({
  patient,
  pathway,
  protocol,
  stage,
  step,
  resource,
  level,
  roles,
  since,
  ready,
  due,
}: Row): WorklistRow {
  return {
    patient,
    pathway,
    protocol,
    stage,
    step,
    level,
    roles,
    since,
    ...(resource === '' ? {} : { resource }),
    ...(ready === null ? {} : { ready }),
    ...(due === 'infinity' ? {} : { due: due }),
  };
}

const detailOf = ({ stage, step, role, state, order }: WorklistQuery): string =>
  `worklist?${Object.entries({ stage, step, role, state, order })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join('&')}`;
