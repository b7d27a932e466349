import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type DemoClinic, demoClinic, signedIn } from './demo-clinic.ts';
import { smallTargets } from './wcag.ts';

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

/** The lead marks the chart as restricted (R4 security labels), as their record's system would. */
const restrict = (page: Page) =>
  page.evaluate(async () => {
    const read = await fetch('/fhir/Patient/demo-anna', { headers: { accept: 'application/fhir+json' } });
    const { meta, ...patient } = await read.json();
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }];
    const written = await fetch('/fhir/Patient/demo-anna', {
      method: 'PUT',
      headers: {
        'content-type': 'application/fhir+json',
        'x-cryopath': '1',
        'if-match': `W/"${meta.versionId}"`,
      },
      body: JSON.stringify({ ...patient, meta: { ...meta, security } }),
    });
    return written.status;
  });

const REASON = 'Zasłabła w poczekalni, liczy się każda minuta';

test('H16: a restricted chart opens in an emergency with a reason, and the patient and the lead read who opened it and why', async () => {
  const lead = await signedIn(browser, clinic, 'Adam', { language: 'en', width: 1440 });
  expect(await restrict(lead.page)).toBe(200);

  const { page: doctor } = await signedIn(browser, clinic, 'Maria', {
    language: 'pl',
    width: 360,
    colorScheme: 'dark',
  });
  await doctor.goto(`${clinic.server.url}/app/patient/demo-anna?lang=pl`);
  await doctor.getByRole('heading', { name: 'Brak dostępu do tej dokumentacji' }).waitFor();
  expect(await doctor.locator('#rail').count()).toBe(0);
  expect(await accessibilityFindings(doctor)).toEqual([]);
  await doctor.getByRole('button', { name: 'Otwórz w nagłym przypadku' }).click();
  const confirm = doctor.getByRole('button', { name: 'Otwórz na 30 minut' });
  await doctor.getByRole('dialog').locator('textarea').fill('krótko');
  expect(await confirm.isDisabled()).toBe(true);
  await doctor.getByRole('dialog').locator('textarea').fill(REASON);
  expect(await accessibilityFindings(doctor)).toEqual([]);
  await confirm.click();
  await doctor.locator('#rail').waitFor({ state: 'attached' });
  await doctor.getByText('Otwarto w nagłym przypadku').waitFor();
  expect(await smallTargets(doctor)).toEqual([]);
  expect(await doctor.getByRole('tab').count()).toBe(2);

  const { page: patient } = await signedIn(browser, clinic, 'Anna', { language: 'pl', width: 360 });
  await patient.goto(`${clinic.server.url}/app/account?lang=pl`);
  await patient.getByText(REASON).waitFor();
  await patient
    .getByText(/Maria Wzorcowa.*lekarz/)
    .first()
    .waitFor();
  expect(await accessibilityFindings(patient)).toEqual([]);

  await lead.page.goto(`${clinic.server.url}/app/patient/demo-anna?lang=en`);
  await lead.page.getByRole('tab').nth(2).click();
  await lead.page.getByText(REASON).waitFor();
  await lead.page.getByText('opened in an emergency').first().waitFor();
  expect(await accessibilityFindings(lead.page)).toEqual([]);

  // Half an hour later it is closed again.
  await clinic.ahead({ hours: 1 });
  await doctor.reload();
  await doctor.getByRole('heading', { name: 'Brak dostępu do tej dokumentacji' }).waitFor();
});
