import type pg from 'pg';

/** A table as it is copied. */
export interface CopiedTable {
  readonly name: string;
  /** All but generated ones, in their order. */
  readonly columns: readonly string[];
}

/**
 * Every table of the database's own schema, each after those that it refers to; `migration` left out, because migrating writes it. What other
 * packages keep beside the record is in it too.
 *
 * @throws Error when tables refer to one another in a circle.
 */
export async function copiedTables(client: pg.ClientBase): Promise<readonly CopiedTable[]> {
  const { rows } = await client.query<CopiedTable & { refersTo: readonly string[] }>(`
    select c.relname as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select coalesce(array_agg(distinct f.relname::text), '{}') from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as "refersTo"
    from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> 'migration'
    order by c.relname`);
  const ordered: CopiedTable[] = [];
  const placed = new Set<string>();
  let waiting = rows;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ refersTo }) => refersTo.every((name) => placed.has(name)));
    if (ready.length === 0)
      throw new Error(`Tables refer to one another in a circle: ${waiting.map(({ name }) => name)}`);
    for (const { name, columns } of ready) {
      ordered.push({ name, columns });
      placed.add(name);
    }
    waiting = waiting.filter(({ name }) => !placed.has(name));
  }
  return ordered;
}

/** `copy` of a table's columns, in the text form, which all versions of PostgreSQL write and read alike. */
export const copyOf = ({ name, columns }: CopiedTable): string =>
  `copy ${quoted(name)} (${columns.map(quoted).join(', ')})`;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
