/**
 * SQL as a value: text with its parameters apart, so that nothing a caller sent can ever become part of a statement.
 *
 * @example
 * const newest = sql`select id from resource where type = ${'Patient'} order by n desc`;
 * newest.text;   // 'select id from resource where type = $1 order by n desc'
 * newest.values; // ['Patient']
 */
export class Sql {
  readonly #strings: readonly string[];
  readonly values: readonly unknown[];

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.#strings = strings;
    this.values = values;
  }

  /** The statement with its parameters numbered from $1. Depends on the shape alone, never on the values. */
  get text(): string {
    const [first = '', ...rest] = this.#strings;
    return rest.reduce((text, next, index) => `${text}$${index + 1}${next}`, first);
  }

  /** The pieces around the parameters; always one more than there are parameters. */
  get strings(): readonly string[] {
    return this.#strings;
  }
}

/** A fragment: what stands in `${}` is a parameter, or, when it is itself a fragment, part of the text with its own parameters. */
export function sql(template: TemplateStringsArray, ...given: readonly unknown[]): Sql {
  const strings: string[] = [template[0] ?? ''];
  const values: unknown[] = [];
  const append = (text: string) => {
    strings[strings.length - 1] += text;
  };
  given.forEach((value, index) => {
    const after = template[index + 1] ?? '';
    if (value instanceof Sql) {
      const [first = '', ...rest] = value.strings;
      append(first);
      strings.push(...rest);
      values.push(...value.values);
      append(after);
    } else {
      values.push(value);
      strings.push(after);
    }
  });
  return new Sql(strings, values);
}

/** Fragments one after another, with a fixed text between them. */
export function joined(fragments: readonly Sql[], separator: ' and ' | ' or ' | ', ' | ' union all '): Sql {
  const between = new Sql([separator], []);
  return fragments.reduce((all, next, index) => (index === 0 ? next : sql`${all}${between}${next}`), sql``);
}

/** A name chosen by this program: an alias, a column. @throws RangeError for anything that is not a plain lower-case word. */
export function named(name: string): Sql {
  if (!/^[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?$/.test(name)) throw new RangeError(`Not a plain SQL name: ${name}`);
  return new Sql([name], []);
}
