import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationOf, isFaulty, type RunningServer, silentLog, startServer, systemClock } from '@cryopath/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMANDS } from '../packages/server/src/cli/commands.ts';
import { run } from '../packages/server/src/cli/run.ts';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser, newVisitor } from './browser.ts';
import { unexpected } from './demo-clinic.ts';
import { freePort, holdPasskeys } from './real-clinic.ts';
import { keyboardWalk, sidewaysOverflow, smallTargets, unhelpedFields } from './wcag.ts';

let browser: Browser;
let server: RunningServer;
let folder: string;
/** Invitations by user name: what `cryopath user add` told. */
const invitations = new Map<string, string>();

/** A clinic that is no demonstration, on `localhost`: passkeys are bound to a host's name, and want https anywhere else. */
beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'cryopath-account-'));
  const port = String(await freePort());
  const environment = { PORT: port, HOST: 'localhost', DATA_DIR: folder, PUBLIC_URL: `http://localhost:${port}` };
  for (const [userName, name, role] of [
    ['lena', 'Lena Lead', 'lead'],
    ['adam', 'Adam Lis', 'administrator'],
    ['ada', 'Ada Los', 'administrator'],
    ['eva', 'Eva Admin', 'administrator'],
    ['leon', 'Leon Lead', 'lead'],
  ] as const) {
    let out = '';
    const words = [
      'user',
      'add',
      userName,
      '--name',
      name,
      '--role',
      role,
      '--clinic',
      'c1',
      '--clinic-name',
      'Klinika',
    ];
    const surroundings = {
      environment,
      out(text: string) {
        out += text;
      },
      error: () => undefined,
      isWatched: false,
    };
    expect(await run(COMMANDS, words, surroundings)).toBe(0);
    invitations.set(userName, new URL(out.split('\n')[0] ?? '').pathname);
  }
  const configuration = configurationOf(environment);
  if (isFaulty(configuration)) throw new Error(JSON.stringify(configuration));
  const started = await startServer(configuration, { clock: systemClock, log: silentLog });
  if (!started.ok) throw new Error(JSON.stringify(started.outcome));
  server = started.value;
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Somebody at a device of their own that holds passkeys. */
async function atDevice(language: 'en' | 'pl', width: number, colorScheme: 'light' | 'dark' = 'light') {
  const visitor = await newVisitor(browser, {
    viewport: { width, height: 900 },
    locale: language === 'pl' ? 'pl-PL' : 'en-GB',
    colorScheme,
    reducedMotion: 'reduce',
  });
  const ownerConfirms = await holdPasskeys(visitor.page);
  return { ...visitor, ownerConfirms };
}

async function soundPage(page: Page): Promise<void> {
  expect(await accessibilityFindings(page)).toEqual([]);
  expect(await sidewaysOverflow(page)).toBe(0);
  expect(await smallTargets(page)).toEqual([]);
}

const picture = async (page: Page, name: string) => {
  const to = process.env.PICTURES;
  if (to !== undefined) await page.screenshot({ path: join(to, `${name}.png`), fullPage: true });
};

/** From the invitation to a passkey on this device. */
async function joins(page: Page, invitation: string): Promise<void> {
  await page.goto(server.url + invitation);
  await soundPage(page);
  await picture(page, 'invitation');
  await page.locator('a[href^="/app/join/"]').click();
  await page.getByRole('button', { name: /passkey|klucz/i }).waitFor();
  await soundPage(page);
  await picture(page, 'join');
  await page.getByRole('button', { name: /passkey|klucz/i }).click();
}

const signOut = (page: Page) => page.getByRole('button', { name: /Sign out$|Wyloguj się/ }).click();

