import { MOVED } from './address.ts';

const HEADINGS = 'h1, h2, h3, legend';

/**
 * Nobody who goes by keyboard or by ear loses their place (WCAG 2.4.3). When what had the focus goes off the page (a button that has done its work, a row that
 * is closed, a form that is saved), the heading of what it stood in takes the focus, from the nearest outwards. Whoever goes to another place is taken to the
 * first heading that is new there, as soon as it is there: a page's name, or on the same chart the step's. A page that knows a better place takes the focus itself.
 */
export function keepFocus(): void {
  const main = () => document.getElementById('content');
  const isNowhere = () => document.activeElement === document.body || document.activeElement === null;
  /** What had the focus last, and what it stands in, from the inside out. Dialogues stand outside: what opened them counts. */
  let around: readonly Element[] = [];
  /** The headings of the place that was left, until the focus is at one of the place that was gone to. */
  let left: ReadonlySet<Element> | undefined;

  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target.closest('#root')) around = withSurroundings(target);
  });
  document.addEventListener('focusout', () =>
    queueMicrotask(() => {
      // Pressed beside everything: whoever has let go of the focus is not pulled back to it.
      if (isNowhere() && around[0]?.isConnected) around = [];
    }),
  );

  const arrive = () => {
    left = new Set(main()?.querySelectorAll(HEADINGS));
    main()?.focus({ preventScroll: true });
  };
  addEventListener(MOVED, arrive);
  addEventListener('popstate', arrive);

  const look = () => {
    const page = main();
    if (page === null) return;
    if (isNowhere() && around[0]?.isConnected === false) {
      const [heading] = [...around, page].filter((each) => page.contains(each)).flatMap((each) => headingsIn(each));
      if (heading) takeTo(heading);
      else arrive();
    } else if (left !== undefined && document.activeElement === page) {
      const heading = headingsIn(page).find((each) => !left?.has(each));
      if (heading === undefined) return;
      left = undefined;
      takeTo(heading);
    } else if (document.activeElement !== page) left = undefined;
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}

function withSurroundings(element: Element): readonly Element[] {
  const found: Element[] = [];
  for (let each: Element | null = element; each !== null; each = each.parentElement) found.push(each);
  return found;
}

/** Those that are seen: while a page is still loading, React keeps the one before it out of sight. */
const headingsIn = (place: Element): readonly HTMLElement[] =>
  [...place.querySelectorAll<HTMLElement>(HEADINGS)].filter((each) => each.checkVisibility());

/** A heading is no place to Tab to: it takes the focus when it is given to it. */
function takeTo(heading: HTMLElement): void {
  heading.tabIndex = -1;
  heading.focus();
}
