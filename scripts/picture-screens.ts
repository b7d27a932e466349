/**
 * `node scripts/picture-screens.ts --to FOLDER [--only PART] [--windows en-light-1440,pl-dark-360]`
 *
 * A picture of every screen and state of the demo clinic of forty, in both languages, both themes and both widths, to be looked at by people: what a machine
 * can check is in `e2e/`. Each window is a folder of its own; the name of a file is the screen's.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, newVisitor } from '../e2e/browser.ts';
import { configurationOf, isFaulty, silentLog, startServer, systemClock } from '../packages/server/src/index.ts';

const { values: options } = parseArgs({
  options: { to: { type: 'string' }, only: { type: 'string', default: '' }, windows: { type: 'string' } },
});
if (options.to === undefined) throw new Error('--to says where the pictures go');
const target = path.resolve(options.to);

interface Window {
  readonly language: string;
  readonly theme: 'light' | 'dark';
  readonly width: number;
}

const EVERY_WINDOW: readonly Window[] = ['en', 'pl'].flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) => [1440, 360].map((width) => ({ language, theme, width }))),
);

interface Screen {
  readonly name: string;
  /** Who looks at it; nobody for what is public. */
  readonly person?: string;
  readonly path: string;
  /** What is done there before the picture. */
  readonly act?: (page: Page) => Promise<unknown>;
}

const step = (patient: string, name: string): Screen => ({
  name: `chart-${name}-${patient}`,
  person: 'Maria',
  path: `/app/patient/demo-${patient}/step/${name}`,
});
const tab = (index: number) => (page: Page) => page.getByRole('tab').nth(index).click();
const pressed = (selector: string) => (page: Page) => page.locator(selector).first().click();

/** Answers the check-in up to its last question, always with the n-th button. */
const checkedIn =
  (...answers: readonly number[]) =>
  async (page: Page) => {
    for (const answer of answers) {
      const question = page.locator('main section').first();
      const buttons = question.locator('button');
      const heading = (await page.locator('main h2').first().textContent()) ?? '';
      await buttons.nth(Math.min(answer, (await buttons.count()) - 1)).click();
      await page.waitForFunction((before) => document.querySelector('main h2')?.textContent !== before, heading);
    }
  };

async function askedInEmergency(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /in an emergency|w nagłym przypadku/ })
    .first()
    .click();
}

const PATIENTS = [
  'Anna',
  'Bogdan',
  'Henryk',
  'Barbara',
  'Mihai',
  'Oksana',
  'Kazimierz',
  'Dorota',
  'Jerzy',
  'Peter',
  'Zbigniew',
  'Jadwiga',
  'Waldemar',
] as const;

const SCREENS: readonly Screen[] = [
  { name: 'guide', path: '' },
  { name: 'sign-in', path: '/app/' },
  { name: 'sign-in-used-link', path: `/app/join/${'a'.repeat(43)}` },
  { name: 'gallery', path: '/gallery/' },
  ...PATIENTS.map((person) => ({ name: `today-${person}`, person, path: '/app/' })),
  { name: 'caregiver-today', person: 'Michał', path: '/app/' },
  { name: 'check-in-first', person: 'Kazimierz', path: '/app/check-in' },
  { name: 'check-in-second', person: 'Kazimierz', path: '/app/check-in', act: checkedIn(3) },
  { name: 'check-in-third', person: 'Kazimierz', path: '/app/check-in', act: checkedIn(3, 0) },
  { name: 'diary', person: 'Zbigniew', path: '/app/diary' },
  { name: 'diary-two-days', person: 'Oksana', path: '/app/diary' },
  { name: 'diary-empty', person: 'Anna', path: '/app/diary' },
  { name: 'help', person: 'Dorota', path: '/app/help' },
  { name: 'patient-account', person: 'Dorota', path: '/app/account' },
  { name: 'patient-unknown', person: 'Dorota', path: '/app/nowhere' },
  { name: 'worklist', person: 'Maria', path: '/app/' },
  {
    name: 'worklist-nothing-found',
    person: 'Maria',
    path: '/app/',
    act: (page) => page.locator('main input').first().fill('zzzz'),
  },
  { name: 'worklist-nurse', person: 'Ewa', path: '/app/' },
  { name: 'alerts', person: 'Maria', path: '/app/alerts' },
  { name: 'alerts-lead', person: 'Adam', path: '/app/alerts' },
  { name: 'staff-account', person: 'Adam', path: '/app/account' },
  step('jan', 'referral'),
  step('jane', 'interview'),
  step('zofia', 'examination'),
  step('marek', 'imaging'),
  step('anna', 'diagnostic-block'),
  step('bogdan', 'diagnostic-block'),
  step('bogdan', 'qualification-decision'),
  step('stefan', 'diagnostic-block'),
  step('stefan', 'qualification-decision'),
  step('marie', 'qualification-decision'),
  step('ryszard', 'contraindications'),
  step('henryk', 'anticoagulants'),
  step('henryk', 'procedure'),
  step('krystyna', 'appointment'),
  step('wanda', 'consent'),
  step('andrzej', 'positioning'),
  step('emma', 'locating'),
  step('emma', 'time-out'),
  step('leszek', 'anaesthesia'),
  step('leszek', 'probe'),
  step('leszek', 'freezing'),
  step('leszek', 'completion'),
  step('leszek', 'procedure'),
  step('danuta', 'observation'),
  step('danuta', 'discharge'),
  step('dorota', 'procedure'),
  step('dorota', 'first-review'),
  step('zbigniew', 'outcome-month-3'),
  step('felicja', 'procedure'),
  { ...step('zbigniew', 'outcome-month-1'), name: 'chart-record', act: tab(1) },
  { ...step('zbigniew', 'outcome-month-1'), name: 'chart-access', person: 'Adam', act: tab(2) },
  {
    ...step('henryk', 'procedure'),
    name: 'chart-open-by-hand',
    act: (page) =>
      page
        .getByRole('button', { name: /Open the gate by hand|Otwórz bramkę ręcznie/ })
        .first()
        .click(),
  },
  { ...step('anna', 'diagnostic-block'), name: 'chart-form-faults', act: pressed('form button[type=submit]') },
  { name: 'chart-restricted', person: 'Maria', path: '/app/patient/demo-alicja' },
  { name: 'chart-emergency-asked', person: 'Tomasz', path: '/app/patient/demo-alicja', act: askedInEmergency },
  {
    name: 'chart-emergency-opened',
    person: 'Tomasz',
    path: '/app/patient/demo-alicja',
    async act(page) {
      await askedInEmergency(page);
      await page.getByRole('dialog').locator('textarea').fill('Collapsed in the waiting room.');
      await page.getByRole('dialog').locator('button').first().click();
      await page.locator('#rail').waitFor();
    },
  },
  { name: 'chart-nobody', person: 'Maria', path: '/app/patient/demo-nobody' },
  { name: 'planner-joint', person: 'Maria', path: '/app/patient/demo-barbara/freeze-plan' },
  { name: 'planner-knee', person: 'Maria', path: '/app/patient/demo-danuta/freeze-plan' },
  { name: 'planner-rib', person: 'Maria', path: '/app/patient/demo-mihai/freeze-plan' },
];

