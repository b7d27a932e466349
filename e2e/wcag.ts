import type { Page } from 'playwright-core';

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
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return undefined;
      const target = element.closest('label') ?? element;
      const { x, y, width, height } = target.getBoundingClientRect();
      const name = `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40)}`;
      const top = document.elementFromPoint(x + width / 2, Math.max(0, y) + Math.min(height, innerHeight) / 2);
      // A region of a drawing is no box: its middle may belong to its neighbour.
      const isSeen = element instanceof SVGElement || (top !== null && (target.contains(top) || top.contains(target)));
      const styles = [element, target].map((each) => getComputedStyle(each));
      const isMarked =
        element instanceof SVGElement ||
        styles.some(
          ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
        );
      return { name, isSeen, isMarked };
    });
    if (stop === undefined) break;
    if (!stop.isSeen) faults.push(`${stop.name}: something lies over it`);
    if (!stop.isMarked) faults.push(`${stop.name}: the focus cannot be seen`);
  }
  if (stops === STOPS_AT_MOST) faults.push('Tab never leaves the page');
  return { faults, stops };
}
