import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, ElapsedMilliseconds, Instant } from '@cryopath/pathway';
import { configurationOf, isFaulty, type RunningServer, silentLog, startServer } from '@cryopath/server';
import type { Browser, Page } from 'playwright-core';
import { newVisitor } from './browser.ts';

export type Language = 'en' | 'pl';

/** A clock that runs, and can be moved ahead: days pass without waiting for them. */
export interface MovableClock extends Clock {
  ahead(span: { readonly minutes?: number; readonly days?: number }): void;
}

function movableClock(): MovableClock {
  let moved = 0;
  return {
    now: () => (Date.now() + moved) as Instant,
    monotonic: () => (performance.now() + moved) as ElapsedMilliseconds,
    ahead({ minutes = 0, days = 0 }) {
      moved += (days * 24 * 60 + minutes) * 60_000;
    },
  };
}

export interface DemoClinic {
  readonly server: RunningServer;
  readonly clock: MovableClock;
  close(): Promise<void>;
}

/** The demo clinic on a database of its own, as `npm start` would run it. */
export async function demoClinic(): Promise<DemoClinic> {
  const folder = await mkdtemp(join(tmpdir(), 'cryopath-clinic-'));
  const configuration = configurationOf({ PORT: '0', DATA_DIR: folder });
  if (isFaulty(configuration)) throw new Error(JSON.stringify(configuration));
  const clock = movableClock();
  const started = await startServer(configuration, { clock, log: silentLog, demo: true });
  if (!started.ok) throw new Error(JSON.stringify(started.outcome));
  const server = started.value;
  return {
    server,
    clock,
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

/** Nobody is signed in at first, and a browser complains of every 401; without a network it complains of that. */
export const unexpected = (complaints: readonly string[]): readonly string[] =>
  complaints.filter((line) => !/401 \(Unauthorized\)|ERR_INTERNET_DISCONNECTED/.test(line));

/** Opens a step from the rail, as one does; from elsewhere by its address. */
export async function openStep(page: Page, clinic: DemoClinic, step: string): Promise<void> {
  const link = page.locator(`main a[href$="/step/${step}"]`);
  if ((await link.count()) > 0) await link.click();
  else await page.goto(`${clinic.server.url}/app/patient/demo-anna/step/${step}${new URL(page.url()).search}`);
  await page.locator(`main a[href$="/step/${step}"][aria-current]`).waitFor();
}
