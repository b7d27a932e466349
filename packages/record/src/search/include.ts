import {
  isStoredType,
  ok,
  outcome,
  type Result,
  refused,
  rowsOf as rowsOfParameter,
  type SearchParameter,
  searchParameter,
  searchParameters,
} from '@cryopath/fhir';
import { mayRead } from '../access/policy.ts';
import { readable } from '../access/readable.ts';
import { type Sql, sql } from '../postgres/sql.ts';
import { type ReadSide, rowsOf } from '../read/read-side.ts';
import { among, isTargetOf, restrictionOf } from './parameter-criterion.ts';
import type { SearchContext } from './search-context.ts';

/** One `_include` (what the matches refer to) or `_revinclude` (what refers to them). */
export interface Include {
  readonly isReverse: boolean;
  readonly parameter: SearchParameter;
  /** The only type to include; undefined: whatever the parameter leads to. Always set for `_revinclude`: the type it comes from is the parameter's. */
  readonly target: string | undefined;
}

/** A resource that came along. */
export interface IncludedRow {
  readonly type: string;
  readonly id: string;
  readonly patient: string;
  readonly text: string;
}

/** Included resources of a page at most. R4 wants all of them on the page of their match, so more are refused rather than cut. */
const MOST_INCLUDED = 5_000;

/**
 * Reads `Observation:subject:Patient`; `*` for the parameter is all of the type's. Refuses with CRYO-303 `:iterate`, and with CRYO-306 what is not such a
 * reference.
 */
export function includesOf(type: string, name: string, text: string): Result<readonly Include[]> {
  const [word = '', modifier] = name.split(':');
  if (modifier !== undefined)
    return refused(outcome('CRYO-303', { parameter: word, modifier: modifier.slice(0, 100) }));
  const unknown = refused(outcome('CRYO-306', { parameter: word, value: text.slice(0, 100) }));
  const [source = '', link = '', target, ...more] = text.split(':');
  const isReverse = word === '_revinclude';
  if (more.length > 0 || !isStoredType(source) || (!isReverse && source !== type)) return unknown;
  if (target !== undefined && !isStoredType(target)) return unknown;
  const isWanted = (parameter: SearchParameter): boolean =>
    parameter.kind === 'reference' &&
    (target === undefined || isTargetOf(parameter, target)) &&
    (!isReverse || (isTargetOf(parameter, type) && (target === undefined || target === type)));
  const named = link === '*' ? searchParameters(source) : [searchParameter(source, link)];
  const parameters = named.filter((parameter) => parameter !== undefined && isWanted(parameter)) as SearchParameter[];
  return parameters.length === 0 ? unknown : ok(parameters.map((parameter) => ({ isReverse, parameter, target })));
}

/**
 * What comes along with the matches, each once, none that is a match itself. What the reader may not see does not come, and nothing says that it is
 * there. Refuses with CRYO-315 more than {@link MOST_INCLUDED}.
 */
export async function included(
  side: Pick<ReadSide, 'db'>,
  context: SearchContext,
  type: string,
  matches: readonly { readonly n: number; readonly id: string }[],
  includes: readonly Include[],
): Promise<Result<readonly IncludedRow[]>> {
  const seen = new Set(matches.map(({ id }) => `${type}/${id}`));
  const rows: IncludedRow[] = [];
  if (matches.length === 0) return ok(rows);
  for (const include of includes) {
    const found = await rowsOf<IncludedRow>(
      side,
      include.isReverse ? pointing(context, type, matches, include) : pointedTo(context, matches, include),
    );
    if (found.length > MOST_INCLUDED) return refused(outcome('CRYO-315'));
    for (const row of found) {
      const address = `${row.type}/${row.id}`;
      if (seen.has(address) || !mayRead(context.requester, row.type)) continue;
      seen.add(address);
      rows.push(row);
    }
    if (rows.length > MOST_INCLUDED) return refused(outcome('CRYO-315'));
  }
  return ok(rows);
}

function pointedTo(
  { reach }: SearchContext,
  matches: readonly { readonly n: number }[],
  { parameter, target }: Include,
): Sql {
  const ns = matches.map(({ n }) => n);
  const only = target === undefined ? sql`` : sql` and f.type = ${target}`;
  return withText(
    sql`select distinct f.type, f.id from reference_value f
      where f.n = any(${ns}::bigint[]) and ${among(rowsOfParameter(parameter), sql`f`)}${restrictionOf(parameter, sql`f`)} and f.id <> ''${only} offset 0`,
    sql`r.type = s.type and r.id = s.id`,
    readable(reach, 'r'),
  );
}

function pointing(
  { reach }: SearchContext,
  type: string,
  matches: readonly { readonly id: string }[],
  { parameter }: Include,
): Sql {
  const ids = matches.map(({ id }) => id);
  return withText(
    sql`select distinct f.n from reference_value f
      where f.id = any(${ids}::text[]) and f.type = ${type} and ${among(rowsOfParameter(parameter), sql`f`)}${restrictionOf(parameter, sql`f`)} offset 0`,
    sql`r.n = s.n`,
    readable(reach, 'r', parameter.type),
  );
}

const withText = (found: Sql, link: Sql, within: Sql): Sql =>
  sql`select r.type, r.id, r.patient, v.content as text from (${found}) s
    cross join lateral (select r.type, r.id, r.version, r.patient, r.n from resource r where ${link} and not r.deleted and ${within} offset 0) r
    cross join lateral (select v.content from version v where v.type = r.type and v.id = r.id and v.version = r.version offset 0) v
    order by r.n limit ${MOST_INCLUDED + 1}`;
