import type { Locator, Page } from 'playwright-core';

// The criteria of WCAG 2.2 AA that axe cannot see, as checks of our own.

/** 1.4.10, reflow: nothing makes the page scroll sideways. @returns by how many pixels it does */
export const sidewaysOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** 2.5.8, target size: what can be pressed and is smaller than 24 by 24 px, other than a link in a sentence. */
export const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, a[href], input, select, textarea, summary, [role=checkbox], [role=tab]',
      ),
    ]
      .filter((element) => {
        // A native control that is laid unseen under its label: the label is what is pressed.
        const target = element.closest('label') ?? element;
        const { width, height } = target.getBoundingClientRect();
        if (width === 0 || height === 0 || !target.checkVisibility({ visibilityProperty: true })) return false;
        // What is not seen until it has the focus is no target.
        if (getComputedStyle(element).clipPath !== 'none') return false;
        const isInSentence = element.tagName === 'A' && getComputedStyle(element).display === 'inline';
        return !isInSentence && (width < 24 || height < 24);
      })
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`),
  );

/** How many places a keyboard may stop at before we say that it never comes to an end. */
const STOPS_AT_MOST = 250;

/** Where the focus is after a press of Tab. */
interface Stop {
  /** Nothing on the page has it. */
  readonly isOff: boolean;
  /** The wanted place has it, or what stands in it. */
  readonly isThere: boolean;
  /** 2.4.7 and 2.4.11: what is wrong with it. */
  readonly faults: readonly string[];
}

/** Runs in the page. */
function stopIn(place: Element | null): Stop {
  const element = document.activeElement;
  if (element === null || element === document.body) return { isOff: true, isThere: false, faults: [] };
  const target = element.closest('label') ?? element;
  const { left, right, top: above, bottom } = target.getBoundingClientRect();
  const name = `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40)}`;
  // The middle of what of it is within the window.
  const top = document.elementFromPoint(
    (Math.max(0, left) + Math.min(innerWidth, right)) / 2,
    (Math.max(0, above) + Math.min(innerHeight, bottom)) / 2,
  );
  // A region of a drawing is no box: its middle may belong to its neighbour.
  const isSeen = element instanceof SVGElement || (top !== null && (target.contains(top) || top.contains(target)));
  // It is marked by a ring of its own, drawn behind it.
  const isMarked =
    element instanceof SVGElement
      ? element.nextElementSibling !== null && getComputedStyle(element.nextElementSibling).visibility === 'visible'
      : [element, target]
          .map((each) => getComputedStyle(each))
          .some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2);
  return {
    isOff: false,
    isThere: place?.contains(element) === true,
    faults: [
      ...(isSeen ? [] : [`${name}: something lies over it`]),
      ...(isMarked ? [] : [`${name}: the focus cannot be seen`]),
    ],
  };
}

/** The next place that Tab, or another key, stops at on the way to a place. */
export async function nextStop(page: Page, place: Locator, key: string): Promise<Stop> {
  await page.keyboard.press(key);
  return place.first().evaluate(stopIn);
}

/**
 * 2.1.1, 2.1.2, 2.4.7 and 2.4.11 at once: Tab goes through the whole page and comes out of it; wherever it stops, the focus can be seen and
 * nothing lies over it.
 *
 * @returns the stops at which it is not so, and how many stops there were
 */
export async function keyboardWalk(
  page: Page,
): Promise<{ readonly faults: readonly string[]; readonly stops: number }> {
  const faults: string[] = [];
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
  });
  let stops = 0;
  for (; stops < STOPS_AT_MOST; stops++) {
    const { isOff, faults: found } = await nextStop(page, page.locator('body'), 'Tab');
    if (isOff) break;
    faults.push(...found);
  }
  if (stops === STOPS_AT_MOST) faults.push('Tab never leaves the page');
  return { faults, stops };
}

/** 1.4.12: sets the text as wide as the criterion lets a reader ask for. Constructed, since the pages' policy takes no style that is written into them. */
export const spaceText = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });

/** 1.4.4, 1.4.10 and 1.4.12: words that are cut off, because what they stand in hides what goes over its edge. */
export const clippedText = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => {
        const { overflowX, overflowY, clipPath } = getComputedStyle(element);
        if (!element.checkVisibility() || clipPath !== 'none' || element.clientWidth <= 1) return false;
        const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
        return (
          (element.textContent ?? '').trim() !== '' &&
          ((hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
            (hides(overflowY) && element.scrollHeight > element.clientHeight + 1))
        );
      })
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`),
  );