const nameOf = ({ language, theme, width }: Window): string => `${language}-${theme}-${width}`;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-pictures-'));
fs.chmodSync(folder, 0o711);
const configuration = configurationOf({ PORT: '0', DATA_DIR: path.join(folder, 'data') });
if (isFaulty(configuration)) throw new Error(JSON.stringify(configuration));
const started = await startServer(configuration, { clock: systemClock, log: silentLog, demo: true });
if (!started.ok) throw new Error(JSON.stringify(started.outcome));
const server = started.value;
const browser = await launchBrowser();
try {
  const asked = options.windows?.split(',');
  for (const window of EVERY_WINDOW.filter((each) => asked === undefined || asked.includes(nameOf(each))))
    await picture(browser, window);
} finally {
  await browser.close();
  await server.close();
  fs.rmSync(folder, { recursive: true, force: true });
}

async function picture(chromium: Browser, window: Window): Promise<void> {
  const { language, theme, width } = window;
  const to = path.join(target, nameOf(window));
  fs.mkdirSync(to, { recursive: true });
  const screens = SCREENS.filter(({ name }) => name.includes(options.only));
  for (const [person, own] of Map.groupBy(screens, ({ person: who }) => who)) {
    const { page, complaints } = await newVisitor(chromium, {
      viewport: { width, height: width > 600 ? 900 : 780 },
      colorScheme: theme,
      reducedMotion: 'reduce',
    });
    page.setDefaultTimeout(15_000);
    if (person !== undefined) {
      await page.goto(`${server.url}/app/?lang=${language}`);
      await page.getByRole('button', { name: person }).first().click();
      await page.locator('header nav').waitFor();
    }
    for (const screen of own) {
      const address = screen.path === '' ? `/${language}/` : `${screen.path}?lang=${language}`;
      try {
        await page.goto(server.url + address);
        await settled(page);
        await screen.act?.(page);
        await settled(page);
        await page.screenshot({ path: path.join(to, `${screen.name}.png`), fullPage: true });
      } catch (error) {
        console.error(`${nameOf(window)} ${screen.name}: ${(error as Error).message}`);
      }
    }
    const said = complaints.filter((line) => !/40[134] |worker resource mismatch/.test(line));
    if (said.length > 0) console.error(`${nameOf(window)} as ${person}: ${said.join('\n')}`);
    await page.context().close();
  }
  console.log(`${nameOf(window)}: ${screens.length} screens`);
}

/** Nothing waits any more: not the wire, not a skeleton. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page
    .locator('[aria-busy=true]')
    .first()
    .waitFor({ state: 'detached', timeout: 10_000 })
    .catch(() => {});
  await page.evaluate(() => new Promise<void>((resolve) => setTimeout(resolve, 400)));
}
