import { describe, expect, test } from 'vitest';
import type { AnswerValue } from './answer-state.ts';
import { isEnabled } from './enabled.ts';
import type { FormItem } from './form-item.ts';

const OPERATORS = ['=', '!=', '>', '<', '>=', '<='] as const;
type Verdict = Readonly<Record<(typeof OPERATORS)[number], boolean>>;

const item = (enableWhen: readonly object[], enableBehavior?: 'all' | 'any'): FormItem => ({
  linkId: 'asked',
  type: 'string',
  enableWhen: enableWhen as NonNullable<FormItem['enableWhen']>,
  ...(enableBehavior ? { enableBehavior } : {}),
});
const decide = (operator: string, wanted: object, answers: readonly AnswerValue[]): boolean =>
  isEnabled(item([{ question: 'q', operator, ...wanted }]), () => answers);
const coding = (code: string, system?: string) => ({ code, ...(system ? { system } : {}) });

const SAME: Verdict = { '=': true, '!=': false, '>': false, '<': false, '>=': true, '<=': true };
const MORE: Verdict = { '=': false, '!=': true, '>': true, '<': false, '>=': true, '<=': false };
const LESS: Verdict = { '=': false, '!=': true, '>': false, '<': true, '>=': false, '<=': true };
const OTHER: Verdict = { '=': false, '!=': true, '>': false, '<': false, '>=': false, '<=': false };
const EQUAL: Verdict = { ...OTHER, '=': true, '!=': false };
const NEVER: Verdict = { '=': false, '!=': false, '>': false, '<': false, '>=': false, '<=': false };

describe.each<[string, AnswerValue, object, Verdict]>([
  ['equal integers', { valueInteger: 4 }, { answerInteger: 4 }, SAME],
  ['a larger integer', { valueInteger: 5 }, { answerInteger: 4 }, MORE],
  ['an integer and a decimal', { valueInteger: 3 }, { answerDecimal: 3.5 }, LESS],
  ['a quantity', { valueQuantity: { value: 7 } }, { answerQuantity: { value: 7 } }, SAME],
  ['a later date', { valueDate: '2026-11-26' }, { answerDate: '2026-11-25' }, MORE],
  ['an earlier time', { valueTime: '08:00:00' }, { answerTime: '09:00:00' }, LESS],
  ['equal texts', { valueString: 'a' }, { answerString: 'a' }, SAME],
  ['the same code', { valueCoding: coding('x', 's') }, { answerCoding: coding('x', 's') }, EQUAL],
  ['the same code of any system', { valueCoding: coding('x', 's') }, { answerCoding: coding('x') }, EQUAL],
  ['a code of another system', { valueCoding: coding('x', 's') }, { answerCoding: coding('x', 't') }, OTHER],
  ['yes and yes', { valueBoolean: true }, { answerBoolean: true }, EQUAL],
  ['no and yes', { valueBoolean: false }, { answerBoolean: true }, OTHER],
  [
    'the same reference',
    { valueReference: { reference: 'Patient/1' } },
    { answerReference: { reference: 'Patient/1' } },
    EQUAL,
  ],
  ['a text and a number', { valueString: '4' }, { answerInteger: 4 }, NEVER],
  ['a boolean and a code', { valueBoolean: true }, { answerCoding: coding('true') }, NEVER],
])('%s', (_, answer, wanted, verdict) => {
  test.each(OPERATORS)('compared by %s', (operator) => {
    expect(decide(operator, wanted, [answer])).toBe(verdict[operator]);
  });
});

test('a question without an answer satisfies no comparison, not even that it is different', () => {
  for (const operator of OPERATORS) expect(decide(operator, { answerInteger: 4 }, [])).toBe(false);
});

test('of several answers one is enough', () => {
  expect(decide('=', { answerInteger: 4 }, [{ valueInteger: 1 }, { valueInteger: 4 }])).toBe(true);
});

test('exists asks whether there is an answer, and does not exist whether there is none', () => {
  expect(decide('exists', { answerBoolean: true }, [{ valueInteger: 1 }])).toBe(true);
  expect(decide('exists', { answerBoolean: true }, [])).toBe(false);
  expect(decide('exists', { answerBoolean: false }, [])).toBe(true);
  expect(decide('exists', { answerBoolean: false }, [{ valueBoolean: false }])).toBe(false);
});

test('all conditions must hold, unless any is enough; left out, all must', () => {
  const conditions = [
    { question: 'a', operator: '=', answerInteger: 1 },
    { question: 'b', operator: '=', answerInteger: 1 },
  ];
  const lookup = (linkId: string) => [{ valueInteger: linkId === 'a' ? 1 : 2 }];
  expect(isEnabled(item(conditions, 'any'), lookup)).toBe(true);
  expect(isEnabled(item(conditions, 'all'), lookup)).toBe(false);
  expect(isEnabled(item(conditions), lookup)).toBe(false);
});
