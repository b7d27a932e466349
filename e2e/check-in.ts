import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Answers the check-in by one press a question. @returns how many presses it took, from opening it to sending it */
export async function checkIn(page: Page, answers: readonly (number | 'first' | readonly number[])[]): Promise<number> {
  let presses = 1;
  await page.locator('header nav a').nth(1).click();
  for (const answer of answers) {
    const question = page.locator('main section').first();
    await question.locator('h2').waitFor();
    const heading = await question.locator('h2').textContent();
    if (typeof answer === 'object') {
      for (const index of answer) {
        await question.locator('label').nth(index).click();
        presses++;
      }
      await question.locator('button').last().click();
    } else {
      await question
        .locator('button')
        .nth(answer === 'first' ? 0 : answer)
        .click();
    }
    presses++;
    await expect.poll(() => page.locator('main h2').first().textContent()).not.toBe(heading);
  }
  await page
    .locator('main button')
    .filter({ hasText: /^(Send|Wyślij)$/ })
    .click();
  return presses + 1;
}
