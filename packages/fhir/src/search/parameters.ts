import definitions from '../definitions/search-parameters.json' with { type: 'json' };
import type { StoredType } from '../resource-types.ts';

/** The kinds of search parameter that the record publishes. Composite and special ones are left out: {@link leftOut}. */
export type SearchKind = 'token' | 'string' | 'date' | 'reference' | 'quantity' | 'uri' | 'number';

/** Where the rows of a parameter are that keeps none of its own. */
export interface SearchAlias {
  /** Names of the parameters of the same type that hold the rows: any of them may match. */
  readonly of: readonly string[];
  /** Only references to this type count: `patient` is `subject` restricted to Patient. */
  readonly target?: string;
  /** Only tokens of this system count: `phone` is `telecom` restricted to the system phone. */
  readonly system?: string;
}

/** One search parameter of one stored type. */
export interface SearchParameter {
  /** Stable for ever, a positive smallint, unique among all (type, parameter): the key of the record's index tables. */
  readonly number: number;
  readonly type: StoredType;
  /** The name as it stands in a search, such as `code` or `_tag`. */
  readonly name: string;
  readonly kind: SearchKind;
  /**
   * Where the values are, compiled from the published expression: `component.valueQuantity:Quantity`,
   * `telecom[system=phone]:ContactPoint`, `participant.actor[Location]:Reference`.
   */
  readonly paths: readonly string[];
  /** The values are one boolean: whether a path leads to anything but false. */
  readonly truth?: true;
  /** The types that a reference may lead to; absent when any may. */
  readonly targets?: readonly string[];
  /** Set when the rows are those of other parameters. */
  readonly alias?: SearchAlias;
  /** `_id` and `_lastUpdated`: the record answers from its own columns, there are no values. */
  readonly column?: true;
}

/** A published R4 parameter, or a part of one, that is not offered, with the reason. */
export interface LeftOutParameter {
  readonly type: string;
  readonly name: string;
  readonly reason: string;
}

interface Definitions {
  readonly types: Readonly<Record<string, readonly Omit<SearchParameter, 'type' | 'column'>[]>>;
  readonly compartment: Readonly<Record<string, readonly string[]>>;
  readonly linkFields: readonly string[];
  readonly leftOut: readonly LeftOutParameter[];
}

const { types, compartment, linkFields, leftOut } = definitions as unknown as Definitions;

const COLUMNS: ReadonlySet<string> = new Set(['_id', '_lastUpdated']);

const byType = new Map<string, ReadonlyMap<string, SearchParameter>>();

function parametersOf(type: string): ReadonlyMap<string, SearchParameter> {
  const known = byType.get(type);
  if (known !== undefined) return known;
  const entries = Object.hasOwn(types, type) ? (types[type] ?? []) : [];
  const parameters = new Map(
    entries.map((entry): [string, SearchParameter] => [
      entry.name,
      { ...entry, type: type as StoredType, ...(COLUMNS.has(entry.name) ? { column: true } : {}) },
    ]),
  );
  if (parameters.size > 0) byType.set(type, parameters);
  return parameters;
}

/** The published search parameters of a type by name; none for a type that is not stored. */
export const searchParameters = (type: string): readonly SearchParameter[] => [...parametersOf(type).values()];

/** One search parameter, or undefined when the type has none of that name. */
export const searchParameter = (type: string, name: string): SearchParameter | undefined =>
  parametersOf(type).get(name);

/** The parameters that hold the rows of `parameter`: itself, or those that its alias names. */
export const rowsOf = (parameter: SearchParameter): readonly SearchParameter[] =>
  parameter.alias === undefined
    ? [parameter]
    : parameter.alias.of.flatMap((name) => searchParameter(parameter.type, name) ?? []);

/** Names of the parameters that put a resource of `type` into a patient's compartment (R4 CompartmentDefinition patient). */
export const compartmentParameters = (type: string): readonly string[] =>
  Object.hasOwn(compartment, type) ? (compartment[type] ?? []) : [];

/** Names of the fields that hold a uri, url, oid or uuid somewhere in a stored type or a data type. */
export const LINK_FIELDS: ReadonlySet<string> = new Set(linkFields);

/** What R4 publishes for the stored types and this product does not offer. */
export { leftOut };
