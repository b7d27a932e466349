import { type ReactNode, useEffect, useRef } from 'react';
import { Problem } from '../../app/problem.tsx';
import { Button } from '../../design/button.tsx';
import type { Translate } from '../../texts/translate.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import type { Total } from './pages.ts';
import type { UsedPages } from './use-pages.ts';
import styles from './worklist-page.module.css';

/** One part of the worklist: how many there are, the first of them, and the next when they are asked for. */
export function WorklistPart<Row>(props: {
  readonly id: string;
  readonly title: string;
  readonly pages: UsedPages<Row>;
  /** A list item of this row. */
  readonly itemOf: (row: Row) => ReactNode;
}) {
  const { id, title, pages, itemOf } = props;
  const { shown, isAsking, more, refresh } = pages;
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const firstNew = useRef<number>(undefined);
  const count = shown?.rows.length ?? 0;
  // Whoever asked for more goes on reading there: the button may be gone.
  useEffect(() => {
    if (firstNew.current === undefined || count <= firstNew.current) return;
    list.current?.children[firstNew.current]?.querySelector('a')?.focus();
    firstNew.current = undefined;
  }, [count]);
  if (shown === undefined || (count === 0 && !shown.refusal)) return null;
  const { rows, total, hasMore, refusal } = shown;
  return (
    <section className={styles.section} aria-labelledby={id} aria-busy={isAsking}>
      <h2 id={id}>
        {title} {count > 0 && <span className={styles.count}>{countInWords(total, t)}</span>}
      </h2>
      {refusal && (
        <div className={styles.refusal}>
          <Problem answer={refusal} />
          <Button tone="plain" onPress={refresh}>
            {t('app.retry')}
          </Button>
        </div>
      )}
      <ul className={styles.list} ref={list}>
        {rows.map(itemOf)}
      </ul>
      {hasMore && (
        <div className={styles.more}>
          <span>{t('worklist.shown', { shown: count, total: countInWords(total, t) })}</span>
          <Button
            tone="plain"
            label={t('worklist.moreOf', { part: title })}
            onPress={() => {
              firstNew.current = count;
              more();
            }}
          >
            {t('worklist.more')}
          </Button>
        </div>
      )}
    </section>
  );
}

const countInWords = ({ count, isMore }: Total, t: Translate): string =>
  isMore ? t('worklist.over', { number: count }) : String(count);
