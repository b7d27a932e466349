/** One place at which the record is not what was acknowledged. */
export interface Difference {
  /**
   * `audit/<id>`, `seal/<n>`, `root/<day>`, `version/<type>/<id>/<version>`, `resource/<type>/<id>`, `compartment/<patient>`,
   * `break-glass/<id>`; the name of a table of search values.
   */
  readonly where: string;
  readonly what: Fault;
}

export type Fault =
  /** A row of the trail whose columns do not give its hash. */
  | 'row-changed'
  /** A row's instant is finer than what we write: its text was touched. */
  | 'instant-changed'
  /** A seal that its rows, its columns or the seal before it do not give: a row was removed, added, moved or replaced. */
  | 'seal-broken'
  | 'seal-missing'
  /** The newest seals are gone: the data folder knows of one that the database does not have. */
  | 'seals-cut-off'
  | 'root-missing'
  | 'root-changed'
  /** Signed by no key that the data folder knows, or not by the key that it names. */
  | 'root-unsigned'
  /** A stored text whose SHA-256 is not the one beside it. */
  | 'text-changed'
  /** A version that says something else than the trail says about it: text, time, author, patient or interaction. */
  | 'version-changed'
  | 'version-missing'
  /** A version that no act on the trail wrote. */
  | 'version-added'
  /** A head that is not that of the newest version. */
  | 'head-changed'
  | 'head-missing'
  /** A chart's clinic or restriction is not what the Patient's versions make it. */
  | 'chart-changed'
  | 'opening-changed'
  /** Search values that are not those of the current text: `reindex` makes them anew. */
  | 'values-changed'
  /** Search values of a resource that there is not. */
  | 'values-of-nothing';

/** Collects differences: all are counted, the first hundred kept. */
export interface Findings {
  found(where: string, what: Fault): void;
  count(): number;
  kept(): readonly Difference[];
}

const MOST_KEPT = 100;

export function findings(): Findings {
  const kept: Difference[] = [];
  let count = 0;
  return {
    found(where, what) {
      count += 1;
      if (kept.length < MOST_KEPT) kept.push({ where, what });
    },
    count: () => count,
    kept: () => kept,
  };
}
