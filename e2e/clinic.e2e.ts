import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { checkIn } from './check-in.ts';
import { type DemoClinic, demoClinic, openStep, signedIn, unexpected } from './demo-clinic.ts';
import { fill, NO, pressSave, saveStep, stepState } from './fill-form.ts';
import { sidewaysOverflow, smallTargets, toldDuring } from './wcag.ts';
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

let browser: Browser;
let clinic: DemoClinic;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const WINDOWS = [
  {
    language: 'en',
    width: 1440,
    colorScheme: 'light',
    missing: /answers need another look/,
    blocked: 'No consent of the patient',
    relief: '75 %',
    waiting: /From/,
    ready: 'Ready',
    expected: 'To be expected',
    sameDay: 'The same day',
    alert: 'I take care of this',
    done: 'What was done?',
    close: 'Close the alert',
    noAlerts: 'No alerts',
    untaken: /that nobody has taken/,
    callNow: 'Call the doctor on duty now.',
    clock: 'The clock of this device is not right',
    undelivered: 'Not delivered',
    unwatched: /does not read this at once/,
    read: 'Read by the clinic',
    begin: 'Begin the procedure',
    end: 'End the procedure',
    openByHand: 'Open the gate by hand',
    signFirst: 'Sign as the first of two',
    signSecond: 'Confirm as the second of two',
    waitsForSecond: /It opens nothing until/,
    stopped: 'Blocked: Positive diagnostic block',
    again: 'Record anew',
    closeFlag: 'I have read this: close it',
    unseen: /is shown once the second person/,
    secondHere: 'Second person: sign in here',
    closedBy: /closed .+ by Maria/,
    recordTab: 'Record',
  },
  {
    language: 'pl',
    width: 360,
    colorScheme: 'dark',
    missing: /odpowiedzi wymaga/,
    blocked: 'zgod',
    relief: '75%',
    waiting: /Od/,
    ready: 'Do wykonania',
    expected: 'To normalne',
    sameDay: 'Jeszcze dziś',
    alert: 'Zajmuję się tym',
    done: 'Co zrobiono?',
    close: 'Zamknij alert',
    noAlerts: 'Brak alertów',
    untaken: /nikt się nie zajął/,
    callNow: 'Prosimy natychmiast zadzwonić do lekarza dyżurnego.',
    clock: 'Zegar tego urządzenia jest źle ustawiony',
    undelivered: 'Nie dostarczono',
    unwatched: /nie czyta tych odpowiedzi od razu/,
    read: 'Przeczytane w poradni',
    begin: 'Rozpocznij zabieg',
    end: 'Zakończ zabieg',
    openByHand: 'Otwórz bramkę ręcznie',
    signFirst: 'Podpisz jako pierwsza z dwóch osób',
    signSecond: 'Potwierdź jako druga osoba',
    waitsForSecond: /Nic się nie otworzy/,
    stopped: 'Zablokowane: Dodatni wynik blokady diagnostycznej',
    again: 'Zapisz ponownie',
    closeFlag: 'Przeczytane, zamknij',
    unseen: /będzie widoczny, gdy druga osoba/,
    secondHere: 'Druga osoba: zaloguj się tutaj',
    closedBy: /zamknięte .+Maria/,
    recordTab: 'Dokumentacja',
  },
] as const;

