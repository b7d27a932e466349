import type { Page } from 'playwright-core';

/** An answer: words, a score, "now", the n-th of the options, or one of a long list by its name. */
export type Filled =
  | string
  | { readonly score: number }
  | { readonly option: number }
  | { readonly picked: string | number }
  | 'now';
export type FilledForm = Readonly<Record<string, Filled>>;

export const YES = { option: 0 } as const;
export const NO = { option: 1 } as const;

/** Answers the questions that stand on the page, as a person would by pressing and typing. */
export async function fill(page: Page, answers: FilledForm): Promise<void> {
  for (const [path, answer] of Object.entries(answers)) {
    const question = page.locator(`[data-question="${path}"]`);
    await question.waitFor();
    if (answer === 'now') {
      // What is still loading above may move the button from under the press: pressed again until it stands there.
      const isWritten = async () => (await question.locator('input').first().inputValue()) !== '';
      for (let presses = 0; presses < 3 && !(await isWritten()); presses += 1) {
        await page.locator(`div:has(> [data-question="${path}"]) > div button`).click();
      }
    } else if (typeof answer === 'string') {
      await question.locator('input, textarea').first().fill(answer);
    } else if ('score' in answer) {
      await question.getByText(String(answer.score), { exact: true }).first().click();
    } else if ('option' in answer) {
      await question.locator('label').nth(answer.option).click();
    } else {
      const { picked } = answer;
      await question.locator('select').selectOption(typeof picked === 'number' ? { index: picked } : { label: picked });
    }
  }
}

export const pressSave = (page: Page) => page.locator('form button[type=submit]').click();

/** The words of the step's state, as the clinic reads them. */
export const stepState = async (page: Page): Promise<string> =>
  (await page.locator('section[aria-labelledby=step] [role=status]').first().textContent()) ?? '';

/** Saves a step's form and waits until the step is done. */
export async function saveStep(page: Page): Promise<void> {
  const signature = page.locator('form label:has(input[type=checkbox])').last();
  if (
    (await page
      .locator('form')
      .getByText(/^(I sign this as|Podpisuję jako)/)
      .count()) > 0
  )
    await signature.click();
  await pressSave(page);
  await page
    .locator('section[aria-labelledby=step] [role=status]')
    .first()
    .getByText(/Done on|Wykonano/)
    .waitFor()
    .catch(async (error: unknown) => {
      const said = await page.locator('form').allInnerTexts();
      throw new Error(`The step is not done: ${said.join('\n')}`, { cause: error });
    });
}
