import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import { mayRead } from '../access/policy.ts';
import { reachOf } from '../access/reach.ts';
import { readable } from '../access/readable.ts';
import { joined, type Sql, sql } from '../postgres/sql.ts';
import type { BundleText, HistoryOptions } from '../record.ts';
import type { Requester } from '../requester.ts';
import { impossibleAddress, notFound } from './address.ts';
import { bundleText } from './bundle-text.ts';
import { cursorParts, cursorText } from './cursor.ts';
import { type HistoryRow, historyEntry } from './history-entry.ts';
import { askedTime, DEFAULT_COUNT, instantSql, notOurCursor, pageCount } from './paging.ts';
import { type QueryPair, queryPairs, queryText } from './query-pairs.ts';
import { afterLogging, answered, patientsOf, type ReadSide, refusedAct, rowsOf } from './read-side.ts';

/**
 * The versions of one resource (`id` given) or of a type, newest first, deletions among them, as a Bundle of type history. A page ends where the
 * next begins by (time, id, version), so that versions written meanwhile neither repeat nor hide an entry.
 *
 * Refused: CRYO-403, CRYO-201 as for a read; CRYO-301, 302, 308, 311 for the parameters.
 */
export function history(
  side: ReadSide,
  requester: Requester,
  type: string,
  id: string | undefined,
  options: HistoryOptions,
): Promise<Result<BundleText>> {
  return answered(async () => {
    const interaction = id === undefined ? 'history-type' : 'history-instance';
    const act = { interaction, type, resource: id ?? '', detail: options.query } as const;
    const impossible = impossibleAddress(type, id);
    if (impossible) return refusedAct(side, requester, { interaction, detail: options.query }, impossible);
    if (!mayRead(requester, type)) return refusedAct(side, requester, act, outcome('CRYO-403'));
    const asked = askedHistory(side, options);
    if (!asked.ok) return refusedAct(side, requester, act, asked.outcome);
    const { count, pairs, restriction } = asked.value;
    const within = readable(reachOf(requester, side.clock.now()), 'r', type);
    if (id !== undefined) {
      const [head] = await rowsOf<{ readonly patient: string }>(
        side,
        sql`select r.patient from resource r where r.type = ${type} and r.id = ${id} and ${within}`,
      );
      if (!head) return refusedAct(side, requester, act, notFound(type, id));
    }
    const instance = id === undefined ? sql`` : sql` and v.id = ${id}`;
    // The heads are joined row by row (offset 0 keeps PostgreSQL from joining them all first), so that the walk ends with the page.
    const rows = await rowsOf<HistoryRow>(
      side,
      sql`select v.type, v.id, v.version, v.at, v.interaction, v.content as text, r.patient
        from (select * from version v where v.type = ${type}${instance}${restriction}
          order by v.at desc, v.id desc, v.version desc offset 0) v
        cross join lateral (select r.patient from resource r where r.type = ${type} and r.id = v.id and ${within} offset 0) r
        order by v.at desc, v.id desc, v.version desc limit ${count + 1}`,
    );
    const page = rows.slice(0, count);
    const answer = historyBundle(type, id, options, pairs, page, rows.length > count);
    const acts = patientsOf(page).map((patient) => ({ ...act, patient }));
    return afterLogging(side, requester, acts, ok(answer));
  });
}

interface AskedHistory {
  readonly count: number;
  /** What was understood, for the links. */
  readonly pairs: readonly QueryPair[];
  /** Conditions on `v`, each beginning with " and ". */
  readonly restriction: Sql;
}

function askedHistory({ clock, zone }: ReadSide, { query, strict }: HistoryOptions): Result<AskedHistory> {
  const all = queryPairs(query);
  if (!all.ok) return all;
  let count = DEFAULT_COUNT;
  const pairs: QueryPair[] = [];
  const conditions: Sql[] = [];
  for (const pair of all.value) {
    const { name, value } = pair;
    switch (name) {
      case '_count': {
        const given = pageCount(value, 1);
        if (!given.ok) return given;
        count = given.value;
        break;
      }
      case '_since':
      case '_at': {
        const time = askedTime(name, value, clock, zone);
        if (!time.ok) return time;
        conditions.push(name === '_since' ? sql`v.at >= ${instantSql(time.value.low)}` : currentDuring(time.value));
        break;
      }
      case '_cursor': {
        const from = cursorParts(value, ['instant', 'text', 'integer']);
        if (!from) return refused(notOurCursor(value));
        const [at, id, version] = from;
        conditions.push(sql`(v.at, v.id, v.version) < (${at}::timestamptz, ${id}::text, ${version}::bigint)`);
        continue; // the next link has its own
      }
      case '_format':
      case '_pretty':
        break; // the server's
      default:
        if (strict) return refused(outcome('CRYO-301', { parameter: name.slice(0, 100), type: '_history' }));
        continue;
    }
    pairs.push(pair);
  }
  return ok({ count, pairs, restriction: joined([sql``, ...conditions], ' and ') });
}

/** R4 http, 3.1.0.9: the versions that were current at some time in the span. */
const currentDuring = ({ low, high }: { low: number; high: number }): Sql =>
  sql`v.at < ${instantSql(high)} and not exists (select 1 from version w
    where w.type = v.type and w.id = v.id and w.version = v.version + 1 and w.at <= ${instantSql(low)} offset 0)`;

function historyBundle(
  type: string,
  id: string | undefined,
  { base }: HistoryOptions,
  pairs: readonly QueryPair[],
  page: readonly HistoryRow[],
  isMore: boolean,
): BundleText {
  const address = `${base}/${type}${id === undefined ? '' : `/${id}`}/_history`;
  const linked = (all: readonly QueryPair[]) => (all.length === 0 ? address : `${address}?${queryText(all)}`);
  const last = page.at(-1);
  const next = isMore && last ? cursorText([last.at, last.id, last.version]) : undefined;
  return bundleText({
    type: 'history',
    links: [
      { relation: 'self', url: linked(pairs) },
      ...(next === undefined
        ? []
        : [{ relation: 'next', url: linked([...pairs, { name: '_cursor', value: next }]) } as const]),
    ],
    entries: page.map((row) => historyEntry(base, row)),
  });
}
