import { writeFileSync } from 'node:fs';
import {
  type CodeSystem,
  codesOf,
  type ElementDefinition,
  type ElementType,
  publishedCodeSystems,
  publishedStructures,
  publishedValueSets,
  type StructureDefinition,
  type ValueSet,
} from './published.ts';

/**
 * Compiles the published R4 definitions into the slim schema that `src/schema/schema.ts` describes and reads: every
 * resource type (any may be contained in a stored one), every data type, and the value sets of required bindings.
 */
export interface CompiledSchema {
  readonly fhirVersion: '4.0.1';
  /** The data types of a choice that is open to all of them (Extension.value[x]), written as `any`. */
  readonly any: string;
  /** Value set -> code system -> its codes, separated by blanks. */
  readonly codes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Type or path of a nested element -> its base and its own elements in the notation of `src/schema/schema.ts`. */
  readonly types: Readonly<Record<string, CompiledType>>;
}

interface CompiledType {
  readonly base: string;
  readonly elements: Readonly<Record<string, string>>;
}

const ABSTRACT = ['Resource', 'DomainResource', 'Element', 'BackboneElement'];
const STRUCTURE = 'http://hl7.org/fhir/StructureDefinition/';
const FHIR_TYPE = `${STRUCTURE}structuredefinition-fhir-type`;
const MAX_VALUE_SET = `${STRUCTURE}elementdefinition-maxValueSet`;

export const compileSchema = (): CompiledSchema => {
  const structures = publishedStructures().filter(isDescribed);
  const valueSets = publishedValueSets();
  const codeSystems = publishedCodeSystems();
  const any = openChoice(structures);
  const types: Record<string, CompiledType> = {};
  const bound = new Set<string>();
  for (const structure of structures) {
    for (const { path, base, elements } of elementGroups(structure)) {
      const own: Record<string, string> = {};
      for (const element of elements) {
        const bindings = bindingOf(element, valueSets, codeSystems);
        if (bindings?.kind === 'codes') bound.add(bindings.valueSet);
        own[element.path.slice(path.length + 1)] = notation(element, any, bindings?.name);
      }
      types[path] = { base, elements: own };
    }
  }
  const codes = Object.fromEntries(
    [...bound].sort().map((url) => [nameOf(url), enumerated(url, valueSets, codeSystems)]),
  );
  return { fhirVersion: '4.0.1', any, codes, types };
};

/** Types themselves, not profiles of them: but for SimpleQuantity, which R4's own elements are declared with. */
const isDescribed = ({ kind, derivation, name, url }: StructureDefinition): boolean =>
  url === STRUCTURE + name &&
  (kind === 'resource' || kind === 'complex-type') &&
  (derivation !== 'constraint' || name === 'SimpleQuantity');

interface ElementGroup {
  readonly path: string;
  readonly base: string;
  readonly elements: readonly ElementDefinition[];
}

/** A type and every element nested in it, each with the elements directly below that it does not inherit. */
const elementGroups = (structure: StructureDefinition): ElementGroup[] => {
  const all = structure.snapshot.element.map((element) =>
    structure.name === 'SimpleQuantity'
      ? { ...element, path: element.path.replace(/^Quantity/, 'SimpleQuantity') }
      : element,
  );
  const [root] = all;
  if (root === undefined) throw new Error(`${structure.name} has no elements`);
  const base = structure.baseDefinition?.slice(STRUCTURE.length) ?? '';
  return all.flatMap((parent): ElementGroup[] => {
    const elements = all.filter(
      (element) =>
        element.max !== '0' &&
        element.path.slice(0, element.path.lastIndexOf('.')) === parent.path &&
        (element.base.path === element.path || !ABSTRACT.includes(element.base.path.split('.')[0] ?? '')),
    );
    if (elements.length === 0 && parent !== root) return [];
    const parentBase = parent === root ? kindOfBase(base) : (parent.type?.[0]?.code ?? '');
    return [{ path: parent.path, base: parentBase, elements }];
  });
};

/** Quantities repeat the elements of Quantity in their snapshot, so every base is one of the four abstract types or none. */
const kindOfBase = (base: string): string => (base === '' || ABSTRACT.includes(base) ? base : 'Element');

const CARDINALITY: ReadonlyMap<string, string> = new Map([
  ['0..1', '?'],
  ['1..1', '1'],
  ['0..*', '*'],
  ['1..*', '+'],
]);

/** `<cardinality> <type>|<type>(<target>,<target>)[ !<value set>]`, read by `src/schema/schema.ts`. */
const notation = (element: ElementDefinition, any: string, binding: string | undefined): string => {
  const { min, max } = element;
  const cardinality = CARDINALITY.get(`${min}..${max}`);
  if (cardinality === undefined) throw new Error(`${element.path}: the cardinality ${min}..${max} has no notation`);
  const types = typesOf(element);
  return [cardinality, types === any ? 'any' : types, ...(binding === undefined ? [] : [`!${binding}`])].join(' ');
};

