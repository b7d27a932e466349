/** The two streams that we use of `pg-copy-streams`, which has no types of its own. */
declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream';
  import type { Submittable } from 'pg';

  /** Rows of `copy … to stdout`, as PostgreSQL sends them. `rowCount` is set when it ends. */
  export function to(statement: string): Readable & Submittable & { rowCount: number };
  /** Rows for `copy … from stdin`. `rowCount` is set when it finishes. */
  export function from(statement: string): Writable & Submittable & { rowCount: number };
}
