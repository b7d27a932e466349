import { ok, outcome, type Result, refused, STORED_TYPES, searchParameter } from '@cryopath/fhir';
import { mayCall, mayRead } from '../access/policy.ts';
import { type Reach, reachOf } from '../access/reach.ts';
import { readable } from '../access/readable.ts';
import { joined, type Sql, sql } from '../postgres/sql.ts';
import type { BundleText, SearchOptions } from '../record.ts';
import type { Requester } from '../requester.ts';
import { impossibleAddress, notFound } from './address.ts';
import { bundleText, fullUrlText } from './bundle-text.ts';
import { CLINICAL_DATES } from './clinical-date.ts';
import { cursorParts, cursorText } from './cursor.ts';
import { askedTime, DEFAULT_COUNT, instantSql, notOurCursor, pageCount } from './paging.ts';
import { type QueryPair, queryPairs, queryText } from './query-pairs.ts';
import { afterLogging, answered, type ReadSide, refusedAct, rowsOf } from './read-side.ts';

/**
 * Patient/$everything: the patient's compartment, then what belongs to no patient and the compartment refers to (practitioners, places,
 * devices, forms), as a searchset, page by page in the order of types.
 *
 * Refers to: by a reference that a search parameter indexes. `start` and `end` leave out what has a clinical date outside of them.
 * Refused: CRYO-403, CRYO-201, CRYO-202 as for a read of the Patient; CRYO-301, 302, 306, 308, 311 for the parameters.
 */
export function everything(
  side: ReadSide,
  requester: Requester,
  patient: string,
  query: string,
  options: SearchOptions,
): Promise<Result<BundleText>> {
  return answered(async () => {
    const act = { interaction: 'everything', type: 'Patient', resource: patient, detail: query } as const;
    const impossible = impossibleAddress('Patient', patient);
    if (impossible) return refusedAct(side, requester, { ...act, resource: '' }, impossible);
    if (!mayCall(requester, 'everything') || !mayRead(requester, 'Patient')) {
      return refusedAct(side, requester, act, outcome('CRYO-403'));
    }
    const asked = askedEverything(side, requester, query, options);
    if (!asked.ok) return refusedAct(side, requester, act, asked.outcome);
    const reach = reachOf(requester, side.clock.now());
    const [head] = await rowsOf<{ readonly deleted: boolean }>(
      side,
      sql`select r.deleted from resource r where r.type = 'Patient' and r.id = ${patient} and ${readable(reach, 'r', 'Patient')}`,
    );
    if (!head) return refusedAct(side, requester, act, notFound('Patient', patient));
    const found = { ...act, patient };
    if (head.deleted)
      return refusedAct(side, requester, found, outcome('CRYO-202', { reference: `Patient/${patient}` }));
    const { count, pairs } = asked.value;
    const rows = await pageOf(side, reach, patient, asked.value);
    const page = rows.slice(0, count);
    const last = rows.length > count ? page.at(-1) : undefined;
    const address = `${options.base}/Patient/${patient}/$everything`;
    const linked = (all: readonly QueryPair[]) => (all.length === 0 ? address : `${address}?${queryText(all)}`);
    const next = last && cursorText([last.part, last.type, last.n]);
    const answer = bundleText({
      type: 'searchset',
      links: [
        { relation: 'self', url: linked(pairs) },
        ...(next ? [{ relation: 'next', url: linked([...pairs, { name: '_cursor', value: next }]) } as const] : []),
      ],
      entries: page.map(
        ({ part, type, id, text }) =>
          `{"fullUrl":${fullUrlText(options.base, type, id)},"resource":${text},"search":{"mode":"${part === OWN ? 'match' : 'include'}"}}`,
      ),
    });
    return afterLogging(side, requester, [found], ok(answer));
  });
}

/** The compartment comes first, then what it refers to. */
const OWN = 0;
const REFERRED = 1;

interface EverythingRow {
  readonly part: typeof OWN | typeof REFERRED;
  readonly n: number;
  readonly type: string;
  readonly id: string;
  readonly text: string;
}

interface Asked {
  readonly count: number;
  readonly types: readonly string[];
  readonly pairs: readonly QueryPair[];
  readonly since: Sql;
  readonly during: Sql;
  readonly from: { readonly part: number; readonly type: string; readonly n: number };
}

async function pageOf(side: ReadSide, reach: Reach, patient: string, asked: Asked): Promise<readonly EverythingRow[]> {
  const { count, from } = asked;
  const own = from.part === OWN ? await rowsOf<EverythingRow>(side, ownPage(reach, patient, asked)) : [];
  if (own.length > count) return own;
  const start = from.part === REFERRED ? from : { part: REFERRED, type: '', n: 0 };
  const referred = await rowsOf<EverythingRow>(
    side,
    referredPage(reach, patient, { ...asked, from: start, count: count - own.length }),
  );
  return [...own, ...referred];
}

