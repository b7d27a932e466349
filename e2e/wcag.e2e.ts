import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clinicTexts } from '../packages/web/src/texts/clinic-texts.ts';
import { interfaceTexts } from '../packages/web/src/texts/interface-texts.ts';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type DemoClinic, demoClinic, openStep, signedIn, stepAddress } from './demo-clinic.ts';
import { fill, pressSave, saveStep } from './fill-form.ts';
import {
  clippedText,
  keyboardWalk,
  needsDrawing,
  shownOnHover,
  sidewaysOverflow,
  smallTargets,
  spaceText,
  toldDuring,
  waysToHelp,
} from './wcag.ts';
import { blockForm, CONTRAINDICATIONS } from './whole-pathway.ts';

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

const AT_HOME = ['/app/', '/app/check-in', '/app/diary', '/app/form/diary', '/app/help', '/app/account'];
const IN_CLINIC = [
  '/app/',
  '/app/alerts',
  stepAddress('interview'),
  stepAddress('diagnostic-block'),
  stepAddress('qualification-decision'),
  '/app/patient/demo-anna/freeze-plan',
  '/app/account',
];

/** 1280 by 1024 at 400 %. */
const MAGNIFIED = { width: 320, height: 256 };

describe.each([
  { language: 'en', width: 1440, colorScheme: 'light', step: 'diagnostic-block', form: blockForm(2) },
  { language: 'pl', width: 360, colorScheme: 'dark', step: 'contraindications', form: CONTRAINDICATIONS },
] as const)('what axe cannot see, in $language, $colorScheme', (window) => {
  const { language } = window;
  const goTo = async (page: Page, path: string) => {
    await page.goto(`${clinic.server.url}${path}?lang=${language}`);
    await page.locator('main h1').first().waitFor();
    await page.waitForLoadState('networkidle');
  };

  test.each([
    ['Anna', AT_HOME, '/app/help'],
    ['Maria', IN_CLINIC, '/app/alerts'],
  ] as const)(
    '%s’s screens at 400 %, with wide text, by keyboard, each titled, with help in one place and nothing that only a mouse shows',
    async (person, paths, help) => {
      const { page } = await signedIn(browser, clinic, person, window);
      const size = page.viewportSize() ?? MAGNIFIED;
      const titles = new Set<string>();
      const places = new Set<string>();
      for (const path of paths) {
        await page.setViewportSize(size);
        await goTo(page, path);
        await expect.poll(() => page.title()).toMatch(/. · Cryopath$/);
        titles.add(await page.title());
        places.add((await waysToHelp(page)).join('\n'));
        expect(await accessibilityFindings(page), path).toEqual([]);
        expect(await smallTargets(page), path).toEqual([]);
        expect(await shownOnHover(page), path).toEqual([]);
        await page.setViewportSize(MAGNIFIED);
        expect(await sidewaysOverflow(page), path).toBe(0);
        expect(await clippedText(page), path).toEqual([]);
        const { faults } = await keyboardWalk(page);
        expect(faults, path).toEqual([]);
        await spaceText(page);
        for (const viewport of [MAGNIFIED, size]) {
          await page.setViewportSize(viewport);
          expect(await sidewaysOverflow(page), `${path}, wide text`).toBe(0);
          expect(await clippedText(page), `${path}, wide text`).toEqual([]);
        }
      }
      // A title says which page it is, and never whose chart (2.4.2, H16).
      expect(titles.size).toBe(paths.length);
      expect([...titles].join()).not.toContain('Anna');
      expect([...places]).toHaveLength(1);
      expect([...places][0]).toContain(`${help} before`);
      expect([...places][0]).toMatch(/#contact behind/);
      await page.context().close();
    },
  );

  test('a slider goes where its line is pressed, without drawing (2.5.7)', async () => {
    const { page } = await signedIn(browser, clinic, 'Maria', window);
    await goTo(page, '/app/patient/demo-anna/freeze-plan');
    const sliders = page.locator('input[type=range]');
    expect(await sliders.count()).toBeGreaterThan(3);
    for (const slider of await sliders.all()) expect(await needsDrawing(page, slider)).toBe(false);
    await page.context().close();
  });

  test('what a search comes to, what is missing and what was saved is told without the focus going there (4.1.3)', async () => {
    const { page } = await signedIn(browser, clinic, 'Maria', window);
    const { nobody, search } = clinicTexts[language].worklist;
    const found = await toldDuring(page, async () => {
      await page.getByLabel(search).fill('nobody at all');
      await page.locator('main').getByText(nobody).waitFor();
    });
    expect(found.join('\n')).toContain(nobody);
    await goTo(page, stepAddress(window.step));
    const missing = await toldDuring(page, async () => {
      await pressSave(page);
      await page.getByRole('alert').first().waitFor();
    });
    expect(missing.join('\n')).toMatch(/answers? need|odpowied/);
    await fill(page, window.form);
    const saved = await toldDuring(page, () => saveStep(page));
    expect(saved.join('\n')).toContain(interfaceTexts[language].pathway.doneOn.split(' {{')[0]);
    await page.context().close();
  });

  test('what was told once is there when one comes back: nobody has to tell it again (3.3.7)', async () => {
    const { page } = await signedIn(browser, clinic, 'Maria', window);
    await goTo(page, stepAddress('interview'));
    await page.getByRole('button', { name: interfaceTexts[language].clinic.again }).click();
    await fill(page, { nature: 'burning', location: 'low back' });
    await page.locator('form [role=status]').filter({ hasText: interfaceTexts[language].form.kept }).waitFor();
    await openStep(page, clinic, 'examination');
    await openStep(page, clinic, 'interview');
    await page.getByRole('button', { name: interfaceTexts[language].clinic.again }).click();
    expect(await page.locator('[data-question=nature] textarea').inputValue()).toBe('burning');
    await page.context().close();
  });
});
