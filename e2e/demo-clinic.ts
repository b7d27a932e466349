import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationOf, isFaulty, type RunningServer, silentLog, startServer, systemClock } from '@cryopath/server';
import type { Browser, Page } from 'playwright-core';
import { newVisitor } from './browser.ts';

export type Language = 'en' | 'pl';

export interface DemoClinic {
  readonly server: RunningServer;
  /** Lets time pass: the demo's clock is set ahead, as a visitor may. */
  ahead(span: { readonly hours?: number; readonly days?: number }): Promise<void>;
  close(): Promise<void>;
}

/**
 * The demo clinic on a database of its own, as `npm start` would run it.
 *
 * @param demoPatients how many of its patients there are, Anna first
 */
export async function demoClinic(demoPatients = 1): Promise<DemoClinic> {
  const folder = await mkdtemp(join(tmpdir(), 'cryopath-clinic-'));
  const configuration = configurationOf({ PORT: '0', DATA_DIR: folder });
  if (isFaulty(configuration)) throw new Error(JSON.stringify(configuration));
  const started = await startServer(configuration, { clock: systemClock, log: silentLog, demo: true, demoPatients });
  if (!started.ok) throw new Error(JSON.stringify(started.outcome));
  const server = started.value;
  return {
    server,
    async ahead(span) {
      const answer = await fetch(`${server.url}/demo/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-cryopath': '1' },
        body: JSON.stringify(span),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Window {
  readonly language: Language;
  readonly width: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Somebody of the demo at a window of their own. */
export async function signedIn(browser: Browser, clinic: DemoClinic, person: string, window: Window) {
  const { language, width, colorScheme = 'light' } = window;
  const visitor = await newVisitor(browser, {
    viewport: { width, height: width > 600 ? 900 : 780 },
    colorScheme,
    reducedMotion: 'reduce',
  });
  await visitor.page.goto(`${clinic.server.url}/app/?lang=${language}`);
  await visitor.page.getByRole('button', { name: person }).click();
  await visitor.page.locator('header nav').waitFor();
  return visitor;
}

/**
 * Nobody is signed in at first, and a browser complains of every 401; without a network it complains of that; and Chromium fetches a preloaded file once more
 * when the worker that keeps the pages has begun in between, and says so.
 */
const KNOWN =
  /401 \(Unauthorized\)|ERR_INTERNET_DISCONNECTED|service worker resource mismatch|was preloaded using link preload but not used/;

export const unexpected = (complaints: readonly string[]): readonly string[] =>
  complaints.filter((line) => !KNOWN.test(line));

/** Where a step of a patient of the demo stands; often there is but one. */
export const stepAddress = (step: string, patient = 'demo-anna'): string => `/app/patient/${patient}/step/${step}`;

/** Opens a step from the rail, as one does; from elsewhere by its address. */
export async function openStep(page: Page, clinic: DemoClinic, step: string, patient = 'demo-anna'): Promise<void> {
  const link = page.locator(`main a[href$="/step/${step}"]`);
  if ((await link.count()) > 0) {
    // On a narrow screen the rail is opened to choose from it.
    if (!(await link.isVisible())) await page.locator('main details:not([open]) > summary').first().click();
    await link.click();
  } else await page.goto(`${clinic.server.url}${stepAddress(step, patient)}${new URL(page.url()).search}`);
  await page.locator(`main a[href$="/step/${step}"][aria-current]`).waitFor({ state: 'attached' });
}
