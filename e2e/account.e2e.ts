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
import { keyboardWalk, sidewaysOverflow, smallTargets } from './wcag.ts';

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
    await picture(page, `password-${language}`);
    await page.goto(`${server.url}/sign-in/link/${'x'.repeat(43)}`);
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
