import { ok, outcome, type Result, refused, rowsOf, type SearchParameter, searchParameter } from '@cryopath/fhir';
import { type Sql, sql } from '../postgres/sql.ts';
import type { CursorKind } from '../read/cursor.ts';
import type { SourceKey } from './criterion.ts';
import { among, restrictionOf } from './parameter-criterion.ts';
import { mayRepeat } from './source.ts';
import { VALUE_TABLES } from './value-match.ts';

/** One key of an order. What has no value comes last, whichever the direction; of several values the one that comes first counts (R4 search, 3.1.1.5.1). */
export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
  /** Nobody asked for it: it is the order in which a range of the search lies. */
  readonly isImplied: boolean;
  readonly kind: CursorKind;
  /** PostgreSQL's type of the key, for a cursor's value. */
  readonly cast: Sql;
  /** The key of the resource of this number; null when it has none. */
  readonly of: (n: Sql) => Sql;
  /** The key as a column of a branch's `v`. */
  readonly column: Sql;
  /** The index that can be walked in this order: `from … v where …`. Undefined when there is none. */
  readonly branch: Sql | undefined;
  /** Whether a resource may have several values, so that a walk meets it more than once. */
  readonly repeats: boolean;
  /** That the resource of this number has no value; undefined when all have one. */
  readonly missing: ((n: Sql) => Sql) | undefined;
  /** That the value at hand, `s.k0`, is not the one that counts; for keys that repeat. */
  readonly isLater: Sql;
}

/** The keys of `_sort=-date,code`. Refuses with CRYO-307 a name that is no parameter of the type. */
export function sortKeys(type: string, text: string): Result<readonly SortKey[]> {
  const keys: SortKey[] = [];
  const names = text.split(',');
  if (names.length > MOST_KEYS) return refused(outcome('CRYO-310', { limit: MOST_KEYS }));
  for (const name of names) {
    const descending = name.startsWith('-');
    const parameter = searchParameter(type, descending ? name.slice(1) : name);
    if (!parameter) return refused(outcome('CRYO-307', { value: name.slice(0, 100) }));
    keys.push(parameter.column ? columnKey(parameter, descending) : valueKey(parameter, descending));
  }
  return ok(keys);
}

const MOST_KEYS = 5;

/** The key in whose order a range's rows come when no other was asked for. All of them have a value. */
export function impliedKey(parameter: SearchParameter, { descending, within }: SourceKey): SortKey {
  const key = parameter.column ? columnKey(parameter, descending) : valueKey(parameter, descending, within);
  return { ...key, isImplied: true, missing: undefined };
}

function columnKey({ name, type }: SearchParameter, descending: boolean): SortKey {
  const isId = name === '_id';
  return {
    name,
    descending,
    isImplied: false,
    kind: isId ? 'text' : 'instant',
    cast: isId ? sql`text` : sql`timestamptz`,
    of: (n) => sql`(select h.${isId ? sql`id` : sql`at`} from resource h where h.n = ${n})`,
    column: isId ? sql`v.id` : sql`v.at`,
    branch: sql`from resource v where v.type = ${type}`,
    repeats: false,
    missing: undefined,
    isLater: sql`false`,
  };
}

interface KeyColumn {
  readonly column: Sql;
  readonly kind: CursorKind;
  readonly cast: Sql;
  /** Rows that have this column empty are of another kind: a code that is only a text, a reference to what lies elsewhere. */
  readonly mayBeEmpty: boolean;
}

const KEY_COLUMNS: Readonly<Record<SearchParameter['kind'], KeyColumn>> = {
  token: { column: sql`code`, kind: 'text', cast: sql`text`, mayBeEmpty: true },
  string: { column: sql`folded`, kind: 'text', cast: sql`text`, mayBeEmpty: false },
  reference: { column: sql`id`, kind: 'text', cast: sql`text`, mayBeEmpty: true },
  date: { column: sql`low`, kind: 'integer', cast: sql`bigint`, mayBeEmpty: false },
  quantity: { column: sql`low`, kind: 'number', cast: sql`double precision`, mayBeEmpty: false },
  number: { column: sql`low`, kind: 'number', cast: sql`double precision`, mayBeEmpty: false },
  uri: { column: sql`value`, kind: 'text', cast: sql`text`, mayBeEmpty: false },
};

function valueKey(parameter: SearchParameter, descending: boolean, within?: (v: Sql) => Sql): SortKey {
  const rows = rowsOf(parameter);
  const table = VALUE_TABLES[parameter.kind];
  const { column, kind, cast, mayBeEmpty } = KEY_COLUMNS[parameter.kind];
  const first = descending ? sql`max` : sql`min`;
  const k = sql`k`;
  const counted = (m: Sql): Sql =>
    sql`${restrictionOf(parameter, m)}${mayBeEmpty ? sql` and ${m}.${column} <> ''` : sql``}${within ? sql` and ${within(m)}` : sql``}`;
  const ofRow = (n: Sql): Sql => sql`from ${table} k where k.n = ${n} and ${among(rows, k)}${counted(k)}`;
  const [only, ...more] = rows;
  return {
    name: parameter.name,
    descending,
    isImplied: false,
    kind,
    cast,
    of: (n) => sql`(select ${first}(k.${column}) ${ofRow(n)})`,
    column: sql`v.${column}`,
    branch:
      only && more.length === 0 ? sql`from ${table} v where v.parameter = ${only.number}${counted(sql`v`)}` : undefined,
    repeats: parameter.kind !== 'date' || mayRepeat(parameter),
    missing: (n) => sql`not exists (select 1 ${ofRow(n)} offset 0)`,
    isLater: sql`exists (select 1 ${ofRow(sql`s.n`)} and k.${column} ${descending ? sql`>` : sql`<`} s.k0 offset 0)`,
  };
}
