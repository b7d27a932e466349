import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import styles from './tabs.module.css';

export interface TabView {
  readonly id: string;
  readonly title: string;
  readonly content: ReactNode;
}

/**
 * Several views of one thing, one at a time, by the pattern of the ARIA Authoring Practices: one stop for Tab, arrows go round, Home and End go to the ends,
 * and what the focus is on is shown. The components' library looks through a whole panel for what can be focused at every change in it, which a form
 * in it pays at every letter; here the panel is a stop itself, so that it can be scrolled and read on from.
 */
export function Tabs(props: { readonly label: string; readonly tabs: readonly TabView[] }) {
  const { label, tabs } = props;
  const id = useId();
  const [chosen, setChosen] = useState(tabs[0]?.id);
  const list = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    tabs.findIndex((each) => each.id === chosen),
  );
  const shown = tabs[at];
  const move = (event: KeyboardEvent) => {
    const to = destination(event.key, at, tabs.length);
    if (to === undefined) return;
    event.preventDefault();
    setChosen(tabs[to]?.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
  };
  return (
    <>
      <div ref={list} role="tablist" aria-label={label} className={styles.list} onKeyDown={move}>
        {tabs.map((each) => (
          <button
            key={each.id}
            type="button"
            role="tab"
            id={`${id}-${each.id}-tab`}
            className={styles.tab}
            aria-selected={each === shown}
            aria-controls={each === shown ? `${id}-${each.id}` : undefined}
            tabIndex={each === shown ? 0 : -1}
            onClick={() => setChosen(each.id)}
          >
            {each.title}
          </button>
        ))}
      </div>
      {shown && (
        <div
          key={shown.id}
          role="tabpanel"
          id={`${id}-${shown.id}`}
          aria-labelledby={`${id}-${shown.id}-tab`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what a panel begins with is often no stop (ARIA Authoring Practices, Tabs)
          tabIndex={0}
        >
          {shown.content}
        </div>
      )}
    </>
  );
}

function destination(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
