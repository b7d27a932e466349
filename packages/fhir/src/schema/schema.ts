import definitions from '../definitions/schema.json' with { type: 'json' };

/**
 * The slim R4 schema: what `build/compile-schema.ts` took out of the published definitions.
 *
 * An element is written `<cardinality> <types>[ !<binding>]`, for example
 * `"subject": "? Reference(Patient,Group)"` or `"value[x]": "1 Quantity|string"`:
 *
 * - cardinality: `?` 0..1, `1` 1..1, `*` 0..*, `+` 1..*;
 * - types: separated by `|`; a path (`Observation.component`) is the nested element of that path, `any` the open choice,
 *   targets of a reference stand in parentheses;
 * - binding: a required value set of `codes`, or a form that codes must have (`mime-type`, `language`, `currency`).
 */
interface Definitions {
  readonly any: string;
  readonly codes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly types: Readonly<
    Record<string, { readonly base: string; readonly elements: Readonly<Record<string, string>> }>
  >;
}

const { any, codes, types }: Definitions = definitions;

/** The types that one element of the schema can be written as in JSON; one only, but for choices. */
export interface Field {
  /** Name of the JSON member: `valueQuantity` for `value[x]`. */
  readonly name: string;
  /** Name of the element in FHIRPath: `value`. */
  readonly element: string;
  readonly type: string;
  readonly isPrimitive: boolean;
  readonly isList: boolean;
  readonly isRequired: boolean;
  /** Resource types that a reference may lead to; any when not said. */
  readonly targets?: ReadonlySet<string>;
  readonly binding?: string;
  /** `value[x]` when this is one of several ways to write an element. */
  readonly choice?: string;
}

export interface ElementType {
  /** `Observation`, or `Observation.component` for a nested element. */
  readonly name: string;
  readonly isResource: boolean;
  /** By the name of the JSON member, inherited ones first, in the order of the definition. */
  readonly fields: ReadonlyMap<string, Field>;
}

const resourceTypes: ReadonlySet<string> = new Set(
  Object.entries(types).flatMap(([name, { base }]) =>
    base === 'DomainResource' || (base === 'Resource' && name !== 'DomainResource') ? [name] : [],
  ),
);

/** Whether R4 has a resource type of this name that something can be an instance of. */
export const isResourceType = (name: string): boolean => resourceTypes.has(name);

/** Whether R4 has a complex data type of this name. */
export const isComplexType = (name: string): boolean =>
  Object.hasOwn(types, name) && !name.includes('.') && !lineage(name).includes('Resource');

const prepared = new Map<string, ElementType>();

/** The type or nested element of this name; asking for one that R4 does not have is a bug. */
export const elementType = (name: string): ElementType => {
  const known = prepared.get(name);
  if (known !== undefined) return known;
  const bases = lineage(name);
  const fields = bases.toReversed().flatMap((base) => Object.entries(types[base]?.elements ?? {}).flatMap(readElement));
  const type = {
    name,
    isResource: bases.includes('Resource'),
    fields: new Map(fields.map((field) => [field.name, field])),
  };
  prepared.set(name, type);
  return type;
};

/** The type and what it is based on, nearest first. */
const lineage = (name: string): readonly string[] => {
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  if (type === undefined) throw new Error(`FHIR R4 has no type ${name}`);
  return type.base === '' ? [name] : [name, ...lineage(type.base)];
};

const readElement = ([name, notation]: [string, string]): Field[] => {
  const [cardinality = '', typeList = '', bound] = notation.split(' ');
  const isChoice = name.endsWith('[x]');
  const element = isChoice ? name.slice(0, -3) : name;
  return (typeList === 'any' ? any : typeList).split('|').map((written): Field => {
    const [type = '', targets] = written.replace(')', '').split('(');
    return {
      name: isChoice ? element + choiceSuffix(type) : name,
      element,
      type,
      isPrimitive: /^[a-z]/.test(type),
      isList: cardinality === '*' || cardinality === '+',
      isRequired: cardinality === '1' || cardinality === '+',
      ...(targets === undefined ? {} : { targets: new Set(targets.split(',')) }),
      ...(bound === undefined ? {} : { binding: bound.slice(1) }),
      ...(isChoice ? { choice: name } : {}),
    };
  });
};

const choiceSuffix = (type: string): string =>
  type === 'SimpleQuantity' ? 'Quantity' : type.charAt(0).toUpperCase() + type.slice(1);

/** The codes of a required value set by code system; undefined for a binding that is a form. */
export const valueSetCodes = (name: string): ReadonlyMap<string, ReadonlySet<string>> | undefined => {
  const systems = Object.hasOwn(codes, name) ? codes[name] : undefined;
  if (systems === undefined) return undefined;
  return new Map(Object.entries(systems).map(([system, list]) => [system, new Set(list.split(' '))]));
};
