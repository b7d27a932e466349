import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type DemoClinic, demoClinic, signedIn, unexpected } from './demo-clinic.ts';
import { keyboardWalk, sidewaysOverflow, smallTargets } from './wcag.ts';

let browser: Browser;
let clinic: DemoClinic;
beforeAll(async () => {
  browser = await launchBrowser();
  clinic = await demoClinic();
  const { page } = await signedIn(browser, clinic, 'Maria', { language: 'en', width: 1440 });
  await file(page, 0, PATIENTS);
  await page.context().close();
});
afterAll(async () => {
  await clinic?.close();
  await browser?.close();
});

const PATIENTS = 70;
/** More than one page of the server’s. */
const ALERTS = 205;

/** Files patients with a pathway each, as a doctor would, over HTTP. */
const file = (page: Page, from: number, count: number): Promise<void> =>
  page.evaluate(
    async ({ from, count }) => {
      const ask = async (path: string, body: object) => {
        const answer = await fetch(`/fhir/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/fhir+json', 'idempotency-key': crypto.randomUUID() },
          body: JSON.stringify(body),
        });
        if (!answer.ok) throw new Error(await answer.text());
        return (await answer.json()) as { id: string };
      };
      for (let index = from; index < from + count; index++) {
        const number = String(index).padStart(3, '0');
        const { id } = await ask('Patient', {
          resourceType: 'Patient',
          name: [{ given: ['Łucja'], family: `Żółć ${number}` }],
          birthDate: `1980-01-${String(1 + (index % 28)).padStart(2, '0')}`,
          managingOrganization: { reference: 'Organization/demo-clinic' },
        });
        const subject = { name: 'subject', valueReference: { reference: `Patient/${id}` } };
        await ask('CarePlan/$start', { resourceType: 'Parameters', parameter: [subject] });
      }
    },
    { from, count },
  );

/** Raises alerts on Anna’s chart. */
const raise = (page: Page, count: number): Promise<void> =>
  page.evaluate(async (count) => {
    for (let index = 0; index < count; index++) {
      const answer = await fetch('/fhir/Task', {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json', 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify({
          resourceType: 'Task',
          status: 'requested',
          intent: 'order',
          priority: 'stat',
          code: {
            coding: [
              { system: 'urn:cryopath:task', code: 'red-flag' },
              { system: 'urn:cryopath:advice-level', code: 'same-day' },
            ],
            text: `Alert ${index}`,
          },
          for: { reference: 'Patient/demo-anna' },
          authoredOn: new Date().toISOString(),
        }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    }
  }, count);

const rowsIn = (page: Page, part: string) => page.locator(`section[aria-labelledby=${part}] li`);
/** Rows of a part, and how many it says there are. */
const told = async (page: Page, part: string) => [
  await rowsIn(page, part).count(),
  await page
    .locator(`#${part} span`)
    .textContent()
    .catch(() => ''),
];

describe.each([
  {
    language: 'en',
    width: 1440,
    colorScheme: 'light',
    more: /^Show more/,
    shown: /^50 of \d+$/,
    search: 'Name, birth date or number',
    stage: 'Stage',
    state: 'When',
    nobody: 'Nobody is found',
    nothing: 'Nothing of this kind waits',
    retry: 'Try again',
  },
  {
    language: 'pl',
    width: 360,
    colorScheme: 'dark',
    more: /^Pokaż więcej/,
    shown: /^50 z \d+$/,
    search: 'Nazwisko, data urodzenia lub numer',
    stage: 'Etap',
    state: 'Kiedy',
    nobody: 'Nikogo nie znaleziono',
    nothing: 'Nic takiego nie czeka',
    retry: 'Spróbuj ponownie',
  },
] as const)('the worklist of many patients in $language at $width px', (words) => {
  const at = (person: string) => signedIn(browser, clinic, person, words);

  test('shows the first fifty and how many there are; the next come by keyboard, and the reading goes on there', async () => {
    const { page, complaints } = await at('Maria');
    const button = page.getByRole('button', { name: words.more });
    await button.waitFor();
    const [, total] = await told(page, 'waiting');
    expect(await rowsIn(page, 'waiting').count()).toBe(50);
    expect(Number(total)).toBeGreaterThan(PATIENTS);
    await page.getByText(words.shown).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    await button.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => told(page, 'waiting')).toEqual([Number(total), total]);
    expect(
      await page.evaluate(() => {
        const row = document.activeElement?.closest('li');
        return [...(row?.parentElement?.children ?? [])].indexOf(row as Element);
      }),
    ).toBe(50);
    expect(await button.count()).toBe(0);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await sidewaysOverflow(page)).toBe(0);
    expect((await keyboardWalk(page)).faults).toEqual([]);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });

  test('finds by name without marks and by birth date on the server, and puts no name in an address', async () => {
    const { page } = await at('Maria');
    await rowsIn(page, 'waiting').first().waitFor();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.getByLabel(words.search).fill('zolc 069');
    await expect.poll(() => told(page, 'waiting')).toEqual([1, '1']);
    await rowsIn(page, 'waiting').getByText('Łucja Żółć 069').waitFor();
    await page.getByLabel(words.search).fill('1980-01-01 lucja');
    await expect.poll(() => told(page, 'waiting')).toEqual([3, '3']);
    await page.getByLabel(words.search).fill('qqq');
    await page.getByText(words.nobody).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    expect([...addresses, page.url()].filter((address) => /zolc|qqq|1980/i.test(address))).toEqual([]);
    await page.context().close();
  });

  test('never shows the late answer to a question that nobody asks any more', async () => {
    const { page } = await at('Maria');
    await rowsIn(page, 'waiting').first().waitFor();
    const held: (() => Promise<void>)[] = [];
    await page.route('**/CarePlan/$worklist', async (route) => {
      if (!route.request().postData()?.includes('zolc 001')) return route.continue();
      held.push(() => route.continue());
    });
    await page.getByLabel(words.search).fill('zolc 001');
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await page.getByLabel(words.search).fill('zolc 002');
    // The list before the question holds everybody: only that one row is the answer.
    await expect.poll(() => rowsIn(page, 'waiting').allTextContents()).toEqual([expect.stringContaining('Żółć 002')]);
    const late = page.waitForResponse((response) => response.request().postData()?.includes('zolc 001') === true);
    for (const go of held) await go();
    await (await late).finished();
    await page.waitForLoadState('networkidle');
    expect(await rowsIn(page, 'waiting').allTextContents()).toEqual([expect.stringContaining('Żółć 002')]);
    await page.context().close();
  });

  test('keeps its filter in its own address, through a reload and a visit to a chart, and nowhere else', async () => {
    const { page } = await at('Maria');
    await rowsIn(page, 'waiting').first().waitFor();
    await page.getByLabel(words.stage).selectOption('qualification');
    await page.getByLabel(words.state).selectOption('ready');
    expect(new URL(page.url()).search).toContain('stage=qualification&state=ready');
    await page.reload();
    await expect.poll(() => page.getByLabel(words.stage).inputValue()).toBe('qualification');
    await rowsIn(page, 'waiting').first().waitFor();
    expect(await page.locator('#rest, #soon').count()).toBe(0);
    await rowsIn(page, 'waiting').first().locator('a').click();
    await page.locator('#step').waitFor();
    expect(new URL(page.url()).search).not.toContain('stage=');
    await page.goBack();
    await expect.poll(() => page.getByLabel(words.state).inputValue()).toBe('ready');
    await page.getByLabel(words.stage).selectOption('theatre');
    await page.getByText(words.nothing).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.context().close();
  });

  test('shows in one window what is done in another', async () => {
    const { page: nurse } = await at('Ewa');
    await nurse.getByRole('button', { name: words.more }).waitFor();
    const [, before] = await told(nurse, 'waiting');
    const { page: doctor } = await at('Maria');
    await file(doctor, words.width, 1);
    await expect.poll(async () => (await told(nurse, 'waiting'))[1]).toBe(String(Number(before) + 1));
    await nurse.context().close();
    await doctor.context().close();
  });

  test('says in words that the server cannot be reached, and reads again when asked to', async () => {
    const { page } = await at('Maria');
    await rowsIn(page, 'waiting').first().waitFor();
    await page.route('**/CarePlan/$worklist', (route) => route.abort());
    await page.getByLabel(words.state).selectOption('overdue');
    const retry = page.getByRole('button', { name: words.retry });
    await retry.first().waitFor();
    expect(await rowsIn(page, 'waiting').count()).toBe(0);
    await page.unroute('**/CarePlan/$worklist');
    await page.getByLabel(words.state).selectOption('ready');
    await rowsIn(page, 'waiting').first().waitFor();
    await page.context().close();
  });
});

test('every alert stands on the worklist and on the page of alerts, beyond a page of the server’s too (I5)', async () => {
  const { page } = await signedIn(browser, clinic, 'Maria', { language: 'en', width: 1440 });
  await raise(page, ALERTS);
  await expect.poll(() => told(page, 'alerts'), { timeout: 20_000 }).toEqual([ALERTS, String(ALERTS)]);
  // A filter hides no alert.
  await page.getByLabel('Stage').selectOption('theatre');
  await expect.poll(() => told(page, 'alerts')).toEqual([ALERTS, String(ALERTS)]);
  await page.locator('header nav a').nth(1).click();
  await expect
    .poll(() => page.getByRole('button', { name: 'I take care of this' }).count(), { timeout: 30_000 })
    .toBe(ALERTS);
  // What was known of red flags that nobody takes is still said when it cannot be read again.
  await clinic.ahead({ hours: 1 });
  const banner = page.getByRole('alert').filter({ hasText: /that nobody has taken/ });
  await banner.waitFor();
  await page.route('**/CarePlan/$worklist', (route) => route.abort());
  await file(page, 900, 1);
  await page.getByText('The alerts cannot be read now').waitFor();
  expect(await banner.isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'I take care of this' }).count()).toBe(ALERTS);
  await page.context().close();
});
