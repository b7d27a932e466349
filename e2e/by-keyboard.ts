import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Filled, FilledForm } from './fill-form.ts';
import { nextStop } from './wcag.ts';

// What a person does who has a keyboard and nothing else. Nothing here clicks, and nothing here gives the focus away by itself.

/** After so many presses of Tab we say that a place cannot be reached. The rail of a whole pathway has some fifty stops. */
const PRESSES_AT_MOST = 90;

const holdsFocus = (place: Locator): Promise<boolean> =>
  place.first().evaluate((each) => each.contains(document.activeElement));

/** Tabs from where the focus is, on or back, until this place has it, or what stands in it. Wherever it stops on the way, the focus is seen. */
export async function tabTo(page: Page, place: Locator): Promise<void> {
  const isBehind = await place.first().evaluate((each) => {
    const here = document.activeElement ?? document.body;
    return (here.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
  });
  const key = isBehind ? 'Shift+Tab' : 'Tab';
  for (let presses = 0; presses < PRESSES_AT_MOST; presses++) {
    const { faults, isThere } = await nextStop(page, place, key);
    expect(faults).toEqual([]);
    if (isThere) return;
  }
  throw new Error(`${key} does not reach ${place} from where it was`);
}

/** Tabs to a button or a link and presses it. */
export async function press(page: Page, place: Locator): Promise<void> {
  await tabTo(page, place);
  await page.keyboard.press('Enter');
}

/** 2.4.3: after an act the focus is at a place that tells where one is, and that is in sight. */
export async function expectFocus(place: Locator): Promise<void> {
  const isThere = () =>
    place.first().evaluate((each) => {
      const { top, bottom } = each.getBoundingClientRect();
      return document.activeElement === each && bottom > 0 && top < innerHeight;
    });
  await expect.poll(isThere, { message: `the focus at ${place}, in sight`, timeout: 5000 }).toBe(true);
}

/** The same of a place that is not told from its parts: a question of a form. */
export async function expectFocusIn(place: Locator): Promise<void> {
  await expect.poll(() => holdsFocus(place), { message: `the focus in ${place}`, timeout: 5000 }).toBe(true);
}

/** Answers the questions in the order in which they stand, from the focus on. */
export async function answer(page: Page, answers: FilledForm): Promise<void> {
  for (const [path, answer] of Object.entries(answers)) {
    const question = page.locator(`[data-question="${path}"]`);
    await question.waitFor();
    // The first question of a page of the form has the focus already.
    if (!(await holdsFocus(question))) await tabTo(page, question);
    await give(page, path, answer);
  }
}

async function give(page: Page, path: string, answer: Filled): Promise<void> {
  const question = page.locator(`[data-question="${path}"]`);
  if (answer === 'now') return press(page, page.locator(`div:has(> [data-question="${path}"]) > div button`));
  if (typeof answer === 'string') {
    // A day and a time stand in boxes of their own, each one Tab from the last.
    const parts = (await question.locator('input').count()) > 1 ? answer.split(' ') : [answer];
    for (const [index, part] of parts.entries()) {
      if (index > 0) await page.keyboard.press('Tab');
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(part);
    }
    return;
  }
  if ('picked' in answer) {
    if (typeof answer.picked === 'string') return page.keyboard.type(answer.picked);
    for (let index = 0; index < answer.picked; index++) await page.keyboard.press('ArrowDown');
    return;
  }
  const wanted = 'score' in answer ? answer.score : answer.option;
  const box = question.locator('label:has(input[type=checkbox])').nth(wanted);
  if ((await question.locator('input[type=checkbox]').count()) > 0) {
    if (!(await holdsFocus(box))) await tabTo(page, box);
    return page.keyboard.press('Space');
  }
  // One of several: the arrows go from one to the next, and choose it; the first is chosen with the space bar.
  const options = question.locator('input[type=radio]');
  const isWanted = () => options.nth(wanted).evaluate((each) => each === document.activeElement);
  for (let presses = await options.count(); presses > 0 && !(await isWanted()); presses--) {
    await page.keyboard.press('ArrowRight');
  }
  if (!(await options.nth(wanted).isChecked())) await page.keyboard.press('Space');
  expect(await options.nth(wanted).isChecked()).toBe(true);
}

/** Signs where the form asks for it, saves, and waits until the step is done; the step's name has the focus then. */
export async function save(page: Page): Promise<void> {
  const signature = page
    .locator('form label:has(input[type=checkbox])')
    .filter({ hasText: /^(I sign this as|Podpisuję jako)/ });
  if ((await signature.count()) > 0) {
    await tabTo(page, signature);
    await page.keyboard.press('Space');
  }
  await press(page, page.locator('form button[type=submit]'));
  await page
    .locator('section[aria-labelledby=step] [role=status]')
    .first()
    .getByText(/Done on|Wykonano/)
    .waitFor();
  await expectFocus(page.locator('#step'));
}

/** Goes to a step by the rail, which on a narrow screen is opened first. */
export async function goToStep(page: Page, step: string): Promise<void> {
  const link = page.locator(`main a[href$="/step/${step}"]`).first();
  // Whose chart it is stands there before the rail does.
  await link.waitFor({ state: 'attached' });
  if (!(await link.isVisible())) await press(page, page.locator('main details > summary').first());
  await press(page, link);
  await page.locator(`main a[href$="/step/${step}"][aria-current]`).waitFor({ state: 'attached' });
  await expectFocus(page.locator('#step'));
}
