import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationOf, isFaulty, type RunningServer, silentLog, startServer, systemClock } from '@cryopath/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser, newVisitor } from './browser.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** The demo clinic on a database of its own, as `npm start` would run it. */
async function demoClinic(): Promise<{ readonly server: RunningServer; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'cryopath-clinic-'));
  const configuration = configurationOf({ PORT: '0', DATA_DIR: folder });
  if (isFaulty(configuration)) throw new Error(JSON.stringify(configuration));
  const started = await startServer(configuration, { clock: systemClock, log: silentLog, demo: true, demoPatients: 1 });
  if (!started.ok) throw new Error(JSON.stringify(started.outcome));
  const server = started.value;
  return {
    server,
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Nobody is signed in at first, and a browser complains of every 401. */
const unexpected = (complaints: readonly string[]) => complaints.filter((line) => !line.includes('401 (Unauthorized)'));

async function scorePain(page: Page, group: string, pain: number): Promise<void> {
  await page.locator(`[data-question="${group}.pain"]`).getByText(String(pain), { exact: true }).click();
}

async function fillBlock(
  page: Page,
  words: Readonly<Record<'side' | 'target' | 'agent' | 'no', string>>,
  after: number,
): Promise<void> {
  const write = (linkId: string, text: string) => page.locator(`[data-question="${linkId}"] input`).fill(text);
  const choose = (linkId: string, text: string) =>
    page.locator(`[data-question="${linkId}"]`).getByText(text, { exact: true }).click();
  await choose('target', words.target);
  await choose('level', 'L4/L5');
  await page.locator('[data-question="side"]').getByText(words.side, { exact: true }).click();
  await choose('agent', words.agent);
  await write('volume', '0.4');
  await choose('sedation', words.no);
  await choose('opioid', words.no);
  await write('movement', 'extension');
  await scorePain(page, 'before', 8);
  await scorePain(page, 'at-15', 6);
  await scorePain(page, 'at-30', after);
  await scorePain(page, 'at-60', 7);
}

const LANGUAGES = [
  {
    language: 'en',
    viewport: { width: 1440, height: 900 },
    side: 'Right',
    target: 'Lumbar facet joint',
    agent: 'Lidocaine\u00a02\u00a0%',
    no: 'No',
    save: 'Save and finish',
    missing: '11 answers are missing.',
    consent: 'Consent',
    procedure: 'Cryoablation',
    blocked:
      'Blocked: Positive diagnostic block, Decision on qualification, Consent, No absolute contraindication, Relative contraindications weighed, Plan for blood thinners, Time-out',
    reason: 'No diagnostic block on the record meets the rule of its target',
    stillBlocked:
      'Blocked: Decision on qualification, Consent, No absolute contraindication, Relative contraindications weighed, Plan for blood thinners, Time-out',
    relief: '75 %',
    ready: 'Ready',
    next: 'Diagnostic block',
  },
  {
    language: 'pl',
    viewport: { width: 360, height: 780 },
    side: 'Prawa',
    target: 'Stawy międzywyrostkowe lędźwiowe',
    agent: 'Lidokaina 2%',
    no: 'Nie',
    save: 'Zapisz i zakończ',
    missing: 'Brakuje 11 odpowiedzi.',
    consent: 'Zgoda na zabieg',
    procedure: 'Krioablacja',
    blocked:
      'Zablokowane: Dodatni wynik blokady diagnostycznej, Decyzja o kwalifikacji, Zgoda na zabieg, Brak przeciwwskazań bezwzględnych, Ocena przeciwwskazań względnych, Plan dotyczący leków przeciwkrzepliwych, Weryfikacja przed zabiegiem',
    reason: 'Żadna blokada diagnostyczna w dokumentacji nie spełnia warunku dla danego miejsca',
    stillBlocked:
      'Zablokowane: Decyzja o kwalifikacji, Zgoda na zabieg, Brak przeciwwskazań bezwzględnych, Ocena przeciwwskazań względnych, Plan dotyczący leków przeciwkrzepliwych, Weryfikacja przed zabiegiem',
    relief: '75%',
    ready: 'Do wykonania',
    next: 'Blokada diagnostyczna',
  },
] as const;

describe.each(LANGUAGES)('a diagnostic block in $language at $viewport.width px', (words) => {
  let clinic: Awaited<ReturnType<typeof demoClinic>>;
  beforeAll(async () => {
    clinic = await demoClinic();
  });
  afterAll(() => clinic?.close());

  const signedIn = async (person: string, colorScheme: 'light' | 'dark') => {
    const visitor = await newVisitor(browser, { viewport: words.viewport, colorScheme, reducedMotion: 'reduce' });
    await visitor.page.goto(`${clinic.server.url}/app/?lang=${words.language}`);
    await visitor.page.getByRole('button', { name: person }).click();
    return visitor;
  };
  const railLink = (page: Page, title: string) => page.getByRole('link', { name: new RegExp(`^${title}`) });

  test('is what the patient reads as the next thing', async () => {
    const { page, complaints } = await signedIn('Anna', 'light');
    expect(await page.locator('section:has(#next) p').first().textContent()).toBe(words.next);
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });

  test('is missing: three clicks from signing in the procedure says why it is blocked', async () => {
    const { page, complaints } = await signedIn('Maria', 'dark');
    await page.getByRole('link', { name: 'Anna' }).click();
    await railLink(page, words.procedure).click();
    expect(await page.locator('#step + p').textContent()).toBe(words.blocked);
    expect(await page.getByText(words.reason).isVisible()).toBe(true);
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });

  test('is asked for answer by answer, and opens the consent when the pain is halved', async () => {
    const { page, complaints } = await signedIn('Maria', 'light');
    await page.getByRole('link', { name: 'Anna' }).click();
    await railLink(page, words.next).click();
    await page.getByRole('button', { name: words.save }).click();
    expect(await page.getByText(words.missing).isVisible()).toBe(true);
    expect(
      await page.evaluate(() => document.activeElement?.closest('[data-question]')?.getAttribute('data-question')),
    ).toBe('nerve');
    expect(await accessibilityFindings(page)).toEqual([]);

    await fillBlock(page, words, 2);
    await page.getByRole('button', { name: words.save }).click();
    await page.getByText(words.relief, { exact: true }).waitFor();
    expect(await railLink(page, words.consent).textContent()).toContain(words.ready);
    expect(await railLink(page, words.procedure).textContent()).toContain(words.stillBlocked);
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(unexpected(complaints)).toEqual([]);

    await page.reload();
    expect(await railLink(page, words.consent).textContent()).toContain(words.ready);
    await page.context().close();
  });

  test('alone does not let the procedure begin: the server refuses it, in the reader’s language (I1, H03)', async () => {
    const { page } = await signedIn('Maria', 'light');
    await page.getByRole('link', { name: 'Anna' }).waitFor();
    const refusal = await page.evaluate(async () => {
      const response = await fetch('/fhir/Procedure', {
        method: 'POST',
        headers: {
          'content-type': 'application/fhir+json',
          'accept-language': document.documentElement.lang,
          'idempotency-key': crypto.randomUUID(),
          'x-cryopath': '1',
        },
        body: JSON.stringify({
          resourceType: 'Procedure',
          status: 'in-progress',
          subject: { reference: 'Patient/demo-anna' },
          code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
        }),
      });
      const outcome = (await response.json()) as { issue: { details: { text: string } }[] };
      return { status: response.status, texts: outcome.issue.map(({ details }) => details.text) };
    });
    expect(refusal.status).toBe(422);
    expect(refusal.texts).toHaveLength(1);
    expect(refusal.texts[0]).toContain(words.consent);
    await page.context().close();
  });
});
