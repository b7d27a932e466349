import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationOf, isFaulty, type RunningServer, silentLog, startServer, systemClock } from '@cryopath/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProtocol } from '../packages/web/build/protocol-files.ts';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser, newVisitor } from './browser.ts';
import { fill, NO, YES } from './fill-form.ts';
import { keyboardWalk, sidewaysOverflow, smallTargets, toldDuring } from './wcag.ts';

// I9: the planner says that it is illustrative and that the physician decides, wherever a prediction stands.

let browser: Browser;
let server: RunningServer;
let folder: string;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'cryopath-planner-'));
  const configuration = configurationOf({ PORT: '0', DATA_DIR: folder });
  if (isFaulty(configuration)) throw new Error(JSON.stringify(configuration));
  const started = await startServer(configuration, { clock: systemClock, log: silentLog, demo: true });
  if (!started.ok) throw new Error(JSON.stringify(started.outcome));
  server = started.value;
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const WORDS = [
  {
    language: 'en',
    width: 1440,
    colorScheme: 'light',
    illustrative: 'A prediction is illustrative: the physician decides',
    temperature: 'Probe temperature',
    moment: 'Moment',
    skin: 'Tip to skin, shortest way',
    motor: 'Tip to motor root or motor nerve',
    compare: 'Compare with a second plan',
    saveB: 'Save Plan B to the record',
    saved: 'The freezing step shows it.',
    stop: 'Stop: not with this plan',
    plain: 'There is no anatomical drawing for this target yet',
    cancel: 'Stop computing',
    again: 'Compute again',
    nerve: 'The whole nerve is inside the −20 °C isotherm',
    later: '−65 °C',
    save: 'Save the plan to the record',
    recordAgain: 'Record anew',
    running: 'Cycle 1: at −70 °C, freezing for',
    warm: 'Cycle 1, Coldest temperature shown: 20 °C freezes nothing',
    entered: 'Cycle 1: 2 min at −70 °C, thaw 45 s.',
    incomplete: 'Cycle 2 has no temperature or no time yet',
    inside: 'Nerve: wholly inside the −20 °C isotherm',
    motorFar: 'Motor nerve or root: ',
    asEntered: 'As entered',
    warmest: 'At the warmest temperatures entered: Nerve: ',
    disagrees: 'coldest entered −70 °C, coldest measured −55 °C: more than 3 K apart',
  },
  {
    language: 'pl',
    width: 360,
    colorScheme: 'dark',
    illustrative: 'Prognoza ma charakter poglądowy: decyduje lekarz',
    temperature: 'Temperatura sondy',
    moment: 'Chwila',
    skin: 'Od końcówki do skóry, najkrótszą drogą',
    motor: 'Od końcówki do korzenia lub nerwu ruchowego',
    compare: 'Porównaj z drugim planem',
    saveB: 'Zapisz w dokumentacji: Plan B',
    saved: 'Plan jest widoczny w kroku „Mrożenie”.',
    stop: 'Stop: nie z tym planem',
    plain: 'Dla tego miejsca nie ma jeszcze rysunku anatomicznego',
    cancel: 'Przerwij obliczanie',
    again: 'Oblicz ponownie',
    nerve: 'Cały nerw znajduje się w strefie −20 °C',
    later: '−65 °C',
    save: 'Zapisz plan w dokumentacji',
    recordAgain: 'Zapisz ponownie',
    running: 'Cykl 1: −70 °C, mrożenie trwa',
    warm: 'Cykl 1, Najniższa wskazana temperatura: 20 °C niczego nie zamraża',
    entered: 'Cykl 1: 2 min przy −70 °C, rozmrażanie 45 s.',
    incomplete: 'Cykl 2 nie ma jeszcze temperatury lub czasu',
    inside: 'Nerw: w całości w strefie −20 °C',
    motorFar: 'Nerw lub korzeń ruchowy: ',
    asEntered: 'Według wpisu',
    warmest: 'Przy najwyższych wpisanych temperaturach: Nerw: ',
    disagrees: 'najniższa wpisana temperatura −70 °C, najniższa zmierzona −55 °C: różnica ponad 3 K',
  },
] as const;

