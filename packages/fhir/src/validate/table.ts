import { elementType, type Field } from '../schema/schema.ts';
import { bindingCheck } from './binding.ts';
import { fragmentCheck } from './contained.ts';
import { type Check, PRIMITIVES } from './primitive.ts';

/** One JSON member of a type, made ready for the walk. */
export interface Member {
  readonly field: Field;
  /** Set for a primitive (or its `_sibling`): looks at one value. Otherwise the walk goes into `type`. */
  readonly check: Check | undefined;
  readonly binding: Check | undefined;
  /** Set when the element is required or a choice, so that one number tells which were seen. */
  readonly bit: number;
  /** Whether this is `_name`, the id and extensions of a primitive. */
  readonly isSibling: boolean;
  /** `name` for `_name`, and the other way round. */
  readonly counterpart: string;
}

export interface Table {
  readonly name: string;
  readonly isResource: boolean;
  readonly members: ReadonlyMap<string, Member>;
  readonly requiredBits: number;
  /** The required elements as they are named to a reader, with their bits. */
  readonly required: readonly { readonly element: string; readonly bit: number }[];
}

const tables = new Map<string, Table>();

/** The table of a type or nested element, made when it is first needed. */
export const tableOf = (name: string): Table => {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const table = makeTable(name);
  tables.set(name, table);
  return table;
};

const makeTable = (name: string): Table => {
  const members = new Map<string, Member>();
  const bits = new Map<string, number>();
  const required = new Map<string, number>();
  const { fields, isResource } = elementType(name);
  for (const field of fields.values()) {
    const isCounted = field.isRequired || field.choice !== undefined;
    if (isCounted && !bits.has(field.element)) bits.set(field.element, 1 << bits.size);
    const bit = isCounted ? (bits.get(field.element) ?? 0) : 0;
    if (field.isRequired) required.set(field.element, bit);
    const check = checkOf(field);
    const binding = field.binding === undefined ? undefined : bindingCheck(field.type, field.binding);
    const sibling = `_${field.name}`;
    members.set(field.name, { field, check, binding, bit, isSibling: false, counterpart: sibling });
    // A narrative's div has no extensions, and neither have ids and the url of an extension.
    if (
      field.isPrimitive &&
      field.type !== 'xhtml' &&
      field.name !== 'id' &&
      !(name === 'Extension' && field.name === 'url')
    ) {
      members.set(sibling, {
        field,
        check: undefined,
        binding: undefined,
        bit,
        isSibling: true,
        counterpart: field.name,
      });
    }
  }
  if (bits.size > 31) throw new Error(`${name} has more required elements and choices than one number has bits`);
  return {
    name,
    isResource,
    members,
    requiredBits: [...required.values()].reduce((all, bit) => all | bit, 0),
    required: [...required].map(([element, bit]) => ({ element, bit })),
  };
};

const checkOf = ({ type, isPrimitive, name }: Field): Check | undefined => {
  if (!isPrimitive) return undefined;
  const check = PRIMITIVES.get(type);
  if (check === undefined) throw new Error(`${name}: no check for the primitive type ${type}`);
  return type === 'canonical' || type === 'uri' || type === 'url' ? fragmentCheck(type, check) : check;
};