const ownPage = (reach: Reach, patient: string, { types, since, during, from, count }: Asked): Sql =>
  sql`select ${OWN}::int as part, r.n, r.type, r.id, v.content as text
    from resource r join version v on v.type = r.type and v.id = r.id and v.version = r.version
    where r.patient = ${patient} and not r.deleted and r.type = any(${types}::text[]) and (r.type, r.n) > (${from.type}::text, ${from.n}::bigint)
      and ${readable(reach, 'r')}${since}${during}
    order by r.type, r.n limit ${count + 1}`;

const referredPage = (reach: Reach, patient: string, { types, since, from, count }: Asked): Sql =>
  sql`select ${REFERRED}::int as part, r.n, r.type, r.id, v.content as text
    from (select distinct f.type, f.id from resource o join reference_value f on f.n = o.n
      where o.patient = ${patient} and not o.deleted and o.type = any(${types}::text[]) and f.id <> '' and ${readable(reach, 'o')} offset 0) f
    join resource r on r.type = f.type and r.id = f.id
    join version v on v.type = r.type and v.id = r.id and v.version = r.version
    where r.patient = '' and not r.deleted and r.type = any(${types}::text[]) and (r.type, r.n) > (${from.type}::text, ${from.n}::bigint)
      and ${readable(reach, 'r')}${since}
    order by r.type, r.n limit ${count + 1}`;

function askedEverything(
  { clock, zone }: ReadSide,
  requester: Requester,
  query: string,
  { strict }: SearchOptions,
): Result<Asked> {
  const all = queryPairs(query);
  if (!all.ok) return all;
  const pairs: QueryPair[] = [];
  // AuditEvents are the trail's, not the compartment's.
  let types: readonly string[] = STORED_TYPES.filter((type) => type !== 'AuditEvent' && mayRead(requester, type));
  let count = DEFAULT_COUNT;
  let since = sql``;
  let [start, end]: [number | undefined, number | undefined] = [undefined, undefined];
  let from = { part: OWN as number, type: '', n: 0 };
  for (const pair of all.value) {
    const { name, value } = pair;
    switch (name) {
      case '_count': {
        const given = pageCount(value, 1);
        if (!given.ok) return given;
        count = given.value;
        break;
      }
      case '_type': {
        const wanted = value.split(',');
        const unknown = wanted.find((type) => !(STORED_TYPES as readonly string[]).includes(type));
        if (unknown !== undefined)
          return refused(outcome('CRYO-306', { parameter: '_type', value: unknown.slice(0, 100) }));
        types = types.filter((type) => wanted.includes(type));
        break;
      }
      case '_since':
      case 'start':
      case 'end': {
        const time = askedTime(name, value, clock, zone);
        if (!time.ok) return time;
        if (name === '_since') since = sql` and r.at >= ${instantSql(time.value.low)}`;
        else if (name === 'start') start = time.value.low;
        else end = time.value.high;
        break;
      }
      case '_cursor': {
        const parts = cursorParts(value, ['integer', 'text', 'integer']);
        const [part, type, n] = parts ?? [];
        if (part !== OWN && part !== REFERRED) return refused(notOurCursor(value));
        from = { part, type: String(type), n: Number(n) };
        continue; // the next link has its own
      }
      case '_format':
      case '_pretty':
        break; // the server's
      default:
        if (strict) return refused(outcome('CRYO-301', { parameter: name.slice(0, 100), type: '$everything' }));
        continue;
    }
    pairs.push(pair);
  }
  return ok({ count, types, pairs, since, during: during(start, end), from });
}

/** What happened in the span, and what has no clinical date. */
function during(start: number | undefined, end: number | undefined): Sql {
  if (start === undefined && end === undefined) return sql``;
  const dates = sql`select 1 from date_value d where d.n = r.n and d.parameter = any(${clinicalDates}::smallint[])`;
  const bounds = [
    ...(start === undefined ? [] : [sql`d.high > ${start}::bigint`]),
    ...(end === undefined ? [] : [sql`d.low < ${end}::bigint`]),
  ];
  return sql` and (exists (${dates} and ${joined(bounds, ' and ')} offset 0) or not exists (${dates} offset 0))`;
}

const clinicalDates: readonly number[] = Object.entries(CLINICAL_DATES).flatMap(
  ([type, name]) => searchParameter(type, name)?.number ?? [],
);