/** Texts hold spaces that do not break. */
const spaced = (text: string | null | undefined): string => (text ?? '').replaceAll('\u00a0', ' ');
const whole = (page: Page, plan = 0) => page.locator('[data-work="whole"]').nth(plan).waitFor({ timeout: 60_000 });
const advice = (page: Page, plan = 0) => page.locator('[data-advice]').nth(plan).getAttribute('data-advice');
/** Nobody is signed in at first; and a page that a worker keeps is preloaded in vain, of which Chromium complains when it likes. */
const unexpected = (complaints: readonly string[]) =>
  complaints.filter((line) => !/401 \(Unauthorized\)|preload/.test(line));

type Words = (typeof WORDS)[number];

const planner = async (words: Words) => {
  const visitor = await newVisitor(browser, {
    viewport: { width: words.width, height: words.width > 600 ? 900 : 780 },
    colorScheme: words.colorScheme,
    reducedMotion: 'reduce',
  });
  const { page } = visitor;
  await page.goto(`${server.url}/app/?lang=${words.language}`);
  await page.getByRole('button', { name: 'Maria' }).click();
  await page.locator('header nav').waitFor();
  await page.goto(`${server.url}/app/patient/demo-anna/freeze-plan`);
  await page.locator('[data-picture]').waitFor();
  return visitor;
};

describe.each(WORDS)('the freeze planner in $language at $width px', (words) => {
  test('is a link away from the chart, says that the physician decides (I9), and is whole without a mouse', async () => {
    const { page, complaints } = await planner(words);
    await page.goto(`${server.url}/app/patient/demo-anna`);
    await page.locator('a[href="/app/patient/demo-anna/freeze-plan"]').first().click();
    await whole(page);
    expect(await page.getByText(words.illustrative).isVisible()).toBe(true);
    expect(await accessibilityFindings(page)).toEqual([]);
    // The frame's skip link is seen, and large, only where the focus is.
    expect((await smallTargets(page)).filter((target) => !target.startsWith('A frame_skip'))).toEqual([]);
    expect(await sidewaysOverflow(page)).toBe(0);
    expect((await keyboardWalk(page)).faults).toEqual([]);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });

  test('draws the ice as it grows and says the same in words, by keyboard', async () => {
    const { page } = await planner(words);
    await whole(page);
    const picture = page.locator('[data-picture="lumbar"]');
    expect(spaced(await picture.getAttribute('aria-label'))).toContain(words.nerve);
    const moment = page.getByRole('slider', { name: words.moment });
    await moment.focus();
    await page.keyboard.press('Home');
    await expect.poll(async () => spaced(await picture.getAttribute('aria-label'))).not.toContain(words.nerve);
    const widthOf = () => picture.locator('[data-isotherm="-1"]').evaluate((ice) => ice.getBoundingClientRect().width);
    const before = await widthOf();
    await page.keyboard.press('End');
    await expect.poll(widthOf).toBeGreaterThan(before + 20);
    await page.context().close();
  });

  test('compares two plans, and the one that is saved stands in the freezing step', async () => {
    const { page, complaints } = await planner(words);
    await page.getByRole('button', { name: words.compare }).click();
    await page.getByRole('slider', { name: words.temperature }).fill('-65');
    await whole(page, 1);
    expect(await page.locator('[data-picture]').count()).toBe(2);
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('button', { name: words.saveB }).click();
    await page.getByText(words.saved).waitFor();
    await page.goto(`${server.url}/app/patient/demo-anna/step/freezing`);
    const plan = page.locator('#freeze-plan').locator('..');
    await plan.getByRole('list').waitFor();
    expect(spaced(await plan.textContent())).toContain(words.later);
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });
});

