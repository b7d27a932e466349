import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFindings } from './axe.ts';
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

test('the number that the lead writes down is the one that a patient is told to call', async () => {
  const { page: lead } = await signedIn(browser, clinic, 'Adam', { language: 'pl', width: 360 });
  await lead.goto(`${clinic.server.url}/app/account?lang=pl`);
  const phone = lead.getByLabel('Telefon, z numerem kierunkowym kraju');
  await phone.fill('12');
  await lead.getByRole('button', { name: 'Zapisz' }).click();
  await lead.getByText('Numer ma co najmniej trzy cyfry.').waitFor();
  await phone.fill('+48 00 111 11 11');
  await lead.getByLabel(/^Drugi numer/).fill('+48 00 222 22 22');
  await lead.getByLabel(/^Adres/).fill('ul. Zmyślona 7\n00-000 Nigdzie');
  expect(await accessibilityFindings(lead)).toEqual([]);
  const saved = lead.waitForResponse((response) => response.request().method() === 'POST' && response.ok());
  await lead.getByRole('button', { name: 'Zapisz' }).click();
  await saved;

  const { page: patient } = await signedIn(browser, clinic, 'Anna', { language: 'en', width: 360 });
  await patient.getByText('00-000 Nigdzie').waitFor();
  await patient.locator('header nav a').nth(3).click();
  const called = patient.locator('main a[href^="tel:+48"]');
  await called.first().waitFor();
  expect(await called.evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
    'tel:+48001111111',
    'tel:+48002222222',
  ]);
  expect(await accessibilityFindings(patient)).toEqual([]);
});
