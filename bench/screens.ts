/**
 * `node bench/screens.ts [--throttle 4] [--only chart] [--rounds 1] [--out docs/benchmarks.md]`
 *
 * What a person waits for, in Chromium with its processor slowed down: the largest contentful paint of each page on a cold visit, and the interaction to
 * next paint (Event Timing: from the press to the next frame, the slowest of each page) of what people do there. The demo clinic of forty, its server on the
 * same machine and not slowed down. With --only those pages alone whose name has it; of several rounds each figure is the middle one. With --out the table is
 * written into a document.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, newVisitor } from '../e2e/browser.ts';
import { configurationOf, isFaulty, silentLog, startServer, systemClock } from '../packages/server/src/index.ts';

const { values: options } = parseArgs({
  options: {
    throttle: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const throttle = Number(options.throttle);
const LCP_GOAL = 1500;
const INP_GOAL = 100;

interface Measured {
  readonly page: string;
  readonly paint: number;
  readonly interactions: readonly { readonly what: string; readonly milliseconds: number }[];
}

type Act = readonly [what: string, act: (page: Page) => Promise<void>];

interface Visit {
  readonly page: string;
  /** Who is signed in; nobody for the public pages. */
  readonly person?: string;
  readonly path: string;
  readonly width: number;
  /** Seen when the page is there. */
  readonly ready: string;
  readonly acts: readonly Act[];
}

const press =
  (selector: string, index = 0) =>
  (page: Page) =>
    page.locator(selector).nth(index).click();

const VISITS: readonly Visit[] = [
  {
    page: 'guide, English',
    path: '/en/',
    width: 1440,
    ready: 'h1',
    acts: [['opens a step', press('details summary')]],
  },
  { page: 'guide, Polish', path: '/pl/', width: 360, ready: 'h1', acts: [['opens a step', press('details summary')]] },
  { page: 'sign-in', path: '/app/?lang=en', width: 1440, ready: 'main button', acts: [] },
  {
    page: 'Today',
    person: 'Oksana',
    path: '/app/?lang=pl',
    width: 360,
    ready: '#allowed',
    acts: [
      ['when to call', press('header nav a', 3)],
      ['diary', press('header nav a', 2)],
      ['back to Today', press('header nav a', 0)],
      ['other language', press('header button', 0)],
    ],
  },
  {
    page: 'check-in',
    person: 'Oksana',
    path: '/app/check-in?lang=pl',
    width: 360,
    ready: 'main section h2',
    acts: [
      ['pain on the scale', press('main section button', 4)],
      ['a choice', press('main section button', 0)],
      ['several of a list', press('main section label', 1)],
    ],
  },
  {
    page: 'worklist',
    person: 'Maria',
    path: '/app/?lang=en',
    width: 1440,
    ready: '#waiting',
    acts: [
      ['a letter of the search', (page) => page.locator('main input').first().pressSequentially('a')],
      ['another letter', (page) => page.locator('main input').first().pressSequentially('n')],
      ['no letter', (page) => page.locator('main input').first().press('Backspace')],
    ],
  },
  {
    page: 'chart with a form',
    person: 'Maria',
    path: '/app/patient/demo-anna/step/diagnostic-block?lang=en',
    width: 1440,
    ready: 'form',
    acts: [
      ['a choice of the form', press('form label', 1)],
      [
        'a letter in the form',
        (page) => page.locator('form input[type=text], form textarea').first().pressSequentially('a'),
      ],
      ['another step', press('main nav a, main ol a', 2)],
      ['the record', press('[role=tab]', 1)],
    ],
  },
  {
    page: 'freeze planner',
    person: 'Maria',
    path: '/app/patient/demo-barbara/freeze-plan?lang=en',
    width: 1440,
    ready: 'input[type=range]',
    acts: [
      ['the temperature, one step', (page) => page.locator('input[type=range]').first().press('ArrowRight')],
      ['another step', (page) => page.locator('input[type=range]').first().press('ArrowRight')],
    ],
  },
];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-bench-screens-'));
fs.chmodSync(folder, 0o711);
const configuration = configurationOf({ PORT: '0', DATA_DIR: path.join(folder, 'data') });
if (isFaulty(configuration)) throw new Error(JSON.stringify(configuration));
const started = await startServer(configuration, { clock: systemClock, log: silentLog, demo: true });
if (!started.ok) throw new Error(JSON.stringify(started.outcome));
const server = started.value;
const browser = await launchBrowser();
try {
  const measured: Measured[] = [];
  for (const visit of VISITS.filter(({ page }) => page.includes(options.only))) {
    const rounds: Measured[] = [];
    for (let round = 0; round < Number(options.rounds); round++) rounds.push(await measure(browser, visit));
    measured.push(middleOf(rounds));
    console.log(lineOf(measured.at(-1) as Measured));
  }
  report(measured);
} finally {
  await browser.close();
  await server.close();
  fs.rmSync(folder, { recursive: true, force: true });
}