test('a passkey from the invitation on, a colleague who waits, and the lead who confirms them', async () => {
  const adam = await atDevice('pl', 360, 'dark');
  await joins(adam.page, invitations.get('adam') ?? '');
  await adam.page.getByRole('link', { name: 'Dalej' }).click();
  await adam.page.getByRole('heading', { name: 'Konta poradni' }).waitFor();
  await adam.page.getByLabel('Imię i nazwisko').fill('Nina Nowa');
  await adam.page.getByLabel('Nazwa użytkownika').fill('nina');
  await adam.page.getByLabel('Rola').selectOption('nurse');
  await adam.page.getByRole('button', { name: 'Utwórz zaproszenie' }).click();
  const link = adam.page.getByText('/sign-in/invitation/');
  await link.waitFor();
  await soundPage(adam.page);
  await picture(adam.page, 'staff');
  const invitation = new URL((await link.textContent()) ?? '').pathname;

  const nina = await atDevice('pl', 1440);
  await joins(nina.page, invitation);
  const shown = nina.page.getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  const code = (await shown.textContent()) ?? '';
  await soundPage(nina.page);
  await picture(nina.page, 'waits');
  await nina.page.getByRole('link', { name: 'Zaloguj się' }).click();
  await nina.page.getByRole('button', { name: 'Zaloguj się kluczem dostępu' }).waitFor();
  await soundPage(nina.page);
  await picture(nina.page, 'doors');
  await nina.page.getByRole('button', { name: 'Zaloguj się kluczem dostępu' }).click();
  await expect.poll(() => nina.page.getByRole('alert').textContent()).toContain(code);

  const lena = await atDevice('en', 360);
  await joins(lena.page, invitations.get('lena') ?? '');
  await lena.page.getByRole('link', { name: 'Continue' }).click();
  await lena.page.getByRole('link', { name: /Lena Lead/ }).click();
  await lena.page.getByText('Nina Nowa').first().waitFor();
  await lena.page.getByRole('button', { name: 'Refuse Nina Nowa' }).waitFor();
  await soundPage(lena.page);
  await picture(lena.page, 'colleagues');
  await lena.page.getByLabel('Code that they told you').fill('AAAA-AAAA');
  await lena.page.getByRole('button', { name: 'Confirm' }).click();
  await lena.page.getByRole('alert').waitFor();
  await soundPage(lena.page);
  await lena.page.getByLabel('Code that they told you').fill(code.toLowerCase());
  await lena.page.getByRole('button', { name: 'Confirm' }).click();
  await lena.page.getByText('Nobody waits.').waitFor();

  await nina.page.getByRole('button', { name: 'Zaloguj się kluczem dostępu' }).click();
  await nina.page.getByRole('link', { name: /Nina Nowa/ }).waitFor();
  for (const { complaints } of [adam, nina, lena])
    expect(unexpected(complaints).filter((line) => !/40[34]|422/.test(line))).toEqual([]);
  await Promise.all([adam, nina, lena].map(({ page }) => page.context().close()));
});

