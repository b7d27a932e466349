import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { mayCall, maySearch } from '../access/policy.ts';
import { reachOf } from '../access/reach.ts';
import { afterLogging, answered, patientsOf, type ReadSide, refusedAct, rowsOf } from '../read/read-side.ts';
import type { Requester } from '../requester.ts';
import { type Called, calledOf } from './called.ts';
import { fewFound } from './charts-found.ts';
import { countStatement, pageStatement, type WorklistReach } from './page-statement.ts';
import type { Waiting } from './projection.ts';
import { worklistCursor, worklistCursorIn } from './worklist-cursor.ts';
import { SOON, type Total, totalOf, type WorklistQuery } from './worklist-query.ts';

export interface WorklistRow extends Waiting, Called {
  readonly patient: string;
}

export interface WorklistPage {
  readonly rows: readonly WorklistRow[];
  /** Of the next page; absent when this is the last. */
  readonly next?: string;
  /** When it was asked for. */
  readonly total?: Total;
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
 * What waits for whom, a page of it: of the charts of the requester's clinic, restricted ones for its lead alone (I6). Every patient on the page is told in the
 * trail; their names come to whoever may search patients.
 *
 * Refused: CRYO-403 to whoever has no list of work; CRYO-306 a cursor that is none.
 */
export function worklist(side: ReadSide, requester: Requester, query: WorklistQuery): Promise<Result<WorklistPage>> {
  return answered(async () => {
    const act = { interaction: 'search-type', type: 'CarePlan', detail: detailOf(query) } as const;
    const now = side.clock.now();
    const reach = reachOf(requester, now);
    if (!mayCall(requester, 'worklist') || reach.kind !== 'clinic' || reach.clinic === '') {
      return refusedAct(side, requester, act, outcome('CRYO-403'));
    }
    const after = query.cursor === undefined ? undefined : worklistCursorIn(query.cursor);
    if (query.cursor !== undefined && !after)
      return refused(outcome('CRYO-306', { parameter: 'cursor', value: query.cursor.slice(0, 64) }));
    const found = query.words === undefined ? undefined : await fewFound(side, query.words);
    const within = { ...reach, now: isoOf(now), soon: isoOf((now + SOON) as Instant), zone: side.zone, found };
    const rows = await rowsOf<Row>(side, pageStatement(within, query, after));
    const page = rows.slice(0, query.count);
    const last = page.at(-1);
    const next = rows.length > query.count && last ? worklistCursor(last, query.order) : undefined;
    const total = query.isCounted ? await counted(side, within, query) : undefined;
    const called = maySearch(requester, 'Patient')
      ? await calledOf(
          side,
          reach,
          page.map(({ patient }) => patient),
        )
      : new Map<string, Called>();
    const acts = patientsOf(page).map((patient) => ({ ...act, patient }));
    const answer = {
      rows: page.map((row) => ({ ...asWaiting(row), ...called.get(row.patient) })),
      ...(next === undefined ? {} : { next }),
      ...(total === undefined ? {} : { total }),
    };
    return afterLogging(side, requester, acts, ok(answer));
  });
}

async function counted(side: ReadSide, within: WorklistReach, query: WorklistQuery): Promise<Total> {
  const [row] = await rowsOf<{ counted: number }>(side, countStatement(within, query));
  return totalOf(row?.counted ?? 0);
}

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

const detailOf = ({ stage, step, role, state, words, once, order }: WorklistQuery): string =>
  `worklist?${Object.entries({ stage, step, role, state, search: words, once: once && 'true', order })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join('&')}`;
