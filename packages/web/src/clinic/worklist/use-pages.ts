import { useCallback, useEffect, useRef, useState } from 'react';
import { type Ask, type Pages, pages, type Shown } from './pages.ts';

/** A list on the screen. Its two acts are the same functions for good. */
export interface UsedPages<Row> {
  /** `undefined` until the first answer, and while nothing is asked. */
  readonly shown: Shown<Row> | undefined;
  /** Another question is on its way; what is shown answers the one before. */
  readonly isAsking: boolean;
  more(): void;
  refresh(): void;
}

/**
 * A list on the screen, page by page. When the question changes the old answer stays until the new one is there; an answer to a question that nobody asks
 * any more is not shown (H01: the list is of whom it says).
 *
 * @param ask the question; `undefined` asks nothing. The same function for the same question.
 */
export function usePages<Row>(ask: Ask<Row> | undefined, keyOf: (row: Row) => string, isWhole = false): UsedPages<Row> {
  const [answered, setAnswered] = useState<{ readonly ask: Ask<Row>; readonly shown: Shown<Row> }>();
  const list = useRef<Pages>(undefined);
  useEffect(() => {
    if (ask === undefined) return;
    const begun = pages(ask, keyOf, (shown) => setAnswered({ ask, shown }), { isWhole });
    list.current = begun;
    begun.refresh();
    return () => {
      begun.stop();
      list.current = undefined;
    };
  }, [ask, keyOf, isWhole]);
  return {
    shown: ask === undefined ? undefined : answered?.shown,
    isAsking: ask !== undefined && answered?.ask !== ask,
    more: useCallback(() => list.current?.more(), []),
    refresh: useCallback(() => list.current?.refresh(), []),
  };
}
