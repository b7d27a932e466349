import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type DemoClinic, demoClinic, openStep, signedIn, unexpected } from './demo-clinic.ts';
import { fill, pressSave, saveStep, stepState } from './fill-form.ts';
import { sidewaysOverflow, smallTargets } from './wcag.ts';
import { ANTICOAGULANTS, blockForm, DECISION, DISCHARGE } from './whole-pathway.ts';

let browser: Browser;
let clinic: DemoClinic;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const WINDOWS = [
  {
    language: 'en',
    width: 320,
    colorScheme: 'dark',
    resumed: /Nothing was lost/,
    unreachable: /cannot be reached/,
    refused: 'Not taken by the clinic',
    reason: /The procedure has not been completed/,
    entered: /Nothing that was entered is lost/,
    show: 'Show the answers',
    answers: 'What was entered',
    read: 'I have read this',
  },
  {
    language: 'pl',
    width: 1440,
    colorScheme: 'light',
    resumed: /Nic nie zginęło/,
    unreachable: /Brak połączenia/,
    refused: 'Nie przyjęto w poradni',
    reason: /Zabieg nie został jeszcze zakończony/,
    entered: /nie zginęło/,
    show: 'Pokaż odpowiedzi',
    answers: 'Co wpisano',
    read: 'Przeczytane',
  },
] as const;

/** So many of the demo's patients that one is under observation after the procedure. */
const UNTIL_DANUTA = 24;