async function measure(
  chromium: Browser,
  { page: name, person, path: address, width, ready, acts }: Visit,
): Promise<Measured> {
  const { page } = await newVisitor(chromium, { viewport: { width, height: width > 600 ? 900 : 780 } });
  page.setDefaultTimeout(30_000);
  await page.addInitScript(observe);
  if (person !== undefined) {
    await page.goto(`${server.url}/app/?lang=en`);
    await page.getByRole('button', { name: person }).first().click();
    await page.locator('header nav').waitFor();
  }
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.clearBrowserCache');
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  await page.goto(server.url + address);
  await page.locator(ready).first().waitFor();
  await settled(page);
  const paint = await page.evaluate(() => seen.paint);
  const interactions: { what: string; milliseconds: number }[] = [];
  for (const [what, act] of acts) {
    await page.evaluate(() => {
      seen.slowest = 0;
    });
    await act(page);
    await settled(page);
    interactions.push({ what, milliseconds: await page.evaluate(() => seen.slowest) });
  }
  await page.context().close();
  return { page: name, paint, interactions };
}

/** Nothing has been on the wire for a while, and two frames have passed: late paints and long answers to a press have been seen. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 400))),
      ),
  );
}

declare const seen: { paint: number; slowest: number };

/** Runs in the page before anything of it: keeps the last candidate of the largest paint, and the slowest interaction. */
function observe(): void {
  const kept = { paint: 0, slowest: 0 };
  Object.assign(globalThis, { seen: kept });
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) kept.paint = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { readonly interactionId?: number })[])
      if (entry.interactionId) kept.slowest = Math.max(kept.slowest, entry.duration);
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}

/** The middle of each figure by itself. */
function middleOf(rounds: readonly Measured[]): Measured {
  const [first] = rounds;
  if (first === undefined) throw new Error('No round was measured');
  const interactions = first.interactions.map(({ what }, index) => ({
    what,
    milliseconds: middle(rounds.map((each) => each.interactions[index]?.milliseconds ?? 0)),
  }));
  return { page: first.page, paint: middle(rounds.map(({ paint }) => paint)), interactions };
}

function middle(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0;
}

function lineOf({ page, paint, interactions }: Measured): string {
  const said = interactions.map(({ what, milliseconds }) => `${what} ${milliseconds < 16 ? '< 16' : milliseconds}`);
  return `| ${page} | ${paint.toFixed(0)} | ${said.join('; ') || 'none'} |`;
}

function report(measured: readonly Measured[]): void {
  const slowest = Math.max(...measured.map(({ paint }) => paint));
  const answers = measured.flatMap(({ interactions }) => interactions.map(({ milliseconds }) => milliseconds));
  const table = [
    '| Page | LCP ms | Interactions: ms to the next paint |',
    '| --- | --: | --- |',
    ...measured.map(lineOf),
  ].join('\n');
  const facts =
    `Slowest largest paint ${slowest.toFixed(0)} ms (goal ${LCP_GOAL}), slowest interaction ${Math.max(...answers)} ms (goal ${INP_GOAL}), of ${answers.length}. ` +
    `Processor slowed down ${throttle} times. Machine: ${os.cpus().length} cores (${os.cpus()[0]?.model ?? '?'}), software rendering, load ${os.loadavg()[0]?.toFixed(1)}.`;
  console.log(`\n${table}\n\n${facts}`);
  if (options.out === undefined) return;
  const document = fs.readFileSync(options.out, 'utf8');
  const block = `<!-- screens:begin -->\n\n${table}\n\n${facts}\n\n<!-- screens:end -->`;
  fs.writeFileSync(options.out, document.replace(/<!-- screens:begin -->[\s\S]*<!-- screens:end -->/, block));
}