/** The probe stands, and no limb has twitched: the freeze may begin. */
const placeProbe = async (page: Page) => {
  const form = readProtocol().forms.find(({ id }) => id === 'probe');
  const saved = await page.evaluate(async (questionnaire) => {
    const answer = await fetch('/fhir/QuestionnaireResponse', {
      method: 'POST',
      headers: {
        'content-type': 'application/fhir+json',
        'x-cryopath': '1',
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify({
        resourceType: 'QuestionnaireResponse',
        questionnaire,
        status: 'completed',
        subject: { reference: 'Patient/demo-anna' },
        authored: new Date().toISOString(),
        item: [
          { linkId: 'device', answer: [{ valueString: 'Cryo-S Painless' }] },
          { linkId: 'tip-confirmed', answer: [{ valueBoolean: true }] },
          { linkId: 'sensory', item: [{ linkId: 'sensory.tested', answer: [{ valueBoolean: false }] }] },
          { linkId: 'motor', item: [{ linkId: 'motor.tested', answer: [{ valueBoolean: false }] }] },
        ],
      }),
    });
    return answer.ok ? 'saved' : answer.text();
  }, `${form?.url}|${form?.version}`);
  expect(saved).toBe('saved');
};

describe.each(WORDS)('the freezing form in $language at $width px', (words) => {
  test('drives the same model while it is filled in, tells nonsense at its place, and stands beside the plan once saved', async () => {
    const { page, complaints } = await planner(words);
    await page.getByRole('slider', { name: words.temperature }).fill('-67');
    await whole(page);
    await page.getByRole('button', { name: words.save }).click();
    await page.getByText(words.saved).waitFor();
    await placeProbe(page);
    await page.goto(`${server.url}/app/patient/demo-anna/step/freezing`);
    const form = page.locator('form').filter({ has: page.locator('[data-question="cycles"]') });
    const result = page.locator('section[aria-labelledby=freeze-result]');
    const isComputed = () => result.locator('[data-entered="whole"]').waitFor({ timeout: 60_000 });
    const openForm = async () => {
      await form.or(result).first().waitFor();
      if ((await form.count()) > 0) return;
      // Done once already: what stands above the button comes first, so that it does not move from under the press.
      await isComputed();
      await page.getByRole('button', { name: words.recordAgain }).click();
    };
    await openForm();
    const panel = page.locator('section[aria-labelledby=entered]');
    const said = async () => spaced(await panel.textContent());
    const computed = panel.locator('[data-entered]');
    await panel.waitFor();
    expect(await computed.count()).toBe(0);

    // A freeze that has begun and has no end yet runs until now, a second behind at most.
    await fill(page, { cycles: '2', 'cycle-1.started-at': 'now', 'cycle-1.temperature': '-70' });
    const until = async () => Number(await computed.getAttribute('data-entered-until'));
    await expect.poll(said).toContain(words.running);
    const before = await until();
    await expect.poll(until, { timeout: 15_000 }).toBeGreaterThanOrEqual(before + 3);

    await fill(page, { 'cycle-1.temperature': '20' });
    await expect.poll(said).toContain(words.warm);
    expect(await computed.count()).toBe(0);

    await fill(page, { 'cycle-1.temperature': '-70', 'cycle-1.freeze': '2', 'cycle-1.thaw': '45' });
    await panel.locator('[data-entered="whole"]').waitFor({ timeout: 60_000 });
    expect(await until()).toBe(120);
    expect(await said()).toContain(words.entered);
    expect(await said()).toContain(words.incomplete);
    expect(await said()).toContain(words.inside);
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(await sidewaysOverflow(page)).toBe(0);

    // Readings win over what was entered, and where they disagree it is said. What was begun in the form comes back with them.
    await beginFreeze(page);
    await page.reload();
    await openForm();
    await expect.poll(said, { timeout: 20_000 }).toContain(words.disagrees);

    await fill(page, {
      cycles: '1',
      'cycle-1.temperature-warmest': '-62',
      thawed: YES,
      skin: { option: 0 },
      'stopped-early': NO,
    });
    // The readings have a button of their own to be recorded with.
    await form.locator('button[type=submit]').click();
    await isComputed();
    const summary = spaced(await result.textContent());
    for (const part of ['−67 °C', words.entered, words.inside, words.warmest, words.motorFar, words.asEntered])
      expect(summary).toContain(part);
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(await sidewaysOverflow(page)).toBe(0);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });
});

describe('the freeze planner', () => {
  const words = WORDS[0];

  test('holds a plan against the page’s band, the skin and the motor root, each as it is changed', async () => {
    const { page } = await planner(words);
    await whole(page);
    expect(await advice(page)).toBe('distances-assumed');
    await page.getByRole('slider', { name: words.temperature }).fill('-85');
    await whole(page);
    expect(await advice(page)).toBe('too-cold distances-assumed');
    await page.getByRole('slider', { name: words.temperature }).fill('-50');
    await whole(page);
    expect(await advice(page)).toContain('too-warm');
    await page.getByRole('slider', { name: words.temperature }).fill('-70');
    await page.getByLabel(words.skin).fill('17.5');
    await page.getByLabel(words.motor).fill('3');
    await whole(page);
    expect(await advice(page)).toBe('skin-close motor-in-ice distances-assumed');
    expect(await page.getByText(words.stop).isVisible()).toBe(true);
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByLabel(words.skin).fill('-3');
    expect(await page.getByLabel(words.skin).getAttribute('aria-invalid')).toBe('true');
    await page.context().close();
  });

  test('has a drawing for the knee and the ribs, and says where it has none', async () => {
    const { page } = await planner(words);
    for (const [target, family] of [
      ['genicular', 'genicular'],
      ['intercostal', 'intercostal'],
      ['sacroiliac', 'plain'],
    ] as const) {
      await page.locator('select').selectOption(target);
      await page.locator(`[data-picture="${family}"]`).waitFor();
    }
    expect(await page.getByText(words.plain).first().isVisible()).toBe(true);
    await page.context().close();
  });

  test('answers at once while it computes, and can be stopped: what is not whole is not saved', async () => {
    const { page } = await planner(words);
    await whole(page);
    await page.getByRole('slider', { name: words.temperature }).fill('-66');
    await page.getByRole('button', { name: words.cancel }).click();
    const again = page.getByRole('button', { name: words.again });
    await again.waitFor();
    expect(await page.locator('[data-work="whole"]').count()).toBe(0);
    await again.click();
    await whole(page);
    await page.context().close();
  });
});

/** A freeze that began half a minute ago, as the device keeps it. */
const beginFreeze = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('cryopath', 1);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction('drafts', 'readwrite');
          writing
            .objectStore('drafts')
            .put(
              { startedAt: Date.now() - 30_000, series: [{ at: 12, temperature: -55 }] },
              'freeze-readings:demo-anna',
            );
          writing.oncomplete = () => resolve();
        };
      }),
  );

