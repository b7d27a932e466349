import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountTexts } from '../packages/web/src/texts/account-texts.ts';
import { clinicTexts } from '../packages/web/src/texts/clinic-texts.ts';
import { diaryTexts } from '../packages/web/src/texts/diary-texts.ts';
import { interfaceTexts } from '../packages/web/src/texts/interface-texts.ts';
import { plannerTexts } from '../packages/web/src/texts/planner-texts.ts';
import { launchBrowser, newVisitor } from './browser.ts';
import { answer, expectFocus, expectFocusIn, goToStep, press, save, tabTo } from './by-keyboard.ts';
import { type DemoClinic, demoClinic, stepAddress } from './demo-clinic.ts';
import { type FilledForm, stepState } from './fill-form.ts';
import {
  ANAESTHESIA,
  ANTICOAGULANTS,
  blockForm,
  COMPLETION,
  CONSENT,
  CONTRAINDICATIONS,
  DECISION,
  DISCHARGE,
  FREEZING,
  LOCATING,
  POSITIONING,
  PROBE,
  RECOVERY,
  TIME_OUT,
  TIME_OUT_SECOND,
} from './whole-pathway.ts';

// The windows that clinic.e2e.ts does not have: there the pathway is walked by clicking, here without a mouse.
const WINDOWS = [
  { language: 'pl', width: 1440, colorScheme: 'light' },
  { language: 'en', width: 360, colorScheme: 'dark' },
] as const;