/** 1.4.13: what is there only while a pointer rests on something: titles of the browser, and what a style sheet shows on hover. */
export const shownOnHover = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const rulesOf = (rules: CSSRuleList): CSSStyleRule[] =>
      [...rules].flatMap((rule) =>
        rule instanceof CSSStyleRule
          ? [rule, ...rulesOf(rule.cssRules)]
          : rule instanceof CSSGroupingRule
            ? rulesOf(rule.cssRules)
            : [],
      );
    const shows = ['display', 'visibility', 'opacity', 'content', 'clip-path'];
    return [
      ...[...document.querySelectorAll('[title]:not([title=""])')].map(
        (element) => `title: ${element.getAttribute('title')}`,
      ),
      ...[...document.styleSheets]
        .flatMap((sheet) => rulesOf(sheet.cssRules))
        .filter(
          ({ selectorText, style }) =>
            /:hover|data-hovered/.test(selectorText) && shows.some((each) => style.getPropertyValue(each) !== ''),
        )
        .map(({ selectorText }) => selectorText),
    ];
  });

/** 2.5.7: whether a slider also goes where its line is pressed once, without drawing. The value is as it was afterwards. */
export async function needsDrawing(page: Page, slider: Locator): Promise<boolean> {
  await slider.scrollIntoViewIfNeeded();
  const before = await slider.inputValue();
  const { x, y, width, height } = (await slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const valueAt = async (part: number) => {
    await page.mouse.click(x + width * part, y + height / 2);
    return slider.inputValue();
  };
  const isStill = (await valueAt(0.1)) === (await valueAt(0.9));
  await slider.fill(before);
  return isStill;
}

/** 3.2.6: the ways to help as they stand on this page: the places of the bar in their order, and what stands at the foot. */
export const waysToHelp = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll('a, button')];
    const help = [...document.querySelectorAll('header nav a, footer a')];
    return help.map(
      (each) =>
        // Whether it comes before the page's own content or behind it belongs to its place.
        `${each.getAttribute('href')} ${each.closest('header') ? 'before' : 'behind'} ${each.closest('header') ? all.indexOf(each) : all.length - all.indexOf(each)}`,
    );
  });

/** 3.3.8: fields of a sign-in that a password manager cannot fill or that nothing can be pasted into. */
export const unhelpedFields = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('input:not([type=hidden])')].flatMap((field) => {
      const pasted = new ClipboardEvent('paste', {
        bubbles: true,
        cancelable: true,
        clipboardData: new DataTransfer(),
      });
      return [
        ...(field.dispatchEvent(pasted) && !field.readOnly ? [] : [`${field.id}: nothing can be pasted`]),
        ...(field.type !== 'password' || field.autocomplete.endsWith('password')
          ? []
          : [`${field.id}: no name for a password manager`]),
      ];
    }),
  );

/** 4.1.3: what a screen reader is told while something is done, without the focus going there: words that come into a region that lives. */
export async function toldDuring(page: Page, act: () => Promise<void>): Promise<readonly string[]> {
  await page.evaluate(() => {
    const told: string[] = [];
    const live = '[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]';
    const watch = new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        // A region that comes with its words is told by most screen readers when it is an alert, and by some when it is a status.
        const regions = [
          element?.closest(live),
          ...[...addedNodes].map((node) => (node as Element).closest?.('[role=alert]')),
        ];
        told.push(...regions.flatMap((region) => region?.textContent ?? []));
      }
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
    Object.assign(window, { told });
  });
  await act();
  return page.evaluate(() => (window as unknown as { told: string[] }).told);
}
