import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import { mayRead, maySearch } from '../access/policy.ts';
import { joined, Sql, sql } from '../postgres/sql.ts';
import { isId, notFound } from '../read/address.ts';
import { bundleText, fullUrlText } from '../read/bundle-text.ts';
import { cursorParts, cursorText } from '../read/cursor.ts';
import { DEFAULT_COUNT, notOurCursor, pageCount } from '../read/paging.ts';
import { type QueryPair, queryPairs, queryText } from '../read/query-pairs.ts';
import { afterLogging, answered, type ReadSide, refusedAct, rowsOf } from '../read/read-side.ts';
import type { BundleText, SearchOptions, StoredVersion } from '../record.ts';
import type { Requester } from '../requester.ts';
import { AUDIT_PARAMETERS } from './audit-conditions.ts';
import { auditEventText } from './audit-event.ts';
import { readableAudit, seesQuery } from './readable-audit.ts';
import { AUDIT_COLUMNS, type StoredAuditRow } from './stored-row.ts';

/** What reading the trail needs besides: the address under which this record is known, for the events' `source`. */
export interface AuditSide extends ReadSide {
  readonly site: string;
}

const columns = new Sql([AUDIT_COLUMNS], []);

/** One AuditEvent. Refused as a read of any resource: CRYO-403, CRYO-201. There are no deleted ones, and each has one version. */
export function readAuditEvent(side: AuditSide, requester: Requester, id: string): Promise<Result<StoredVersion>> {
  return answered(async () => {
    const act = { interaction: 'read', type: 'AuditEvent', resource: isId(id) ? id : '' } as const;
    if (!isId(id)) return refusedAct(side, requester, act, outcome('CRYO-218', { id: id.slice(0, 100) }));
    if (!mayRead(requester, 'AuditEvent')) return refusedAct(side, requester, act, outcome('CRYO-403'));
    const [row] = isUuid(id)
      ? await rowsOf<StoredAuditRow>(
          side,
          sql`select ${columns} from audit a where a.id = ${id}::uuid and ${readableAudit(requester)}`,
        )
      : [];
    if (!row) return refusedAct(side, requester, act, notFound('AuditEvent', id));
    const text = auditEventText(row, side.site, seesQuery(requester, row));
    const found = { ...act, version: 1, patient: row.patient };
    return afterLogging(side, requester, [found], ok(versionOf(row, text)));
  });
}

/**
 * AuditEvents of the trail, newest first, as a searchset, page by page. Looking into the trail is itself on the trail.
 *
 * Refused: CRYO-403; CRYO-301 an unknown parameter, when strict; CRYO-302 and others for a value that cannot be read.
 */
export function searchAuditEvents(
  side: AuditSide,
  requester: Requester,
  query: string,
  options: SearchOptions,
): Promise<Result<BundleText>> {
  return answered(async () => {
    const act = { interaction: 'search-type', type: 'AuditEvent', detail: query } as const;
    if (!maySearch(requester, 'AuditEvent')) return refusedAct(side, requester, act, outcome('CRYO-403'));
    const asked = askedSearch(side, query, options);
    if (!asked.ok) return refusedAct(side, requester, act, asked.outcome);
    const { count, pairs, conditions } = asked.value;
    const where = joined([readableAudit(requester), ...conditions], ' and ');
    const rows = await rowsOf<StoredAuditRow>(
      side,
      sql`select ${columns} from audit a where ${where} order by a.id desc limit ${count + 1}`,
    );
    const page = rows.slice(0, count);
    const answer = bundleText({
      type: 'searchset',
      links: linksOf(options.base, pairs, rows.length > count ? page.at(-1) : undefined),
      entries: page.map(
        (row) =>
          `{"fullUrl":${fullUrlText(options.base, 'AuditEvent', row.id)},"resource":${auditEventText(row, side.site, seesQuery(requester, row))},"search":{"mode":"match"}}`,
      ),
    });
    const patients = [...new Set(page.map((row) => row.patient))];
    const acts = patients.length === 0 ? [act] : patients.map((patient) => ({ ...act, patient }));
    return afterLogging(side, requester, acts, ok(answer));
  });
}

interface Asked {
  readonly count: number;
  /** What was understood, for the links. */
  readonly pairs: readonly QueryPair[];
  readonly conditions: readonly Sql[];
}

function askedSearch(side: AuditSide, query: string, { strict }: SearchOptions): Result<Asked> {
  const all = queryPairs(query);
  if (!all.ok) return all;
  let count = DEFAULT_COUNT;
  const pairs: QueryPair[] = [];
  const conditions: Sql[] = [];
  for (const pair of all.value) {
    const { name, value } = pair;
    if (name === '_format' || name === '_pretty') continue;
    if (name === '_cursor') {
      const [id] = cursorParts(value, ['text']) ?? [];
      if (typeof id !== 'string' || !isUuid(id)) return refused(notOurCursor(value));
      conditions.push(sql`a.id < ${id}::uuid`);
      continue; // the next link has its own
    }
    if (name === '_count') {
      const given = pageCount(value, 1);
      if (!given.ok) return given;
      count = given.value;
    } else if (name !== '_sort' || value !== '-date') {
      const condition = Object.hasOwn(AUDIT_PARAMETERS, name) ? AUDIT_PARAMETERS[name]?.(pair, side) : undefined;
      if (condition === undefined) {
        // A filter of the trail that is left out silently would show more than was asked for, so that only lenient readers get that.
        if (strict) return refused(outcome('CRYO-301', { parameter: name.slice(0, 100), type: 'AuditEvent' }));
        continue;
      }
      if (!condition.ok) return condition;
      conditions.push(condition.value);
    }
    pairs.push(pair);
  }
  return ok({ count, pairs, conditions });
}

function linksOf(base: string, pairs: readonly QueryPair[], last: StoredAuditRow | undefined) {
  const address = `${base}/AuditEvent`;
  const linked = (all: readonly QueryPair[]) => (all.length === 0 ? address : `${address}?${queryText(all)}`);
  const self = { relation: 'self', url: linked(pairs) } as const;
  if (!last) return [self];
  return [
    self,
    { relation: 'next', url: linked([...pairs, { name: '_cursor', value: cursorText([last.id]) }]) } as const,
  ];
}

const versionOf = (row: StoredAuditRow, text: string): StoredVersion => ({
  type: 'AuditEvent',
  id: row.id,
  version: 1,
  lastUpdated: row.at,
  deleted: false,
  text,
});

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