test('an administrator changes a role, invites again and closes an account, and the lead’s word stands before every new beginning', async () => {
  const adam = await atDevice('en', 1440);
  const { page } = adam;
  await joins(page, invitations.get('eva') ?? '');
  await page.getByRole('link', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Accounts of the clinic' }).waitFor();
  const row = page.getByRole('row').filter({ hasText: 'Nina Nowa' });
  const press = async (name: string, confirm: string) => {
    await row.getByRole('button', { name }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    if (name.startsWith('Change')) await dialog.getByLabel('New role').selectOption('doctor');
    await soundPage(page);
    await picture(page, `staff-${confirm}`);
    await dialog.getByRole('button', { name: confirm, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  // Nobody does anything to their own account.
  expect(await page.getByRole('row').filter({ hasText: 'Eva Admin' }).getByRole('button').count()).toBe(0);
  await row.getByText('Active').waitFor();
  await press('Change role: Nina Nowa', 'Change role');
  await row.getByText('Waits for the lead').waitFor();
  await row.getByRole('cell', { name: 'Doctor' }).waitFor();

  await press('Invite again: Nina Nowa', 'Invite again');
  const link = page.getByText('/sign-in/invitation/');
  await link.waitFor();
  await row.getByText('Invited').waitFor();
  await soundPage(page);
  const nina = await atDevice('en', 360, 'dark');
  await joins(nina.page, new URL((await link.textContent()) ?? '').pathname);
  // The new passkey alone lets nobody in: the lead is told the code again.
  await nina.page.getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/).waitFor();
  await nina.page.getByRole('link', { name: 'Sign in' }).click();
  await nina.page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await nina.page.getByRole('alert').waitFor();

  await page.reload();
  await row.getByText('Waits for the lead').waitFor();
  await press('Close account: Nina Nowa', 'Close account');
  await row.getByText('Closed').waitFor();
  await press('Open again: Nina Nowa', 'Open again');
  await row.getByText('Waits for the lead').waitFor();
  expect((await keyboardWalk(page)).faults).toEqual([]);
  expect(unexpected(adam.complaints).filter((line) => !/40[34]/.test(line))).toEqual([]);
  await Promise.all([page, nina.page].map((each) => each.context().close()));
});

test('a patient lets somebody in after reading what they will see, hands over a link and a code, and ends it', async () => {
  // A lead signs the patient in for the first time: by a link, and the birth date.
  const lead = await atDevice('en', 1440);
  await joins(lead.page, invitations.get('leon') ?? '');
  await lead.page.getByRole('link', { name: 'Continue' }).click();
  await lead.page.getByRole('link', { name: /Leon Lead/ }).waitFor();
  const entrance = await lead.page.evaluate(async () => {
    const post = async (url: string, type: string, body: object) => {
      const headers = { 'content-type': type, 'x-cryopath': '1', prefer: 'return=representation' };
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json() as Promise<object>;
    };
    const anna = {
      resourceType: 'Patient',
      birthDate: '1968-04-12',
      name: [{ text: 'Anna Nowak' }],
      managingOrganization: { reference: 'Organization/c1' },
    };
    const { id } = (await post('/fhir/Patient', 'application/fhir+json', anna)) as { id: string };
    const { url } = (await post('/sign-in/links', 'application/json', { who: `Patient/${id}` })) as { url: string };
    return url;
  });
  const anna = await atDevice('pl', 360, 'dark');
  const { page } = anna;
  await page.goto(entrance);
  await page.locator('input').fill('12.04.1968');
  await page.locator('button').click();
  await page.getByRole('link', { name: /Anna Nowak/ }).click();
  await page.getByText('Nikt oprócz Pani/Pana i poradni.').waitFor();
  await page.getByText(/Ta osoba zobaczy wszystko, co jest widoczne tutaj/).waitFor();
  const letIn = page.getByRole('button', { name: 'Daj dostęp i utwórz odnośnik' });
  expect(await letIn.isDisabled()).toBe(true);
  await page.getByLabel('Imię i nazwisko tej osoby').fill('Ola Nowak');
  await page.getByLabel('Kim jest dla Pani/Pana').selectOption({ label: 'Syn lub córka' });
  await soundPage(page);
  await picture(page, 'let-in');
  await letIn.click();
  const link = page.getByText('/sign-in/link/');
  await link.waitFor();
  await page.getByRole('row').filter({ hasText: 'Ola Nowak' }).waitFor();
  await soundPage(page);
  await picture(page, 'caregiver-link');
  const code = (await page.getByText(/^\d{8}$/).textContent()) ?? '';

  const ola = await atDevice('en', 1440);
  await ola.page.goto((await link.textContent()) ?? '');
  await ola.page.locator('input').fill(code);
  await ola.page.locator('button').click();
  await ola.page.getByRole('link', { name: /Ola Nowak/ }).waitFor();
  await ola.page.getByRole('heading', { name: 'Anna Nowak' }).waitFor();

  // Another device of hers later: a new link from the list, which is another one.
  const first = await link.textContent();
  await page.getByRole('button', { name: 'Utwórz nowy odnośnik: Ola Nowak' }).click();
  await expect.poll(() => link.textContent()).not.toBe(first);
  await page.getByRole('button', { name: 'Zakończ dostęp: Ola Nowak' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Zakończ dostęp' }).click();
  await page.getByText('Nikt oprócz Pani/Pana i poradni.').waitFor();
  expect(await link.count()).toBe(0);
  await ola.page.reload();
  await ola.page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  expect((await keyboardWalk(page)).faults).toEqual([]);
  expect(unexpected(anna.complaints).filter((line) => !/40[34]/.test(line))).toEqual([]);
  await Promise.all([lead, anna, ola].map((each) => each.page.context().close()));
});

test('the invitation serves once: who comes later is told so and let in nowhere', async () => {
  const late = await atDevice('en', 1440);
  await joins(late.page, invitations.get('lena') ?? '');
  await late.page.getByRole('alert').waitFor();
  expect(await late.page.getByRole('link', { name: 'Continue' }).count()).toBe(0);
  await soundPage(late.page);
  await late.page.context().close();
});

test('the last passkey stays, a session elsewhere is ended, and a device whose owner does not confirm opens nothing', async () => {
  const device = await atDevice('pl', 1440);
  const { page } = device;
  await joins(page, invitations.get('ada') ?? '');
  await page.getByRole('link', { name: /Dalej|Zaloguj się/ }).click();
  await page.getByRole('link', { name: /Ada Los/ }).click();
  await page.getByRole('button', { name: 'Usuń klucz dostępu 1' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Usuń klucz dostępu 1' }).waitFor();
  await soundPage(page);

  // A second session of the same person: the cookie of the first is put away, as a computer that was left would keep it.
  const [left] = await page.context().cookies();
  await page.context().clearCookies();
  await page.goto(`${server.url}/app/`);
  await page.getByRole('button', { name: 'Zaloguj się kluczem dostępu' }).click();
  await page.getByRole('link', { name: /Ada Los/ }).click();
  await page.getByText('To urządzenie', { exact: true }).waitFor();
  await soundPage(page);
  await picture(page, 'account');
  const answersLeft = async () =>
    (await fetch(`${server.url}/sign-in/session`, { headers: { cookie: `${left?.name}=${left?.value}` } })).status;
  expect(await answersLeft()).toBe(200);
  await page.getByRole('button', { name: /^Zakończ sesję/ }).click();
  await picture(page, 'end-session');
  await page.getByRole('dialog').getByRole('button', { name: 'Zakończ' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await answersLeft()).toBe(401);
  expect((await keyboardWalk(page)).faults).toEqual([]);

  await signOut(page);
  await device.ownerConfirms(false);
  await page.getByRole('button', { name: 'Zaloguj się kluczem dostępu' }).click();
  await page.getByText('Niczego nie wybrano', { exact: false }).waitFor();
  expect((await page.context().cookies()).filter(({ value }) => value !== '')).toEqual([]);
  await page.context().close();
});

test('a browser at a wrong address gets a page of the product, in both themes and languages', async () => {
  for (const [language, width, theme] of [
    ['en', 1440, 'light'],
    ['pl', 360, 'dark'],
  ] as const) {
    const { page } = await atDevice(language, width, theme);
    const answer = await page.goto(`${server.url}/nowhere`);
    expect(answer?.status()).toBe(404);
    await soundPage(page);
    await picture(page, `nowhere-${language}`);
    await page.goto(`${server.url}/sign-in/`);
    await soundPage(page);
    expect(await unhelpedFields(page)).toEqual([]);
    await picture(page, `password-${language}`);
    await page.goto(`${server.url}/sign-in/link/${'x'.repeat(43)}`);
    expect(await unhelpedFields(page)).toEqual([]);
    await page.locator('input').fill('12.04.1968');
    await page.locator('button').click();
    await page.getByRole('alert').waitFor();
    await soundPage(page);
    await picture(page, `link-${language}`);
    await page.goto(`${server.url}/nowhere`);
    await page.locator('a[href="/app/"]').click();
    await page.getByRole('button', { name: /passkey|klucz/i }).waitFor();
    await page.context().close();
  }
});
