import type { Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser, newVisitor } from './browser.ts';
import { serveBuiltPages } from './built-pages.ts';
import { keyboardWalk, sidewaysOverflow, smallTargets } from './wcag.ts';

let browser: Browser;
let url: string;
let server: Server;

beforeAll(async () => {
  browser = await launchBrowser();
  ({ url, server } = await serveBuiltPages());
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

const gallery = async (options: Parameters<typeof newVisitor>[1], language: 'en' | 'pl' = 'pl') => {
  const visitor = await newVisitor(browser, { reducedMotion: 'reduce', ...options });
  await visitor.page.goto(`${url}/gallery/?lang=${language}`);
  await visitor.page.getByRole('heading', { level: 1 }).waitFor();
  return visitor;
};

test.each([
  ['light', 1440, 'en'],
  ['dark', 1440, 'pl'],
  ['light', 360, 'pl'],
] as const)('every component in every state: no findings, %s at %d px', async (colorScheme, width, language) => {
  const { page, complaints } = await gallery({ viewport: { width, height: 900 }, colorScheme }, language);
  expect(await accessibilityFindings(page)).toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  await page.evaluate(() => {
    document.documentElement.dataset.side = 'home';
  });
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole('button', { name: /Open the dialog|Otwórz okno/ }).click();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the gallery fits 320 px, which is 1280 px at 400 %', async () => {
  const { page } = await gallery({ viewport: { width: 320, height: 640 } });
  expect(await sidewaysOverflow(page)).toBe(0);
  await page.context().close();
});

test('a keyboard reaches every component, sees where it is, and comes out again', async () => {
  const { page } = await gallery({ viewport: { width: 1280, height: 800 } });
  const { faults, stops } = await keyboardWalk(page);
  expect(faults).toEqual([]);
  expect(stops).toBeGreaterThan(30);
  await page.context().close();
});

test('a region of the body is found with the arrows and chosen with the space bar, and said in words', async () => {
  const { page } = await gallery({ viewport: { width: 1280, height: 900 } }, 'en');
  await page.locator('[data-region="back:lower-back-right"]').first().focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Space');
  expect(await page.locator('[data-region="back:lower-back-left"]').first().getAttribute('aria-checked')).toBe('true');
  expect(await page.getByText('left lower back').count()).toBe(2);
  await page.context().close();
});

test('views are changed by the arrows, round and round, and by Home and End; one stop for Tab, then what is shown', async () => {
  const { page } = await gallery({ viewport: { width: 1280, height: 900 } }, 'en');
  const tabs = page.getByRole('tab');
  const chosen = () => tabs.evaluateAll((each) => each.findIndex((tab) => tab.ariaSelected === 'true'));
  const last = (await tabs.count()) - 1;
  expect(last).toBeGreaterThan(0);
  await tabs.first().focus();
  for (const [key, at] of [
    ['ArrowLeft', last],
    ['ArrowRight', 0],
    ['ArrowRight', 1],
    ['End', last],
    ['Home', 0],
  ] as const) {
    await page.keyboard.press(key);
    expect(await chosen()).toBe(at);
    expect(await tabs.nth(at).evaluate((tab) => tab === document.activeElement)).toBe(true);
  }
  await page.keyboard.press('Tab');
  const panel = page.getByRole('tabpanel', { name: (await tabs.first().textContent()) ?? '' });
  expect(await panel.evaluate((each) => each === document.activeElement)).toBe(true);
  await page.context().close();
});

test('in forced colours a chosen answer is still told from the others', async () => {
  const { page } = await gallery({ viewport: { width: 1280, height: 900 }, forcedColors: 'active' }, 'en');
  await page.getByText('Both sides').click();
  const colours = await page
    .locator('label:has(input[type=radio])')
    .evaluateAll((labels) => labels.slice(0, 3).map((label) => getComputedStyle(label).backgroundColor));
  expect(colours[2]).not.toBe(colours[0]);
  expect(colours[1]).toBe(colours[0]);
  await page.context().close();
});