describe.each(WINDOWS)('a patient’s whole way in $language at $width px', (words) => {
  beforeAll(async () => {
    clinic = await demoClinic();
  });
  afterAll(() => clinic?.close());
  const at = (person: string) => signedIn(browser, clinic, person, words);

  test('three clicks from signing in the procedure says why it is blocked', async () => {
    const { page, complaints } = await at('Maria');
    await page.getByRole('link', { name: /Anna/ }).first().click();
    await page.locator('#step').waitFor();
    await openStep(page, clinic, 'procedure');
    await expect.poll(() => page.locator('section[aria-labelledby=step]').textContent()).toContain(words.blocked);
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });

  test('a form says what is missing at its question, and keeps what was answered through a reload', async () => {
    const { page } = await at('Maria');
    await openStep(page, clinic, 'diagnostic-block');
    await pressSave(page);
    await page.getByText(words.missing).waitFor();
    expect(
      await page.evaluate(() => document.activeElement?.closest('[data-question]')?.getAttribute('data-question')),
    ).toBe('target');
    expect(await accessibilityFindings(page)).toEqual([]);
    await fill(page, { movement: 'extension', 'before.pain': { score: 8 } });
    await page
      .locator('form [role=status]')
      .filter({ hasText: /kept on this device|przechowywane/ })
      .waitFor();
    await page.reload();
    await page.locator('[data-question="movement"]').waitFor();
    expect(await page.locator('[data-question="movement"] input').inputValue()).toBe('extension');
    await page.context().close();
  });

  test('two people open a gate by hand: the first opens nothing, the second does, and it stays visible on the chart', async () => {
    const { page: doctor, complaints } = await at('Maria');
    const { page: lead } = await at('Adam');
    await openStep(doctor, clinic, 'qualification-decision');
    await doctor.getByRole('button', { name: words.openByHand }).click();
    await doctor.getByRole('dialog').locator('label').first().click();
    await doctor.getByRole('dialog').locator('textarea').fill('Block elsewhere, report seen.');
    expect(await accessibilityFindings(doctor)).toEqual([]);
    await doctor.getByRole('button', { name: words.signFirst }).click();
    await doctor.getByText(words.waitsForSecond).waitFor();
    expect(await doctor.locator('section[aria-labelledby=step] form').count()).toBe(0);

    await openStep(lead, clinic, 'qualification-decision');
    await lead.getByRole('button', { name: words.signSecond }).click();
    // The doctor's window shows it without being asked.
    await doctor.locator('section[aria-labelledby=step] form').waitFor();
    await doctor.locator('main').getByText('Block elsewhere, report seen.').first().waitFor();
    const flags = await doctor.locator('main section').first().textContent();
    expect(flags).toMatch(/Maria Wzorcowa.+Adam Fikcyjny/);
    expect(flags).not.toContain('Practitioner/');
    expect(await accessibilityFindings(doctor)).toEqual([]);
    expect(unexpected(complaints)).toEqual([]);
    await doctor.context().close();
    await lead.context().close();
  });

  test('a negative block stops and says why; a positive one opens the way', async () => {
    const { page, complaints } = await at('Maria');
    await openStep(page, clinic, 'diagnostic-block');
    await fill(page, blockForm(7));
    await saveStep(page);
    await openStep(page, clinic, 'consent');
    expect(await stepState(page)).toContain(words.stopped);
    await openStep(page, clinic, 'diagnostic-block');
    await page.getByRole('button', { name: words.again }).click();
    await fill(page, blockForm(2));
    await pressSave(page);
    await page.getByText(words.relief, { exact: true }).first().waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    for (const [step, form] of [
      ['qualification-decision', DECISION],
      ['consent', CONSENT],
      ['contraindications', CONTRAINDICATIONS],
      ['anticoagulant-plan', ANTICOAGULANTS],
    ] as const) {
      await openStep(page, clinic, step);
      await fill(page, form);
      await saveStep(page);
    }
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });

  test('the theatre: the time-out under two sign-ins (H02), the procedure at its site, six steps, the recovery’s clock', async () => {
    const { page, complaints } = await at('Maria');
    for (const [step, form] of [
      ['positioning', POSITIONING],
      ['locating', LOCATING],
    ] as const) {
      await openStep(page, clinic, step);
      await fill(page, form);
      await saveStep(page);
    }
    await openStep(page, clinic, 'time-out');
    for (const form of TIME_OUT) {
      await fill(page, form);
      await pressSave(page);
    }
    await expect.poll(() => stepState(page)).toMatch(/Done on|Wykonano/);
    // Nobody sees the first entry before the second is made, under a sign-in of its own beside the first.
    await page.getByText(words.unseen).waitFor();
    expect(await page.locator('section[aria-labelledby=step]').textContent()).not.toContain('L4/L5');
    await openStep(page, clinic, 'time-out-second');
    expect(await page.locator('form').count()).toBe(0);
    await page.getByRole('button', { name: words.secondHere }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: /Maria/ }).count()).toBe(0);
    await dialog.getByRole('button', { name: /Ewa/ }).click();
    await dialog.locator('form').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(await sidewaysOverflow(page)).toBe(0);
    await fill(page, TIME_OUT_SECOND);
    await saveStep(page);
    await dialog.waitFor({ state: 'detached' });
    const authors = await page.evaluate(async () => {
      const found = await fetch('/fhir/QuestionnaireResponse?patient=Patient/demo-anna&_count=100');
      const { entry } = (await found.json()) as {
        entry: { resource: { questionnaire: string; author?: { reference: string } } }[];
      };
      return entry
        .map(({ resource }) => resource)
        .filter(({ questionnaire }) => questionnaire.includes(':time-out'))
        .map(({ author }) => author?.reference)
        .toSorted();
    });
    expect(authors).toEqual(['Practitioner/demo-doctor', 'Practitioner/demo-nurse']);
    // The first person is signed in all the while.
    await page.getByRole('link', { name: /Maria/ }).waitFor();

    await openStep(page, clinic, 'procedure');
    expect(await page.locator('section[aria-labelledby=step]').textContent()).toContain('L4/L5');
    await page.getByRole('button', { name: words.begin }).click();
    await page.getByRole('button', { name: words.end }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    for (const [step, form] of [
      ['anaesthesia', ANAESTHESIA],
      ['probe', PROBE],
      ['freezing', FREEZING],
      ['completion', COMPLETION],
    ] as const) {
      await openStep(page, clinic, step);
      await fill(page, form);
      await saveStep(page);
    }
    await openStep(page, clinic, 'procedure');
    await page.getByRole('button', { name: words.end }).click();
    await page
      .locator('section[aria-labelledby=step] [role=status]')
      .first()
      .getByText(/Done on|Wykonano/)
      .waitFor();
    // Planned and done, in words, beside the procedure that is over.
    await page.locator('section[aria-labelledby=freeze-result] [data-said]').waitFor({ timeout: 30_000 });

    await openStep(page, clinic, 'discharge');
    expect(await stepState(page)).toMatch(words.waiting);
    expect(await page.locator('section[aria-labelledby=step] form').count()).toBe(0);
    await openStep(page, clinic, 'observation');
    await fill(page, RECOVERY);
    await saveStep(page);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();

    await clinic.ahead({ hours: 1 });
    const { page: nurse } = await at('Ewa');
    await openStep(nurse, clinic, 'discharge');
    await expect.poll(() => stepState(nurse)).toContain(words.ready);
    await fill(nurse, DISCHARGE);
    await saveStep(nurse);
    await nurse.context().close();
  });

  test('at home: a flare on day 2 is expected, in at most nine presses, and the doctor decides (I9)', async () => {
    await clinic.ahead({ days: 2 });
    const { page, complaints } = await at('Anna');
    await page.locator('#allowed').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    const presses = await checkIn(page, [7, 2, 'first', 'first', 'first', 'first', 'first']);
    expect(presses).toBeLessThanOrEqual(9);
    await page.locator('main').getByText(words.expected).waitFor();
    expect(await page.getByText(/Your doctor decides|Decyzję podejmuje lekarz/).isVisible()).toBe(true);
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });

  test('a check-in is made from its first question to the advice by keyboard alone', async () => {
    const { page } = await at('Anna');
    await page.locator('header nav a').nth(1).focus();
    await page.keyboard.press('Enter');
    for (let question = 1; question <= 7; question++) {
      // The question itself has the focus, so that it is read out; its first answer is one Tab away.
      await page.getByText(new RegExp(`^(Question|Pytanie) ${question} `)).waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
    }
    const send = page.locator('main button').filter({ hasText: /^(Send|Wyślij)$/ });
    await send.waitFor();
    for (let stops = 0; stops < 12 && !(await send.evaluate((each) => each === document.activeElement)); stops++) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByText(/Your doctor decides|Decyzję podejmuje lekarz/).waitFor();
    await page.context().close();
  });

  test('an infection on day 6 reaches the clinic in its other window, is taken and closed, and the patient sees that it was read', async () => {
    await clinic.ahead({ days: 4 });
    const { page: nurse } = await at('Ewa');
    await nurse.locator('header nav a').nth(1).click();
    await nurse.getByText(words.noAlerts).waitFor();
    const { page, complaints } = await at('Anna');
    await page.locator('main').waitFor();
    const told = await toldDuring(nurse, async () => {
      await checkIn(page, [6, 2, 'first', [0], [2], 'first', 'first']);
      await page.locator('main').getByText(words.sameDay).waitFor();
      await nurse.getByRole('button', { name: words.alert }).waitFor();
    });
    expect(told.join()).toMatch(/One alert is open|Jeden otwarty alert/);
    // Whom to call is one tap away, and stays so without a network.
    await page.locator('main a[href="tel:+48000000000"]').waitFor();
    await page.context().setOffline(true);
    await page.locator('header nav a').nth(3).click();
    await page.locator('main a[href="tel:+48000000000"]').waitFor();
    await page.context().setOffline(false);
    expect(await accessibilityFindings(nurse)).toEqual([]);
    // Nobody takes it: after its minutes it stands on every screen of the clinic, also of whoever looks at something else (I5, H07).
    const banner = nurse.getByRole('alert').filter({ hasText: words.untaken });
    expect(await banner.count()).toBe(0);
    await clinic.ahead({ hours: 1 });
    await nurse.locator('header nav a').first().click();
    await nurse.reload();
    await banner.getByText(words.callNow).waitFor();
    expect(await accessibilityFindings(nurse)).toEqual([]);
    await banner.getByRole('link').click();
    await nurse.getByRole('button', { name: words.alert }).click();
    await banner.waitFor({ state: 'detached' });
    await nurse.getByLabel(words.done).fill('Called; seen at 14:00.');
    await nurse.getByRole('button', { name: words.close }).click();
    await nurse.getByText(words.noAlerts).waitFor();

    await page.locator('header nav a').first().click();
    await page.getByText(words.read).waitFor();
    expect(unexpected(complaints)).toEqual([]);
    await nurse.context().close();
    await page.context().close();
  });

  test('without a network the patient still sees what is allowed, is advised at once, and nothing is lost (I5, H07, H13)', async () => {
    const { page } = await at('Anna');
    await page.locator('#next').waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
    await page.reload();
    await page.locator('#next').waitFor();
    await page.context().setOffline(true);
    await page.reload();
    await page
      .getByText(/No connection|Brak połączenia/)
      .first()
      .waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await checkIn(page, [5, 0, 'first', 'first', 'first', 'first', 'first']);
    await page
      .locator('main')
      .getByText(/Not sent yet|Jeszcze nie wysłano/)
      .waitFor();
    await page.context().setOffline(false);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect
      .poll(() => page.getByText(/waits on this device|czeka na tym urządzeniu/).count(), { timeout: 10_000 })
      .toBe(0);
    await page.locator('header nav a').nth(2).click();
    await page.locator('main table').waitFor();
    expect(await page.locator('main tbody tr').count()).toBeGreaterThanOrEqual(3);
    await page.context().close();
  });

  test('what the clinic’s server fails on again and again is said to be undelivered, with whom to call, and comes when it can (H07)', async () => {
    const { page } = await at('Anna');
    await page.locator('#next').waitFor();
    let tries = 0;
    await page.route('**/fhir', (route) => {
      tries += 1;
      return route.fulfill({ status: 500, body: '' });
    });
    await checkIn(page, [5, 0, 'first', 'first', 'first', 'first', 'first']);
    const undelivered = page.getByRole('alert').filter({ hasText: words.undelivered });
    // A try that falls into the one before is none: asked for again until it is said.
    const said = async () => {
      await page.evaluate(() => dispatchEvent(new Event('online')));
      return undelivered.count();
    };
    await expect.poll(said, { timeout: 10_000 }).toBe(1);
    expect(tries).toBeGreaterThanOrEqual(4);
    await undelivered.getByText(/call the clinic|zadzwonić do poradni/).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.unroute('**/fhir');
    await expect.poll(said, { timeout: 10_000 }).toBe(0);
    await page.context().close();
  });

  test('a phone and a desk whose clock is wrong say so, and go by the clinic’s (H12)', async () => {
    for (const person of ['Anna', 'Maria']) {
      const { page } = await at(person);
      const notice = page.getByRole('status').filter({ hasText: words.clock });
      await page.locator('main h1').first().waitFor();
      expect(await notice.count()).toBe(0);
      await page.clock.setSystemTime(Date.now() - 3 * 3_600_000);
      await page.reload();
      await notice.waitFor();
      expect(await accessibilityFindings(page)).toEqual([]);
      await page.context().close();
    }
  });

  test('after a month the patient says at home what it brought, through a reload and without a network, and the clinic waits for it no more', async () => {
    await clinic.ahead({ days: 24 });
    const { page, complaints } = await at('Anna');
    const offered = page.locator('main a[href$="/form/outcome/outcome-month-1"]');
    await offered.waitFor();
    // Of the visits only the one that an answer now belongs to.
    expect(await page.locator('main a[href*="/form/"]').count()).toBe(1);
    expect(await accessibilityFindings(page)).toEqual([]);
    await offered.click();
    await page.getByText(words.unwatched).waitFor();
    await fill(page, { pain: { score: 2 }, 'peg.pain': { score: 3 }, 'peg.enjoyment': { score: 2 } });
    expect(await page.locator('[data-question="visit"], [data-question^="scores"]').count()).toBe(0);
    await page
      .locator('form [role=status]')
      .filter({ hasText: /kept on this device|przechowywane/ })
      .waitFor();
    await page.reload();
    await page.locator('[data-question="peg.activity"]').waitFor();
    expect(await page.locator('[data-question="peg.pain"] input:checked').count()).toBe(1);
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.context().setOffline(true);
    await fill(page, { 'peg.activity': { score: 2 }, pgic: { option: 1 }, opioids: NO });
    await pressSave(page);
    await page
      .locator('main')
      .getByText(/waits on this device|czeka na tym urządzeniu/)
      .first()
      .waitFor();
    await page.context().setOffline(false);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.locator('header nav a').first().click();
    await page.locator('#next').waitFor();
    await offered.waitFor({ state: 'detached' });
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });

  test('an end that was entered late stands on the chart until somebody has read it, and then in the record with their name (H19)', async () => {
    const { page, complaints } = await at('Maria');
    const status = await page.evaluate(async () => {
      const found = await fetch('/fhir/Procedure?patient=Patient/demo-anna&status=completed');
      const { entry } = (await found.json()) as { entry: { resource: Record<string, unknown> }[] };
      const own = entry.map(({ resource }) => resource).find(({ performedPeriod }) => performedPeriod !== undefined);
      const period = own?.performedPeriod as { start: string; end: string };
      const version = (own?.meta as { versionId?: string } | undefined)?.versionId;
      const end = new Date(Date.parse(period.end) - 1000).toISOString();
      const answer = await fetch(`/fhir/Procedure/${own?.id}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/fhir+json', 'x-cryopath': '1', 'if-match': `W/"${version}"` },
        body: JSON.stringify({ ...own, performedPeriod: { ...period, end } }),
      });
      return answer.ok ? 'changed' : answer.text();
    });
    expect(status).toBe('changed');
    await openStep(page, clinic, 'discharge');
    const read = page.getByRole('button', { name: words.closeFlag });
    await read.waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await read.click();
    await read.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: words.recordTab }).click();
    await page.getByText(words.closedBy).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });
});
