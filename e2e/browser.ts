import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

// Must be set before the package is imported: it then brings the libraries that Chromium needs and the machine may lack.
process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';

/** Chromium out of the registry's package, or the one that CHROMIUM names. */
export async function launchBrowser(): Promise<Browser> {
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? (await packaged.executablePath()),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** A new visitor in Warsaw. Every line of the console that complains, and every error, lands in `complaints`. */
export async function newVisitor(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'pl-PL', timezoneId: 'Europe/Warsaw', ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}
