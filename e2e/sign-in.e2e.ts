import { createHmac } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationOf, isFaulty, type RunningServer, silentLog, startServer, systemClock } from '@cryopath/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../packages/server/test/faults/server-process.ts';
import { accessibilityFindings } from './axe.ts';
import { launchBrowser, newVisitor } from './browser.ts';
import { freePort, holdPasskeys } from './real-clinic.ts';

/** A clinic that is no demonstration: real accounts, real doors. Passkeys are bound to `localhost`. */
let server: RunningServer;
let folder: string;
let base: string;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'cryopath-doors-'));
  await chmod(folder, 0o711);
  const port = await freePort();
  base = `http://localhost:${port}`;
  const configuration = configurationOf({
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
    PUBLIC_URL: base,
  });
  if (isFaulty(configuration)) throw new Error(JSON.stringify(configuration));
  const started = await startServer(configuration, { clock: systemClock, log: silentLog });
  if (!started.ok) throw new Error(JSON.stringify(started.outcome));
  server = started.value;
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const PASSWORD = 'several words together';

const WINDOWS = [
  {
    language: 'en',
    width: 1440,
    colorScheme: 'light',
    passkey: 'Sign in with a passkey',
    make: 'Make a passkey on this device',
    neverUsed: /not used yet/,
    held: /holds one of your passkeys already/,
    remove: 'Remove passkey 1',
    nobody: 'Nobody waits.',
    code: 'Code that they told you',
    confirm: 'Confirm',
    signOut: 'Sign out',
    left: /Nothing was chosen/,
    worklist: 'Worklist',
  },
  {
    language: 'pl',
    width: 360,
    colorScheme: 'dark',
    passkey: 'Zaloguj się kluczem dostępu',
    make: 'Utwórz klucz dostępu na tym urządzeniu',
    neverUsed: /jeszcze nieużyty/,
    held: /ma już jeden z Państwa kluczy/,
    remove: 'Usuń klucz dostępu 1',
    nobody: 'Nikt nie czeka.',
    code: 'Przekazany kod',
    confirm: 'Potwierdź',
    signOut: 'Wyloguj się',
    left: /Niczego nie wybrano/,
    worklist: 'Lista pracy',
  },
] as const;

describe.each(WINDOWS)('the doors of staff in $language at $width px', (words) => {
  const { language, width, colorScheme } = words;
  const visit = async () => {
    const visitor = await newVisitor(browser, {
      viewport: { width, height: 900 },
      colorScheme,
      reducedMotion: 'reduce',
      locale: language === 'pl' ? 'pl-PL' : 'en-GB',
    });
    await holdPasskeys(visitor.page);
    return visitor.page;
  };

  test('the lead joins, makes a passkey, signs in with it and without it, and confirms a colleague', async () => {
    const lead = await visit();
    await joinBy(lead, await invited(`lead-${language}`, 'lead'));
    await lead.getByRole('link').last().click();
    await lead.locator('header nav').waitFor();
    await lead.goto(`${base}/app/account?lang=${language}`);
    await lead.getByText(words.nobody).waitFor();
    await lead.getByRole('button', { name: words.make }).click();
    await lead.getByText(words.neverUsed).waitFor();
    expect(await accessibilityFindings(lead)).toEqual([]);
    await lead.getByRole('button', { name: words.make }).click();
    await lead.getByText(words.held).waitFor();

    await lead.getByRole('button', { name: words.signOut }).click();
    await lead.getByRole('button', { name: words.passkey }).waitFor();
    expect(await accessibilityFindings(lead)).toEqual([]);
    await lead.getByRole('button', { name: words.passkey }).click();
    await lead.getByRole('heading', { name: words.worklist }).waitFor();

    // An administrator makes an account; its owner is shown a code, and nobody is signed in before the lead has typed it.
    const nurse = await visit();
    await joinBy(nurse, await takenOn(`nurse-${language}`));
    const code = await nurse.locator('main code, code').first().innerText();
    await lead.goto(`${base}/app/account?lang=${language}`);
    await lead.getByLabel(words.code).fill('000000');
    await lead.getByRole('button', { name: words.confirm }).click();
    await lead.locator('[role=alert]').first().waitFor();
    expect(await accessibilityFindings(lead)).toEqual([]);
    await lead.getByLabel(words.code).fill(code);
    await lead.getByRole('button', { name: words.confirm }).click();
    await lead.getByText(words.nobody).waitFor();

    await nurse.goto(`${base}/sign-in/`);
    await nurse.locator('#userName').fill(`nurse-${language}`);
    await nurse.locator('#password').fill(PASSWORD);
    await nurse.locator('#code').fill(recovery.get(nurse) ?? '');
    await nurse.getByRole('button').first().click();
    await nurse.locator('header nav').waitFor();

    // The last way in stays, another may go: the lead has a password beside the passkey.
    await lead.getByRole('button', { name: words.remove }).click();
    await lead.getByRole('button', { name: words.remove }).waitFor({ state: 'detached' });
    await lead.context().close();
    await nurse.context().close();
  });

  test('a device without a passkey says that nothing was chosen, and the other door is there', async () => {
    const page = await visit();
    await page.goto(`${base}/app/?lang=${language}`);
    await page.getByRole('button', { name: words.passkey }).click();
    await page.getByText(words.left).waitFor();
    expect(await page.locator('a[href="/sign-in/"]').isVisible()).toBe(true);
    await page.context().close();
  });
});

/** A recovery code of whoever joined in this window. */
const recovery = new WeakMap<Page, string>();

/** Goes through an invitation with nothing but its forms. */
async function joinBy(page: Page, path: string): Promise<void> {
  await page.goto(base + path);
  await page.getByRole('button').first().click();
  const secret = (await page.locator('code').first().innerText()).replaceAll(' ', '');
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#code').fill(oneTimeCode(secret));
  await page.getByRole('button').first().click();
  await page.locator('li code').first().waitFor();
  recovery.set(page, await page.locator('li code').first().innerText());
}

/** An account made on the machine's own console. @returns the path of its invitation */
async function invited(userName: string, role: string): Promise<string> {
  const words = `user add ${userName} --role ${role} --clinic c1 --clinic-name Klinika --name`.split(' ');
  const made = await runProgram(...words, `${userName} Zmyślona`, '--data', join(folder, 'data'));
  const path = /\/sign-in\/invitation\/[\w-]+/.exec(made.out)?.[0];
  if (path === undefined) throw new Error(made.out);
  return path;
}

/** An account made by an administrator of the clinic. @returns the path of its invitation */
async function takenOn(userName: string): Promise<string> {
  const { page } = await newVisitor(browser);
  await joinBy(page, await invited(`admin-of-${userName}`, 'administrator'));
  const link = await page.evaluate(
    async (body) => {
      const headers = { 'content-type': 'application/json', 'x-cryopath': '1' };
      const answer = await fetch('/sign-in/accounts', { method: 'POST', headers, body: JSON.stringify(body) });
      return answer.text();
    },
    { userName, name: `${userName} Przykładna`, role: 'nurse' },
  );
  await page.context().close();
  const path = /\/sign-in\/invitation\/[\w-]+/.exec(link)?.[0];
  if (path === undefined) throw new Error(link);
  return path;
}

/** RFC 6238 as authenticator apps do it: SHA-1, six digits, 30 seconds. */
function oneTimeCode(secret: string): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((each) => Number.parseInt(each, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(systemClock.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
