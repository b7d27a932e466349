import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { protocolFolder, withoutCases } from '../packages/server/src/protocol/protocol-folder.ts';
import { publishProtocol } from '../packages/server/src/protocol/publish.ts';
import { serviceRequester } from '../packages/server/src/sign-in/service-requester.ts';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type DemoClinic, demoClinic, openStep, signedIn, unexpected } from './demo-clinic.ts';
import { sidewaysOverflow } from './wcag.ts';

const KEPT = '0.1.0';

let browser: Browser;
let clinic: DemoClinic;

/** A clinic whose screens come with the newest protocol, and a patient whose pathway keeps an older one. */
beforeAll(async () => {
  browser = await launchBrowser();
  clinic = await demoClinic();
  const files = withoutCases(await protocolFolder());
  const renamed = (text = '', title: string) =>
    text
      .replace(/^( {2}interview:\n {4}title:).*$/m, `$1 ${title}`)
      .replaceAll('How strong is your pain now?', `${title}?`);
  const published = await publishProtocol(clinic.server.record, serviceRequester, {
    files: {
      ...files,
      'plan.yaml': (files['plan.yaml'] ?? '').replace(/^version: .*$/m, `version: ${KEPT}`),
      'texts/en.yaml': renamed(files['texts/en.yaml'], 'Interview as it was'),
      'texts/pl.yaml': renamed(files['texts/pl.yaml'], 'Wywiad jak dawniej'),
    },
    signature: { who: serviceRequester.who, at: Date.parse('2026-01-01T08:00:00Z') as never },
    base: `${clinic.server.url}/fhir`,
  });
  if (!published.ok) throw new Error(JSON.stringify(published.outcome));
  const { page } = await signedIn(browser, clinic, 'Maria', { language: 'en', width: 1440 });
  const moved = await page.evaluate(async (version) => {
    const plans = await fetch('/fhir/CarePlan?patient=Patient/demo-anna&status=active');
    const { entry } = (await plans.json()) as { entry: { resource: { id: string } }[] };
    const answer = await fetch(`/fhir/CarePlan/${entry[0]?.resource.id}/$move-version`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', 'x-cryopath': '1', 'idempotency-key': 'move' },
      body: JSON.stringify({
        resourceType: 'Parameters',
        parameter: [
          { name: 'version', valueString: version },
          { name: 'reason', valueString: 'She began with it.' },
        ],
      }),
    });
    return answer.status;
  }, KEPT);
  expect(moved).toBe(200);
  await page.context().close();
});
afterAll(async () => {
  await browser?.close();
  await clinic?.close();
});

const rail = (page: Page) => page.locator('#rail').locator('xpath=ancestor::details');

test('I4: worklist, chart and forms are those of the version that the pathway keeps', async () => {
  const { page, complaints } = await signedIn(browser, clinic, 'Maria', { language: 'en', width: 1440 });
  await page.getByRole('link', { name: /Anna/ }).first().click();
  await rail(page).getByText('Interview as it was').waitFor();
  await rail(page)
    .getByText(new RegExp(KEPT.replaceAll('.', '\\.')))
    .waitFor();
  await openStep(page, clinic, 'interview');
  await page.getByRole('heading', { name: 'Interview as it was' }).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  expect(unexpected(complaints)).toEqual([]);
  await page.context().close();
});

test('I4: a version that is not what was signed is told of, and no other is shown in its place', async () => {
  const { page } = await signedIn(browser, clinic, 'Maria', { language: 'pl', width: 360 });
  await page.route('**/fhir/Library?*', async (route) => {
    const answer = await route.fetch();
    const bundle = (await answer.json()) as { entry: { resource: { content: { title: string; data: string }[] } }[] };
    for (const file of bundle.entry[0]?.resource.content ?? []) if (file.title === 'policy.yaml') file.data += 'IA==';
    await route.fulfill({ response: answer, json: bundle });
  });
  await page.goto(`${clinic.server.url}/app/patient/demo-anna?lang=pl`);
  const told = page.locator('main').getByRole('alert');
  await told.getByText(/Library\/cryoablation-0\.1\.0/).waitFor();
  expect(await page.locator('#rail').count()).toBe(0);
  expect(await page.getByText('Wywiad').count()).toBe(0);
  expect(await accessibilityFindings(page)).toEqual([]);
  expect(await sidewaysOverflow(page)).toBe(0);
  await page.unroute('**/fhir/Library?*');
  await page.locator('main').getByRole('button').last().click();
  await page.locator('#rail').waitFor();
  await page.context().close();
});

test('I4: at home too, without a network as well, and a check-in is asked by that version', async () => {
  const { page } = await signedIn(browser, clinic, 'Anna', { language: 'en', width: 360 });
  await page.getByText('Interview as it was').first().waitFor({ state: 'attached' });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  await page.reload();
  await page.getByText('Interview as it was').first().waitFor({ state: 'attached' });
  await page.context().setOffline(false);

  await page.locator('header nav a').nth(1).click();
  await page.getByRole('heading', { name: 'Interview as it was?' }).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.context().close();
});