let browser: Browser;
let clinic: DemoClinic;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe.each(WINDOWS)('by keyboard alone in $language at $width px', ({ language, width, colorScheme }) => {
  const words = interfaceTexts[language];
  const { alert, leaveOut, override, procedure, timeOut } = clinicTexts[language];
  const { planner } = plannerTexts[language];
  const { account } = accountTexts[language];

  beforeAll(async () => {
    clinic = await demoClinic();
  });
  afterAll(() => clinic?.close());

  /** Signs somebody in at a window of their own, and goes where they would go by its address. */
  async function at(person: string, path?: string): Promise<Page> {
    const { page } = await newVisitor(browser, {
      viewport: { width, height: width > 600 ? 900 : 780 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    await page.goto(`${clinic.server.url}/app/?lang=${language}`);
    await press(page, page.getByRole('button', { name: person }));
    await page.locator('header nav').waitFor();
    await expectFocus(page.locator('main h1'));
    if (path !== undefined) {
      await page.goto(`${clinic.server.url}${path}?lang=${language}`);
      await page.locator('main h1').waitFor();
    }
    return page;
  }
  const atStep = async (person: string, step: string) => {
    const page = await at(person, stepAddress(step));
    await page.locator('#step').waitFor();
    return page;
  };
  async function record(page: Page, steps: readonly (readonly [step: string, form: FilledForm])[]): Promise<void> {
    for (const [step, form] of steps) {
      await goToStep(page, step);
      await answer(page, form);
      await save(page);
    }
  }

  test('past the bar at once, from the search to the chart whose name is told first (H01), and to another step of it', async () => {
    const page = await at('Maria');
    await page.reload();
    await page.locator('main h1').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByLabel(clinicTexts[language].worklist.search));
    await page.keyboard.type('przykladowa');
    await press(page, page.locator('main').getByRole('link', { name: /Anna/ }));
    const name = page.locator('main h1').filter({ hasText: 'Anna' });
    await name.waitFor();
    await expectFocus(name);
    await goToStep(page, 'examination');
    await press(page, page.locator('header nav a').first());
    await expectFocus(page.locator('main h1').filter({ hasText: words.ways.clinic.home }));
    await page.context().close();
  });

  test('a form: the body by arrows, a day and a time by typing, what is missing at its question', async () => {
    const page = await atStep('Maria', 'interview');
    await press(page, page.getByRole('button', { name: words.clinic.again }));
    await expectFocus(page.locator('#step'));
    await answer(page, { nature: 'burning', location: 'low back' });
    await tabTo(page, page.locator('[data-region^="front:"]').first().locator('xpath=ancestor::*[name()="svg"]'));
    await tabTo(page, page.locator('[data-region^="back:"]').first().locator('xpath=ancestor::*[name()="svg"]'));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await expect.poll(() => page.locator('[data-region^="back:"][aria-checked=true]').count()).toBe(1);
    await answer(page, { duration: '14 months', pain: { score: 6 } });
    // What has to be answered is said at its question, and the focus is there.
    await press(page, page.locator('form button[type=submit]'));
    await expectFocus(page.locator('[data-question="previous-treatment"] textarea'));
    await answer(page, { 'previous-treatment': 'exercises' });
    await save(page);
    await page.context().close();
  });

  test('two people open a gate, and the dialogue gives the focus back', async () => {
    const doctor = await atStep('Maria', 'qualification-decision');
    const open = doctor.getByRole('button', { name: override.open });
    await press(doctor, open);
    await doctor.getByRole('dialog').waitFor();
    await doctor.keyboard.press('Escape');
    await expectFocus(open);
    await doctor.keyboard.press('Enter');
    const dialog = doctor.getByRole('dialog');
    await tabTo(doctor, dialog.getByRole('checkbox'));
    await doctor.keyboard.press('Space');
    await tabTo(doctor, dialog.locator('textarea'));
    await doctor.keyboard.type('Block elsewhere, report seen.');
    await press(doctor, dialog.getByRole('button', { name: override.sign }));
    await doctor.getByText(override.waitsForSecond).waitFor();
    await expectFocus(doctor.locator('#step'));

    const lead = await atStep('Adam', 'qualification-decision');
    await press(lead, lead.getByRole('button', { name: override.confirm }));
    await lead.locator('section[aria-labelledby=step] form').waitFor();
    await expectFocus(lead.locator('#step'));
    await lead.context().close();
    await doctor.context().close();
  });

  test('the block, the decision and the preparation; a step is left out with its reason', async () => {
    const page = await atStep('Maria', 'diagnostic-block');
    const [day, time] = clinicNow();
    await answer(page, withAfter(blockForm(2), 'volume', { 'injected-at': `${day} ${time}` }));
    await save(page);
    await record(page, [
      ['qualification-decision', DECISION],
      ['consent', CONSENT],
      ['contraindications', CONTRAINDICATIONS],
      ['anticoagulant-plan', ANTICOAGULANTS],
    ]);
    await goToStep(page, 'outcome-baseline');
    await press(page, page.getByRole('button', { name: leaveOut.open }));
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.locator('textarea'));
    await page.keyboard.type('Not asked on that day.');
    await press(page, dialog.getByRole('button', { name: leaveOut.confirm }));
    await expect.poll(() => stepState(page)).toContain(words.pathway.state.skipped);
    await expectFocus(page.locator('#step'));
    await page.context().close();
  });

  test('the theatre: page by page through the time-out (H02), begin, six steps, end, recovery, discharge', async () => {
    const page = await atStep('Maria', 'consent');
    await record(page, [
      ['positioning', POSITIONING],
      ['locating', LOCATING],
    ]);
    await goToStep(page, 'time-out');
    for (const form of TIME_OUT.slice(0, -1)) {
      await answer(page, form);
      await press(page, page.locator('form button[type=submit]'));
      // The first question of the next page has the focus.
      await page.locator(`[data-question="${Object.keys(form)[0]}"]`).waitFor({ state: 'detached' });
      await expectFocusIn(page.locator('form [data-question]'));
    }
    await answer(page, TIME_OUT.at(-1) ?? {});
    await save(page);
    await goToStep(page, 'time-out-second');
    await press(page, page.getByRole('button', { name: timeOut.here }));
    await press(page, page.getByRole('dialog').getByRole('button', { name: /Ewa/ }));
    await answer(page, TIME_OUT_SECOND);
    await save(page);
    await goToStep(page, 'procedure');
    await press(page, page.getByRole('button', { name: procedure.begin }));
    await page.getByRole('button', { name: procedure.end }).waitFor();
    await expectFocus(page.locator('#step'));
    await record(page, [
      ['anaesthesia', ANAESTHESIA],
      ['probe', PROBE],
      ['freezing', FREEZING],
      ['completion', COMPLETION],
    ]);
    await goToStep(page, 'procedure');
    await press(page, page.getByRole('button', { name: procedure.end }));
    await expect.poll(() => stepState(page)).toMatch(/Done on|Wykonano/);
    await expectFocus(page.locator('#step'));
    await record(page, [['observation', RECOVERY]]);
    await page.context().close();

    await clinic.ahead({ hours: 1 });
    const nurse = await atStep('Ewa', 'discharge');
    await answer(nurse, DISCHARGE);
    await save(nurse);
    await nurse.context().close();
  });

  test('the record and who opened it by arrows; a step of the rail is shown whichever view was open', async () => {
    // Of who opened a chart the lead is told.
    const page = await atStep('Adam', 'examination');
    const tabs = page.getByRole('tab');
    await tabTo(page, tabs.first());
    await page.keyboard.press('ArrowRight');
    await expectFocus(tabs.nth(1));
    await page.getByRole('tabpanel').locator('details').first().waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tabpanel').getByRole('table').waitFor();
    await goToStep(page, 'interview');
    await page.context().close();
  });

  test('the plan of the freeze: its target, its slider, saved', async () => {
    const page = await at('Maria', '/app/patient/demo-anna/freeze-plan');
    const target = page.locator('main select').first();
    await tabTo(page, target);
    const before = await target.inputValue();
    await page.keyboard.press('ArrowDown');
    expect(await target.inputValue()).not.toBe(before);
    const temperature = page.getByRole('slider', { name: planner.settings.temperature });
    await tabTo(page, temperature);
    const degrees = Number(await temperature.inputValue());
    await page.keyboard.press('ArrowRight');
    expect(Number(await temperature.inputValue())).toBe(degrees + 1);
    await page.locator('[data-work="whole"]').waitFor({ timeout: 60_000 });
    const saving = page.getByRole('button', { name: planner.save.one });
    await press(page, saving);
    await page.getByText(planner.save.done.split('}}. ')[1] ?? '').waitFor();
    await expectFocus(saving);
    await page.context().close();
  });

  test('where one is signed in: a question that Escape answers with no', async () => {
    const page = await at('Maria', '/app/account');
    const endAll = page.getByRole('button', { name: account.sessions.endAll });
    await press(page, endAll);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await expectFocus(endAll);
    await page.context().close();
  });

  test('at home: diary, when to call, the other language; an infection is told, and the clinic takes and closes it', async () => {
    await clinic.ahead({ days: 6 });
    const page = await at('Anna');
    const ways = page.locator('header nav a');
    await press(page, ways.nth(2));
    await expectFocus(page.locator('main h1').filter({ hasText: diaryTexts[language].diary.title }));
    await press(page, page.locator('main a[href$="/form/diary"]'));
    await answer(page, { pain: { score: 3 } });
    await press(page, page.locator('form button[type=submit]'));
    await page.getByRole('status').getByText(words.clinic.saved).waitFor();
    await expectFocus(page.locator('main h1'));
    await press(page, ways.nth(3));
    await expectFocus(page.locator('main h1').filter({ hasText: words.help.title }));
    await tabTo(page, page.locator('a[href="tel:112"]'));
    const other = page.getByRole('button', { name: words.language.other });
    await press(page, other);
    const back = page.locator(`header button [lang=${language}]`).locator('..');
    await expectFocus(back);
    await page.keyboard.press('Enter');
    await other.waitFor();

    await press(page, ways.nth(1));
    const question = page.locator('main section').first();
    for (const given of [6, 2, 0, [0], [2], 0, 0]) {
      await expectFocus(question.locator('h2'));
      const heading = await question.locator('h2').textContent();
      if (typeof given === 'number') await press(page, question.locator('button').nth(given));
      else {
        for (const index of given) {
          await tabTo(page, question.locator('label').nth(index));
          await page.keyboard.press('Space');
        }
        await press(page, question.locator('button').last());
      }
      await expect.poll(() => page.locator('main h2').first().textContent()).not.toBe(heading);
    }
    await press(page, page.locator('main button').filter({ hasText: words.checkIn.send }));
    await page.getByText(words.checkIn.sent).waitFor();
    await expectFocus(page.locator('main [role=status][tabindex]'));
    await page.context().close();

    const nurse = await at('Ewa');
    await press(nurse, nurse.locator('header nav a').nth(1));
    await press(nurse, nurse.getByRole('button', { name: alert.take }));
    const done = nurse.getByLabel(alert.done);
    await done.waitFor();
    await expectFocus(nurse.locator('main section h2').first());
    await tabTo(nurse, done);
    await nurse.keyboard.type('Called; seen at 14:00.');
    await press(nurse, nurse.getByRole('button', { name: alert.close }));
    await nurse.getByText(clinicTexts[language].worklist.noAlerts).waitFor();
    await expectFocus(nurse.locator('main h1'));
    await nurse.context().close();
  });
});

/** Answers of a form with more put in behind one of them: a keyboard meets questions in their order. */
const withAfter = (form: FilledForm, path: string, more: FilledForm): FilledForm =>
  Object.fromEntries(
    Object.entries(form).flatMap(([each, given]) =>
      each === path ? [[each, given] as const, ...Object.entries(more)] : [[each, given] as const],
    ),
  );

/** @returns the day as its three boxes want it, and the time, at the clinic */
function clinicNow(): readonly [day: string, time: string] {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Warsaw',
    dateStyle: 'short',
    timeStyle: 'short',
  }).formatToParts(new Date());
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return [`${part('day')} ${part('month')} ${part('year')}`, `${part('hour')}:${part('minute')}`];
}
