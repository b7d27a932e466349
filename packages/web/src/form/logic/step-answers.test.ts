import { expect, test } from 'vitest';
import { isAnswerTo } from './step-answers.ts';

const response = {
  item: [
    { linkId: 'group', item: [{ linkId: 'visit', answer: [{ valueCoding: { code: 'month-3' } }] }] },
    { linkId: 'pain', answer: [{ valueInteger: 2 }] },
  ],
};

test('what was answered after three months is not shown as what was answered after six', () => {
  expect(isAnswerTo({ visit: 'month-3' }, response)).toBe(true);
  expect(isAnswerTo({ visit: 'month-6' }, response)).toBe(false);
  expect(isAnswerTo({ visit: 'month-3' }, { item: [] })).toBe(false);
});

test('a step that answers nothing itself takes every response to its form', () => {
  expect(isAnswerTo(undefined, response)).toBe(true);
});