describe('temperatures that are measured', () => {
  test('survive a reload, drive the same model a second behind at most, and come into the record with their gaps', async () => {
    const { page, complaints } = await planner(WORDS[0]);
    await beginFreeze(page);
    await page.goto(`${server.url}/app/patient/demo-anna/step/freezing`);
    const reading = page.getByLabel('The probe shows');
    await reading.waitFor();
    await reading.fill('warm');
    await page.keyboard.press('Enter');
    expect(await reading.getAttribute('aria-invalid')).toBe('true');
    await reading.fill('\u221268');
    await page.keyboard.press('Enter');
    await page.locator('li', { hasText: '\u221268' }).waitFor();
    await page.locator('[data-kept=true]').waitFor();
    await page.reload();
    const driven = page.locator('[data-driven-at]');
    await driven.waitFor();
    expect(await page.getByRole('list', { name: 'Readings' }).getByRole('listitem').count()).toBe(2);
    const at = async () => Number(await driven.getAttribute('data-driven-at'));
    const before = await at();
    expect(before).toBeGreaterThanOrEqual(29);
    // It follows by itself, and stays behind by no more than the second that it is asked in.
    const told = await toldDuring(page, async () => {
      await expect.poll(at, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + 3);
    });
    // What counts seconds is not told every second (4.1.3).
    expect(told.join()).not.toContain('Last reading');
    expect(Number(await driven.getAttribute('data-driven-behind'))).toBeLessThanOrEqual(1);
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save the readings' }).click();
    await page.getByLabel('The probe shows').waitFor({ state: 'detached' });
    const data = await page.evaluate(async () => {
      const found = await fetch('/fhir/Observation?patient=demo-anna&code=urn:cryopath:code|freeze-temperature');
      const bundle = (await found.json()) as { entry: { resource: { valueSampledData: { data: string } } }[] };
      return bundle.entry.map(({ resource }) => resource.valueSampledData.data.split(' '));
    });
    expect(data).toHaveLength(1);
    expect(data[0]?.[12]).toBe('-55');
    expect(data[0]?.at(-1)).toBe('-68');
    expect(data[0]?.filter((value) => value !== 'E')).toHaveLength(2);
    await driven.waitFor();
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });
});

test('no script of the planner is loaded by the guide or kept for a patient', async () => {
  const { page } = await newVisitor(browser, {});
  const worker = await page.goto(`${server.url}/worker.js`).then((response) => response?.text());
  expect(worker).toContain('/assets/patient-pages');
  expect(worker).not.toMatch(/planner-page|freezing-step|use-prediction|freeze-worker/);
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  await page.goto(`${server.url}/en/`, { waitUntil: 'networkidle' });
  expect(scripts.filter((url) => /planner|freez|prediction/.test(url))).toEqual([]);
  await page.context().close();
});
