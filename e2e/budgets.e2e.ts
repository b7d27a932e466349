import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type DemoClinic, demoClinic, signedIn } from './demo-clinic.ts';

let browser: Browser;
let clinic: DemoClinic;

beforeAll(async () => {
  browser = await launchBrowser();
  clinic = await demoClinic();
});
afterAll(async () => {
  await browser?.close();
  await clinic?.close();
});

/** What comes later, in the background: the rest of the protocol, the rule engine, the words of refusals. */
const LATER = /\/(_virtual_protocol|evaluation|expression|override|outcome|outcome-words|civil)-/;

/** The rule engine alone, which the clinic's screens begin without too. */
const RULES = /\/(evaluation|expression)-/;

/** As on a first visit: what the worker of an earlier page keeps on the device is not taken from there. */
async function asFirstVisit(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setBypassServiceWorker', { bypass: true });
}

/** Compressed bytes of JavaScript that a page loaded, as they came over the wire. */
const scriptBytes = (page: Page) =>
  page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => name.endsWith('.js') && !name.endsWith('/worker.js'))
      .map(({ name, encodedBodySize }) => ({ name: new URL(name).pathname, bytes: encodedBodySize })),
  );

test('a patient’s page is usable after at most 130 KB of JavaScript; the rule engine comes behind it', async () => {
  const { page } = await signedIn(browser, clinic, 'Anna', { language: 'pl', width: 360 });
  // Everything is read anew, as on the first visit; what is usable is there before anything of the rest has come.
  await asFirstVisit(page);
  await page.route(LATER, () => undefined);
  await page.goto(`${clinic.server.url}/app/check-in?lang=pl`);
  await page.locator('main section button').first().click();
  await page.locator('header nav a').last().click();
  await page.getByRole('link', { name: /112/ }).waitFor();
  const scripts = (await scriptBytes(page)).filter(({ name }) => !LATER.test(name));
  const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total, JSON.stringify(scripts)).toBeGreaterThan(50_000);
  expect(total, JSON.stringify(scripts)).toBeLessThanOrEqual(130 * 1024);
  await page.context().close();
});

test('a chart says whose it is while the rules are on their way, and nothing of where the pathway stands', async () => {
  const { page } = await signedIn(browser, clinic, 'Maria', { language: 'en', width: 1440 });
  await asFirstVisit(page);
  await page.route(RULES, () => undefined);
  await page.goto(`${clinic.server.url}/app/patient/demo-anna?lang=en`);
  await page.locator('main h1', { hasText: 'Anna' }).waitFor();
  expect(await page.locator('main form, main details, main [role=tab]').count()).toBe(0);
  // The browser's history keeps titles (H16).
  expect(await page.title()).not.toContain('Anna');
  await page.context().close();
});

test('a freeze is planned without the rule engine', async () => {
  const { page } = await signedIn(browser, clinic, 'Maria', { language: 'en', width: 1440 });
  await asFirstVisit(page);
  await page.goto(`${clinic.server.url}/app/patient/demo-anna/freeze-plan?lang=en`);
  await page.locator('input[type=range]').first().waitFor();
  await page.waitForLoadState('networkidle');
  expect((await scriptBytes(page)).filter(({ name }) => RULES.test(name))).toEqual([]);
  await page.context().close();
});

test('the guide loads at most 30 KB of JavaScript', async () => {
  const { page } = await signedIn(browser, clinic, 'Anna', { language: 'en', width: 360 });
  await asFirstVisit(page);
  await page.goto(`${clinic.server.url}/en/`);
  const total = (await scriptBytes(page)).reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total).toBeLessThanOrEqual(30 * 1024);
  await page.context().close();
});
