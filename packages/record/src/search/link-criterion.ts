import {
  isStoredType,
  ok,
  outcome,
  type Result,
  refused,
  rowsOf,
  type SearchParameter,
  STORED_TYPES,
  searchParameter,
} from '@cryopath/fhir';
import { maySearch } from '../access/policy.ts';
import { readable } from '../access/readable.ts';
import { joined, type Sql, sql } from '../postgres/sql.ts';
import type { Criterion, Source } from './criterion.ts';
import { among, isTargetOf, restrictionOf } from './parameter-criterion.ts';
import { plainCriterion } from './plain-criterion.ts';
import type { SearchContext } from './search-context.ts';

/**
 * Criteria on another resource: the one that is referred to (a chain, `patient.name=`), or one that refers here (`_has`). The other one is held
 * to the requester's reach exactly as if it were asked for (I6): else a search could ask, letter by letter, for what it may not read.
 */

/** One type that a chain may lead to, and what is asked of it there. */
interface Leg {
  readonly type: string;
  readonly criterion: Criterion;
}

/** `patient.name=kow`, `subject:Patient.name=kow`. Refuses with CRYO-305 what is no chain of one step, CRYO-403 a type that the role may not search. */
export function chainCriterion(context: SearchContext, type: string, name: string, text: string): Result<Criterion> {
  const impossible = refused(outcome('CRYO-305', { parameter: name.slice(0, 100) }));
  const dot = name.indexOf('.');
  const [link = '', target, ...more] = name.slice(0, dot).split(':');
  const inner = name.slice(dot + 1);
  const parameter = searchParameter(type, link);
  if (!parameter) return refused(outcome('CRYO-301', { parameter: link.slice(0, 100), type }));
  if (
    parameter.kind !== 'reference' ||
    inner === '' ||
    inner.includes('.') ||
    inner.startsWith('_has') ||
    more.length > 0
  )
    return impossible;
  const types = typesOf(parameter, target).filter(
    (each) => searchParameter(each, inner.split(':')[0] ?? '') !== undefined,
  );
  if (types.length === 0) return impossible;
  const legs: Leg[] = [];
  for (const each of types) {
    if (!maySearch(context.requester, each)) {
      if (target !== undefined || types.length === 1) return refused(outcome('CRYO-403'));
      continue;
    }
    const criterion = plainCriterion(context, each, inner, text);
    if (!criterion.ok) return criterion;
    legs.push({ type: each, criterion: criterion.value });
  }
  if (legs.length === 0) return refused(outcome('CRYO-403'));
  return ok(linked(context, parameter, legs));
}

/** The types that a chain goes through: the one that was named, or all that the parameter may lead to. */
function typesOf(parameter: SearchParameter, target: string | undefined): readonly string[] {
  if (target !== undefined) return isStoredType(target) && isTargetOf(parameter, target) ? [target] : [];
  return STORED_TYPES.filter((type) => isTargetOf(parameter, type));
}

function linked({ reach }: SearchContext, parameter: SearchParameter, legs: readonly Leg[]): Criterion {
  const rows = rowsOf(parameter);
  const t = sql`t`;
  const isThere = ({ type, criterion }: Leg): Sql =>
    sql`t.type = ${type} and not t.deleted and ${readable(reach, 't', type)} and ${criterion.test(t)}`;
  return {
    test: (row) =>
      sql`exists (select 1 from reference_value f join resource t on t.type = f.type and t.id = f.id
        where f.n = ${row}.n and ${among(rows, sql`f`)}${restrictionOf(parameter, sql`f`)} and (${joined(
          legs.map((leg) => sql`(${isThere(leg)})`),
          ' or ',
        )}) offset 0)`,
    isOfNumber: true,
    source: joinSources(
      legs.map(({ type, criterion: { source } }) =>
        source?.branches.map(
          (branch) => sql`from (select t.type, t.id from (select v.n ${branch}) s join resource t on t.n = s.n
            where t.type = ${type} and not t.deleted and ${readable(reach, 't', type)} offset 0) t
          join reference_value v on v.type = t.type and v.id = t.id where ${among(rows, sql`v`)}${restrictionOf(parameter, sql`v`)}`,
        ),
      ),
    ),
  };
}

/** `_has:Observation:patient:code=718-7`: some Observation whose `patient` is this resource has that code. */
export function hasCriterion(context: SearchContext, type: string, name: string, text: string): Result<Criterion> {
  const impossible = refused(outcome('CRYO-305', { parameter: name.slice(0, 100) }));
  const [, other = '', link = '', ...rest] = name.split(':');
  const inner = rest.join(':');
  const parameter = searchParameter(other, link);
  if (parameter?.kind !== 'reference' || !isTargetOf(parameter, type)) return impossible;
  if (inner === '' || inner.includes('.') || inner.startsWith('_has')) return impossible;
  if (!maySearch(context.requester, other)) return refused(outcome('CRYO-403'));
  const criterion = plainCriterion(context, other, inner, text);
  if (!criterion.ok) return criterion;
  return ok(pointedAt(context, type, parameter, criterion.value));
}

function pointedAt({ reach }: SearchContext, type: string, parameter: SearchParameter, inner: Criterion): Criterion {
  const { test, isOfNumber, source } = inner;
  const here = sql`${among(rowsOf(parameter), sql`f`)}${restrictionOf(parameter, sql`f`)} and f.type = ${type}`;
  const isThere = sql`not o.deleted and ${readable(reach, 'o', parameter.type)}`;
  return {
    test: (row) =>
      sql`exists (select 1 from reference_value f where f.id = ${row}.id and ${here}${isOfNumber ? sql` and ${test(sql`f`)}` : sql``}
        and exists (select 1 from resource o where o.n = f.n and ${isThere}${isOfNumber ? sql`` : sql` and ${test(sql`o`)}`} offset 0) offset 0)`,
    isOfNumber: false,
    source: joinSources(
      [
        source?.branches.map(
          (
            branch,
          ) => sql`from (select f.id from (select v.n ${branch}) s join reference_value f on f.n = s.n and ${here}
              where exists (select 1 from resource o where o.n = s.n and ${isThere} offset 0) offset 0) f
            join resource v on v.type = ${type} and v.id = f.id where true`,
        ),
      ],
      ROWS_FOR_ONE,
    ),
  };
}

/** What leads here through another resource costs as much a row as this many that an index has side by side. */
const ROWS_FOR_ONE = 8;

/** A way in exists only when every leg has one. */
function joinSources(all: readonly (readonly Sql[] | undefined)[], weight = 1): Source | undefined {
  const branches = all.filter((each) => each !== undefined).flat();
  return all.includes(undefined) ? undefined : { branches, isNarrow: false, isWalkable: false, weight };
}
