import type { Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser, newVisitor } from './browser.ts';
import { serveBuiltPages } from './built-pages.ts';

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

const PAGES = [
  { language: 'en', title: 'Cryoablation', other: 'Krioablacja', urgent: 'When to contact a doctor immediately' },
  {
    language: 'pl',
    title: 'Krioablacja',
    other: 'Cryoablation',
    urgent: 'Kiedy należy natychmiast skontaktować się z lekarzem',
  },
] as const;
const SIZES = [
  { width: 1440, height: 900 },
  { width: 360, height: 780 },
] as const;

describe.each(PAGES)('the guide in $language', ({ language, title, other, urgent }) => {
  test('is whole without JavaScript: ten sections, six open steps, five red flags', async () => {
    const { page, complaints } = await newVisitor(browser, { javaScriptEnabled: false });
    await page.goto(`${url}/${language}/`);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
    expect(await page.locator('main h2').count()).toBe(10);
    expect(await page.locator('details[open]').count()).toBe(6);
    expect(await page.locator('#contact li').count()).toBe(5);
    expect(await page.getByRole('heading', { name: urgent }).isVisible()).toBe(true);
    expect(await page.locator('[data-toggle-all]').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('names both languages to search engines, and leads to the other', async () => {
    const { page } = await newVisitor(browser);
    await page.goto(`${url}/${language}/`);
    const alternates = await page
      .locator('link[rel=alternate]')
      .evaluateAll((links) => links.map((link) => `${link.getAttribute('hreflang')} ${link.getAttribute('href')}`));
    expect(alternates).toEqual(['en /en/', 'pl /pl/', 'x-default /']);
    await page.locator('a[rel=alternate]').click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(other);
    await page.context().close();
  });

  test('shows and hides a step, and all steps, by keyboard', async () => {
    const { page, complaints } = await newVisitor(browser);
    await page.goto(`${url}/${language}/`);
    const open = page.locator('details[open]');
    await page.locator('details summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await open.count()).toBe(5);
    await page.locator('[data-toggle-all] button').focus();
    await page.keyboard.press('Enter');
    expect(await open.count()).toBe(0);
    await page.keyboard.press('Enter');
    expect(await open.count()).toBe(6);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  for (const viewport of SIZES) {
    test.each(['light', 'dark'] as const)(
      `has no accessibility findings at ${viewport.width} px, %s`,
      async (colorScheme) => {
        const { page, complaints } = await newVisitor(browser, { viewport, colorScheme, reducedMotion: 'reduce' });
        await page.goto(`${url}/${language}/`);
        expect(await accessibilityFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await page.context().close();
      },
    );
  }

  test('fits 320 px without scrolling sideways', async () => {
    const { page } = await newVisitor(browser, { viewport: { width: 320, height: 640 } });
    await page.goto(`${url}/${language}/`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.context().close();
  });

  test('prints everything, steps that were hidden too', async () => {
    const { page } = await newVisitor(browser);
    await page.goto(`${url}/${language}/`);
    await page.locator('[data-toggle-all] button').click();
    await page.emulateMedia({ media: 'print' });
    const hidden = await page
      .locator('details p')
      .evaluateAll((texts) => texts.filter((text) => text.getBoundingClientRect().height === 0).length);
    expect(hidden).toBe(0);
    await page.context().close();
  });
});

test('the guide loads at most 30 KB of JavaScript', async () => {
  const { page } = await newVisitor(browser);
  const scripts: Buffer[] = [];
  page.on('response', async (response) => {
    if (response.request().resourceType() === 'script') scripts.push(await response.body());
  });
  await page.goto(`${url}/en/`, { waitUntil: 'networkidle' });
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.reduce((sum, body) => sum + gzipSync(body).length, 0)).toBeLessThan(30_000);
  await page.context().close();
});

test('without a server that chooses, the first page offers both languages', async () => {
  const { page, complaints } = await newVisitor(browser, { javaScriptEnabled: false });
  await page.goto(url);
  expect(await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
    '/en/',
    '/pl/',
  ]);
  expect(complaints).toEqual([]);
  await page.context().close();
});
