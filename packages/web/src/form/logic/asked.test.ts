import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnswerState, answered, NO_ANSWERS, withOccurrence, withoutOccurrence } from './answer-state.ts';
import { askedOf, flatOf, keptWhereSame } from './asked.ts';
import type { Form } from './form-item.ts';

const FORM: Form = {
  resourceType: 'Questionnaire',
  item: [
    { linkId: 'pain', type: 'integer' },
    {
      linkId: 'opioids',
      type: 'boolean',
      item: [
        {
          linkId: 'dose',
          type: 'decimal',
          enableWhen: [{ question: 'opioids', operator: '=', answerBoolean: true } as never],
        },
      ],
    },
    {
      linkId: 'cycle',
      type: 'group',
      repeats: true,
      item: [
        { linkId: 'lowest', type: 'integer' },
        {
          linkId: 'note',
          type: 'string',
          enableWhen: [{ question: 'lowest', operator: 'exists', answerBoolean: true } as never],
        },
      ],
    },
  ],
};
const PATHS = ['pain', 'opioids', 'dose', 'cycle[0]/lowest', 'cycle[0]/note', 'cycle[1]/lowest'];

type Act = (state: AnswerState) => AnswerState;
const act: fc.Arbitrary<Act> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...PATHS), fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }))
    .map(([path, value]): Act => {
      const answer = path === 'opioids' ? { valueBoolean: value === 1 } : { valueInteger: value };
      return (state) => answered(state, path, value === undefined ? [] : [answer]);
    }),
  fc.constant<Act>((state) => withOccurrence(state, 'cycle')),
  fc.nat(2).map(
    (index): Act =>
      (state) =>
        withoutOccurrence(state, 'cycle', index),
  ),
);

test('an answer leaves every other question the very same', () => {
  const state = withOccurrence(answered(NO_ANSWERS, 'cycle[1]/lowest', [{ valueInteger: -70 }]), 'cycle');
  const before = askedOf(FORM, state);
  const after = keptWhereSame(before, askedOf(FORM, answered(state, 'cycle[0]/lowest', [{ valueInteger: -60 }])));
  const same = flatOf(after).filter((each) => flatOf(before).includes(each));
  expect(same.map(({ path }) => path)).toEqual(['pain', 'opioids', 'cycle[1]/lowest', 'cycle[1]/note']);
  expect(keptWhereSame(before, askedOf(FORM, state))).toBe(before);
});

test('whatever is done to the answers, what is kept says the same as what would be asked anew', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      let state = NO_ANSWERS;
      let kept = askedOf(FORM, state);
      for (const each of acts) {
        state = each(state);
        const anew = askedOf(FORM, state);
        kept = keptWhereSame(kept, anew);
        expect(kept).toEqual(anew);
      }
    }),
  );
});
