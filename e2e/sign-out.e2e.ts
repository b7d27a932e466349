import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { checkIn } from './check-in.ts';
import { type DemoClinic, demoClinic, signedIn, unexpected } from './demo-clinic.ts';
import { sidewaysOverflow, smallTargets } from './wcag.ts';

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
    colorScheme: 'light',
    signOut: 'Sign out',
    one: 'One entry has not been sent.',
    again: 'Send again',
    stay: 'Stay signed in',
    keep: 'Sign out, keep it on this device',
    keptHere: 'One entry waits on this device, and the clinic does not have it.',
    ofAnother: 'One entry of another person waits on this device.',
    noAlerts: 'No alerts',
    take: 'I take care of this',
    over: 'You are no longer signed in',
    signInAgain: 'Sign in again',
  },
  {
    language: 'pl',
    width: 1440,
    colorScheme: 'dark',
    signOut: 'Wyloguj się',
    one: 'Nie wysłano jednego wpisu.',
    again: 'Wyślij ponownie',
    stay: 'Nie wylogowuj',
    keep: 'Wyloguj, zachowaj na tym urządzeniu',
    keptHere: 'Na tym urządzeniu czeka jeden wpis, którego poradnia nie ma.',
    ofAnother: 'Na tym urządzeniu czeka jeden wpis innej osoby.',
    noAlerts: 'Brak alertów',
    take: 'Zajmuję się tym',
    over: 'Sesja wygasła',
    signInAgain: 'Zaloguj się ponownie',
  },
] as const;

/** Pain 6, fever and pus: the same day, whatever the day. */
const RED_FLAG = [6, 2, 'first', [0], [2], 'first', 'first'] as const;

describe.each(WINDOWS)('signing out with something unsent in $language at $width px', (words) => {
  beforeAll(async () => {
    clinic = await demoClinic();
  });
  afterAll(() => clinic?.close());
  const at = (person: string) => signedIn(browser, clinic, person, words);

  const become = async (page: Page, person: string) => {
    await page.getByRole('button', { name: person }).click();
    await page.locator('header nav').waitFor();
    await page.locator('h1').waitFor();
  };
  const signOut = (page: Page) => page.getByRole('button', { name: words.signOut, exact: true }).click();
  const soundPage = async (page: Page, name: string) => {
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    expect(await sidewaysOverflow(page)).toBe(0);
    const to = process.env.PICTURES;
    if (to !== undefined) await page.screenshot({ path: join(to, `${name}-${words.language}.png`), fullPage: true });
  };
  /** Writes that the server took, as they come. */
  const writesOf = (page: Page): number[] => {
    const statuses: number[] = [];
    page.on('response', (response) => {
      if (response.request().method() === 'POST' && new URL(response.url()).pathname === '/fhir')
        statuses.push(response.status());
    });
    return statuses;
  };

  test('H13: a red flag that was not sent outlives signing out, is nobody else’s, and comes once when its maker is back', async () => {
    const { page, complaints } = await at('Anna');
    const writes = writesOf(page);
    await page.locator('#next').waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
    await page.reload();
    await page.locator('#next').waitFor();
    await page.context().setOffline(true);
    await checkIn(page, RED_FLAG);
    await page
      .locator('main')
      .getByText(/Not sent yet|Jeszcze nie wysłano/)
      .waitFor();

    await signOut(page);
    const dialog = page.getByRole('dialog');
    await dialog.getByText(words.one).waitFor();
    await soundPage(page, 'sign-out');
    await dialog.getByRole('button', { name: words.stay }).click();
    await dialog.waitFor({ state: 'detached' });
    await signOut(page);
    await dialog.getByRole('button', { name: words.again }).click();
    await dialog.getByText(words.one).waitFor();
    await dialog.getByRole('button', { name: words.keep }).click();
    await page.getByText(words.keptHere).waitFor();
    await soundPage(page, 'kept-here');
    // Signed out without a network: a reload brings neither their pages nor their record back.
    await page.reload();
    await page.getByText(words.keptHere).waitFor();
    expect(await page.locator('header nav').count()).toBe(0);

    // With it, their session is ended before anybody else is let in by its cookie.
    await page.context().setOffline(false);
    await page.reload();
    await page.getByRole('button', { name: 'Ewa' }).waitFor();
    expect(await sessionStatus(page)).toBe(401);

    await become(page, 'Ewa');
    await page.getByText(words.ofAnother).waitFor();
    await soundPage(page, 'of-another');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.locator('header nav a').nth(1).click();
    await page.getByText(words.noAlerts).waitFor();
    expect(writes).toEqual([]);
    await signOut(page);
    await page.getByText(words.keptHere).waitFor();

    await become(page, 'Anna');
    await expect.poll(() => writes).toEqual([200]);
    await expect.poll(() => page.getByText(/waits on this device|czeka na tym urządzeniu/).count()).toBe(0);
    await page.reload();
    await page.locator('#next').waitFor();
    expect(writes).toEqual([200]);
    await signOut(page);
    await become(page, 'Ewa');
    await page.locator('header nav a').nth(1).click();
    await page.getByRole('button', { name: words.take }).waitFor();
    expect(await page.getByRole('button', { name: words.take }).count()).toBe(1);
    expect(await page.getByText(words.ofAnother).count()).toBe(0);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });

  test('H13: a session that ended meanwhile is said, the entry stays with its maker, and another window’s sign-in does not take it over', async () => {
    const { page } = await at('Anna');
    const writes = writesOf(page);
    await page.locator('#next').waitFor();
    // In another window of the same browser Ewa signs in.
    const other = await page.context().newPage();
    await other.goto(`${clinic.server.url}/app/?lang=${words.language}`);
    await other.locator('header nav').waitFor();
    await signOut(other);
    await become(other, 'Ewa');

    await checkIn(page, RED_FLAG);
    await page.getByText(words.over).waitFor();
    await soundPage(page, 'session-over');
    expect(new Set(writes)).toEqual(new Set([401]));
    await page.getByRole('button', { name: words.signInAgain }).click();
    await page.getByText(words.keptHere).waitFor();
    await become(page, 'Anna');
    await expect.poll(() => writes.filter((status) => status === 200).length).toBe(1);
    await page.context().close();
  });
});

const sessionStatus = (page: Page) => page.evaluate(async () => (await fetch('/sign-in/session')).status);
