import type { Answer } from '../../server/fhir-server.ts';

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Cursor of the next page. */
  readonly next?: string;
  readonly total?: Total;
}

/** How many there are, as far as the server counts. */
export interface Total {
  readonly count: number;
  readonly isMore: boolean;
}

/** What is on the screen of a list. */
export interface Shown<Row> {
  readonly rows: readonly Row[];
  readonly total: Total;
  readonly hasMore: boolean;
  /** What came instead of the rows that were asked for last; those on the screen are older. */
  readonly refusal?: Exclude<Answer<unknown>, { ok: true }>;
}

export type Ask<Row> = (count: number, cursor: string | undefined) => Promise<Answer<Page<Row>>>;

/** A list that is read page by page. */
export interface Pages {
  /** Reads the next page. */
  more(): void;
  /** Reads again what is on the screen. */
  refresh(): void;
  /** Tells nothing more, whatever is still on its way. */
  stop(): void;
}

/** Rows of a page of the screen, and of a page of the server at most. */
const PAGE = 50;
const MOST = 200;

/**
 * Reads the answers to one question, one request at a time: what comes while it reads is done after. What is read again is told when it is whole, so that a list
 * never shrinks on the screen; rows that moved from one page to another meanwhile stand once.
 *
 * @param isWhole all pages are read, however many: of alerts, none may be missing (I5).
 */
export function pages<Row>(
  ask: Ask<Row>,
  keyOf: (row: Row) => string,
  tell: (shown: Shown<Row>) => void,
  { isWhole = false }: { readonly isWhole?: boolean } = {},
): Pages {
  let rows: readonly Row[] = [];
  let total: Total = { count: 0, isMore: false };
  let next: string | undefined;
  let wanted = isWhole ? Number.POSITIVE_INFINITY : PAGE;
  let isStale = false;
  let isReading = false;
  let isStopped = false;

  async function read(): Promise<void> {
    if (isReading) return;
    isReading = true;
    while (!isStopped && (isStale || (next !== undefined && rows.length < wanted))) {
      const refusal = await readOn(isStale);
      if (isStopped) return;
      if (refusal) wanted = isWhole ? wanted : Math.max(PAGE, rows.length);
      tell({ rows, total, hasMore: next !== undefined, ...(refusal ? { refusal } : {}) });
      if (refusal) break;
    }
    isReading = false;
    if (isStale) read();
  }

  /** Reads until there are as many rows as wanted: from the beginning, or on from what is there. */
  async function readOn(fromStart: boolean): Promise<Shown<Row>['refusal']> {
    isStale = false;
    const found = new Map(fromStart ? [] : rows.map((row) => [keyOf(row), row]));
    let cursor = fromStart ? undefined : next;
    let counted = total;
    do {
      const answer = await ask(Math.min(MOST, wanted - found.size), cursor);
      if (!answer.ok || isStopped) return answer.ok ? undefined : answer;
      for (const row of answer.value.rows) found.set(keyOf(row), row);
      cursor = answer.value.next;
      counted = answer.value.total ?? counted;
    } while (cursor !== undefined && found.size < wanted);
    rows = [...found.values()];
    total = isWhole ? { count: rows.length, isMore: false } : counted;
    next = cursor;
    return undefined;
  }

  return {
    more() {
      wanted = rows.length + PAGE;
      read();
    },
    refresh() {
      isStale = true;
      read();
    },
    stop() {
      isStopped = true;
    },
  };
}