const typesOf = (element: ElementDefinition): string => {
  if (element.contentReference !== undefined) return element.contentReference.slice(1);
  if (element.path === 'Resource.id') return 'id'; // published as a string, described as an id
  return (element.type ?? []).map((type) => typeNotation(type, element.path)).join('|');
};

const typeNotation = ({ code, profile, targetProfile, extension }: ElementType, path: string): string => {
  if (code === 'Element' || code === 'BackboneElement') return path;
  if (code.startsWith('http://hl7.org/fhirpath/')) {
    return extension?.find(({ url }) => url === FHIR_TYPE)?.valueUrl ?? 'string';
  }
  if (code === 'Quantity' && profile?.[0] === `${STRUCTURE}SimpleQuantity`) return 'SimpleQuantity';
  const targets = code === 'Reference' ? (targetProfile ?? []).map((url) => url.slice(STRUCTURE.length)) : [];
  return targets.length === 0 || targets.includes('Resource') ? code : `${code}(${targets.join(',')})`;
};

/** The list of types that Extension.value[x] has, the longest choice of the standard. */
const openChoice = (structures: readonly StructureDefinition[]): string => {
  const value = structures
    .find(({ name }) => name === 'Extension')
    ?.snapshot.element.find(({ path }) => path === 'Extension.value[x]');
  if (value === undefined) throw new Error('Extension.value[x] is not described');
  return typesOf(value);
};

type Binding =
  | { readonly kind: 'codes'; readonly name: string; readonly valueSet: string }
  | { readonly kind: 'form'; readonly name: 'mime-type' | 'language' | 'currency' };

/** The value sets that no list can hold (or, for currencies, that this schema does not want to): their form is checked. */
const FORMS: ReadonlyMap<string, 'mime-type' | 'language' | 'currency'> = new Map([
  ['mimetypes', 'mime-type'],
  ['bcp13.txt', 'mime-type'],
  ['all-languages', 'language'],
  ['currencies', 'currency'],
]);

/** Required value sets that are neither listed nor have a form: UCUM is a grammar, LL379-9 is not published with FHIR. */
const OPEN: ReadonlySet<string> = new Set(['ucum-units', 'LL379-9']);

const bindingOf = (
  { binding, path }: ElementDefinition,
  valueSets: ReadonlyMap<string, ValueSet>,
  codeSystems: ReadonlyMap<string, CodeSystem>,
): Binding | undefined => {
  const maximum = binding?.extension?.find(({ url }) => url === MAX_VALUE_SET)?.valueCanonical;
  const canonical = binding?.strength === 'required' ? binding.valueSet : maximum;
  if (canonical === undefined) return undefined;
  const valueSet = canonical.split('|')[0] ?? '';
  const name = nameOf(valueSet);
  if (OPEN.has(name)) return undefined;
  const form = FORMS.get(name);
  if (form !== undefined) return { kind: 'form', name: form };
  if (Object.keys(enumerated(valueSet, valueSets, codeSystems)).length > 0) return { kind: 'codes', name, valueSet };
  throw new Error(`${path}: the value set ${valueSet} cannot be listed`);
};

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

const enumerated = (
  url: string,
  valueSets: ReadonlyMap<string, ValueSet>,
  codeSystems: ReadonlyMap<string, CodeSystem>,
): Record<string, string> => {
  const compose = valueSets.get(url)?.compose;
  if (compose === undefined || compose.exclude !== undefined) return {};
  const listed: Record<string, string> = {};
  for (const { system, concept, filter, valueSet } of compose.include) {
    if (system === undefined || filter !== undefined || valueSet !== undefined) return {};
    const all = concept ?? codeSystems.get(system)?.concept;
    if (all === undefined) return {};
    listed[system] = codesOf(all).join(' ');
  }
  return listed;
};

/** The schema as it is committed: one type a line, so that a change reads well in review. */
export const formatSchema = ({ fhirVersion, any, codes, types }: CompiledSchema): string => {
  const lines = (members: object) =>
    Object.entries(members)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n');
  return `{"fhirVersion":"${fhirVersion}","any":"${any}",\n"codes":{\n${lines(codes)}},\n"types":{\n${lines(types)}}}\n`;
};

const FILE = new URL('../src/definitions/schema.json', import.meta.url);

/** Compiles and writes src/definitions/schema.json. */
export const writeSchema = (): void => writeFileSync(FILE, formatSchema(compileSchema()));
