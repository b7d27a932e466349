import type { Sql } from '../postgres/sql.ts';

/**
 * One condition of a search. Every one can be tested on a row of `resource`; some can also be the way in, when an index leads from the
 * value to the rows.
 */
export interface Criterion {
  /**
   * A condition on `row`, an alias of `resource`. Its subqueries end in `offset 0`: that keeps PostgreSQL from turning a question that is asked of
   * the few rows of a page into a join over whole tables.
   */
  readonly test: (row: Sql) => Sql;
  /** The test asks only for `row.n`: then a row can be judged before its head is looked up. */
  readonly isOfNumber: boolean;
  /** Where all rows that pass the test, and none that does not, can be had from. */
  readonly source: Source | undefined;
  /** The parameter of which every answer has a value to sort by. */
  readonly requires?: string;
}

/** A way into the record: where the rows that a criterion finds can be had from, without looking at others. */
export interface Source {
  /** Each one `from … v where …` that gives `v.n`. A row may come more than once. */
  readonly branches: readonly Sql[];
  /** It is known to lead to few rows: one person's record, an identifier, ids. */
  readonly isNarrow: boolean;
  /** Each branch can be walked in the order of `v.n`, newest first, straight from its index. */
  readonly isWalkable: boolean;
  /** What a row costs, an index entry being 1, which is the default. */
  readonly weight?: number;
  /** Set when each branch can be walked in the order of this key, and then `v.n`. */
  readonly orderedBy?: SourceKey;
}

/** The order in which a range of an index lies. */
export interface SourceKey {
  /** The search parameter. */
  readonly name: string;
  /** The way the range is walked when nobody asks for another. */
  readonly descending: boolean;
  /** The range, for keys of which a resource may have values outside it too. */
  readonly within?: (v: Sql) => Sql;
}
