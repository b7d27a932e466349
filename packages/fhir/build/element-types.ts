import { publishedStructures } from './published.ts';

/** A field as it stands in JSON, with the one type that its values have. */
export interface TypedField {
  readonly field: string;
  readonly type: string;
  /** The resource types that a reference here may lead to; empty when any may, and for what is no reference. */
  readonly targets: readonly string[];
}

/** What the published StructureDefinitions say about the types of elements. */
export interface ElementTypes {
  /** The JSON fields of an element: one, or one for every type of a choice (`value[x]`). Empty when there is none. */
  fieldsOf(owner: string, element: string): readonly TypedField[];
  /** Every element path of R4 with its types. */
  readonly paths: ReadonlyMap<string, readonly ElementType[]>;
}

interface ElementType {
  readonly code: string;
  readonly targets: readonly string[];
}

const ANYTHING = 'Resource';

const targetsOf = (profiles: readonly string[]): string[] => {
  const names = profiles.map((profile) => profile.slice(profile.lastIndexOf('/') + 1));
  return names.includes(ANYTHING) ? [] : names;
};

/** Types written as a FHIRPath System type are the primitives behind `id`, `url` and `value`. */
const typeCode = (code: string): string =>
  code.startsWith('http') ? code.slice(code.lastIndexOf('.') + 1).toLowerCase() : code;

const capitalised = (type: string): string => type.charAt(0).toUpperCase() + type.slice(1);

/** Reads the types of all elements of all published R4 types. */
export function readElementTypes(): ElementTypes {
  const paths = new Map<string, readonly ElementType[]>();
  for (const structure of publishedStructures()) {
    if (structure.derivation === 'constraint' || structure.kind === 'logical') continue;
    for (const { path, type } of structure.snapshot.element) {
      paths.set(
        path,
        (type ?? []).map(({ code, targetProfile }) => ({
          code: typeCode(code),
          targets: targetsOf(targetProfile ?? []),
        })),
      );
    }
  }
  return {
    paths,
    fieldsOf(owner, element) {
      const single = paths.get(`${owner}.${element}`)?.[0];
      if (single !== undefined) {
        // Elements of a backbone are defined in place; those of a data type under the name of that type.
        const inPlace = single.code === 'BackboneElement' || single.code === 'Element';
        return [{ field: element, type: inPlace ? `${owner}.${element}` : single.code, targets: single.targets }];
      }
      return (paths.get(`${owner}.${element}[x]`) ?? []).map(({ code, targets }) => ({
        field: element + capitalised(code),
        type: code,
        targets,
      }));
    },
  };
}