describe.each(WINDOWS)('a connection that is lost within a clinic’s form, in $language at $width px', (words) => {
  beforeAll(async () => {
    clinic = await demoClinic(UNTIL_DANUTA);
  });
  afterAll(() => clinic?.close());
  const at = (person: string) => signedIn(browser, clinic, person, words);

  /** The app's own files are on the device: a reload needs no network for them. */
  const onceKept = async (page: Page) => {
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
    await page.reload();
    await page.locator('h1').waitFor();
  };
  const soundPage = async (page: Page, name: string) => {
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    expect(await sidewaysOverflow(page)).toBe(0);
    const to = process.env.PICTURES;
    if (to !== undefined) await page.screenshot({ path: join(to, `${name}-${words.language}.png`), fullPage: true });
  };
  const writesOf = (page: Page): number[] => {
    const statuses: number[] = [];
    page.on('response', (response) => {
      if (response.request().method() === 'POST' && new URL(response.url()).pathname === '/fhir')
        statuses.push(response.status());
    });
    return statuses;
  };
  const notSaved = /^(Not saved yet|Jeszcze nie zapisano)$/;

  test('H13: what was finished without a network is said to wait, is delivered once, and moves the gate', async () => {
    const { page, complaints } = await at('Maria');
    const writes = writesOf(page);
    await openStep(page, clinic, 'diagnostic-block');
    const { target, level, side, ...rest } = blockForm(2);
    await fill(page, { target, level, side } as typeof rest);
    await page.context().setOffline(true);
    await fill(page, rest);
    await pressSave(page);
    await page.getByText(notSaved).first().waitFor();
    await soundPage(page, 'waits');
    expect(await page.getByText(notSaved).count()).toBe(2);
    expect(writes).toEqual([]);

    await page.context().setOffline(false);
    await expect.poll(() => writes).toEqual([200]);
    await expect.poll(() => stepState(page), { timeout: 10_000 }).toMatch(/Done on|Wykonano/);
    expect(await page.getByText(notSaved).count()).toBe(0);
    await openStep(page, clinic, 'qualification-decision');
    await page.locator('section[aria-labelledby=step] form').waitFor();
    await page.reload();
    await page.locator('section[aria-labelledby=step] form').waitFor();
    expect(writes).toEqual([200]);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });

  test('H13: a reload without a network loses no answer: with it the chart comes back by itself, and the form where it was', async () => {
    const { page } = await at('Maria');
    const writes = writesOf(page);
    await openStep(page, clinic, 'qualification-decision');
    await onceKept(page);
    await page.locator('section[aria-labelledby=step] form').waitFor();
    const { grounds, ...rest } = DECISION;
    await page.context().setOffline(true);
    await fill(page, { grounds } as typeof rest);
    await page
      .locator('form [role=status]')
      .filter({ hasText: /kept on this device|przechowywane/ })
      .waitFor();
    await page.reload();
    await page.getByText(words.unreachable).first().waitFor();
    await page.context().setOffline(false);
    await page.getByText(words.resumed).waitFor();
    expect(await page.locator('[data-question="grounds"]').locator('input, textarea').first().inputValue()).toBe(
      DECISION.grounds,
    );
    await fill(page, rest);
    await saveStep(page);
    expect(writes).toEqual([200]);
    await page.context().close();
  });

  test('H13: answers that were refused later stand in their form again, and are saved from there', async () => {
    const { page } = await at('Maria');
    const writes = writesOf(page);
    await openStep(page, clinic, 'anticoagulant-plan');
    await page.locator('section[aria-labelledby=step] form').waitFor();
    await page.context().setOffline(true);
    await fill(page, ANTICOAGULANTS);
    await pressSave(page);
    await page.getByText(notSaved).first().waitFor();
    const outcome = { resourceType: 'OperationOutcome', issue: [{ details: { text: 'Not now.' } }] };
    await page.route('**/fhir', (route) => route.fulfill({ status: 422, json: outcome }));
    await page.context().setOffline(false);
    await page.getByRole('alert').getByText('Not now.').waitFor();
    await page.getByText(words.resumed).waitFor();
    expect(await page.locator('[data-question="takes"] input').first().isChecked()).toBe(true);
    await page.unroute('**/fhir');
    await saveStep(page);
    expect(writes).toEqual([422, 200]);
    await page.getByRole('button', { name: words.read }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('H13: what the clinic refuses when it is sent later is told with the reason, and its answers are shown until somebody has read it', async () => {
    await clinic.ahead({ hours: 1 });
    const { page } = await at('Ewa');
    const writes = writesOf(page);
    await openStep(page, clinic, 'discharge', 'demo-danuta');
    await page.locator('section[aria-labelledby=step] form').waitFor();
    await page.context().setOffline(true);
    await fill(page, DISCHARGE);
    const signature = page.locator('form label:has(input[type=checkbox])').last();
    if (
      (await page
        .locator('form')
        .getByText(/^(I sign this as|Podpisuję jako)/)
        .count()) > 0
    )
      await signature.click();
    await pressSave(page);
    await page.getByText(notSaved).first().waitFor();

    // Meanwhile a doctor says that the procedure on the chart was an error.
    const { page: doctor } = await at('Maria');
    await doctor.evaluate(async () => {
      const found = await (await fetch('/fhir/Procedure?subject=Patient/demo-danuta')).json();
      for (const { resource } of found.entry) {
        const answer = await fetch(`/fhir/Procedure/${resource.id}`, {
          method: 'PUT',
          headers: {
            'content-type': 'application/fhir+json',
            'x-cryopath': '1',
            'if-match': `W/"${resource.meta.versionId}"`,
          },
          body: JSON.stringify({ ...resource, status: 'entered-in-error' }),
        });
        if (!answer.ok) throw new Error(await answer.text());
      }
    });
    await page.context().setOffline(false);
    const refusal = page.getByRole('alert').filter({ hasText: words.refused });
    await refusal.getByText(words.entered).waitFor();
    expect(writes).toEqual([422]);
    await refusal.getByText(words.reason).first().waitFor();
    await refusal.getByText(/Danuta Urojona/).waitFor();
    await refusal.getByText(words.show).click();
    const answers = refusal.getByRole('region', { name: words.answers });
    expect(await answers.locator('dd').allInnerTexts()).toHaveLength(Object.keys(DISCHARGE).length);
    await soundPage(page, 'refused');
    // It outlives a reload, and is sent no more.
    await page.reload();
    await refusal.getByText(words.entered).waitFor();
    expect(writes).toEqual([422]);
    await refusal.getByRole('button', { name: words.read }).click();
    await refusal.waitFor({ state: 'detached' });
    await page.context().close();
    await doctor.context().close();
  });
});
