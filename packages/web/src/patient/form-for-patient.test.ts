import { responseTo } from '@cryopath/pathway';
import { expect, test } from 'vitest';
import { readProtocol } from '../../build/protocol-files.ts';
import { answered } from '../form/logic/answer-state.ts';
import { askedOf, flatOf, isHidden, isQuestion } from '../form/logic/asked.ts';
import { responseOf } from '../form/logic/form-response.ts';
import { initialAnswers } from '../form/logic/initial-answers.ts';
import { formForPatient } from './form-for-patient.ts';

const protocol = readProtocol();
const outcomeForm = protocol.forms.find(({ id }) => id === 'outcome');
if (!outcomeForm) throw new Error('There is no outcome form');
const visits = protocol.steps.flatMap(({ id, form, answers }) => (form === 'outcome' ? [{ id, answers }] : []));

test('every visit says which one it is, each another', () => {
  const codes = visits.map(({ answers }) => answers?.visit);
  expect(codes).not.toContain(undefined);
  expect(new Set(codes).size).toBe(visits.length);
});

test.each(visits)('of $id the patient is asked what they can know, and the answers say the visit', ({ answers }) => {
  const form = formForPatient(outcomeForm, answers);
  const state = initialAnswers(form);
  const shown = flatOf(askedOf(form, state)).filter((each) => isQuestion(each) && !isHidden(each));
  const linkIds = shown.map(({ item }) => item.linkId);
  expect(linkIds).not.toContain('visit');
  expect(linkIds.filter((each) => each.startsWith('scores'))).toEqual([]);
  expect(linkIds.includes('pgic')).toBe(answers?.visit !== 'baseline');
  const response = responseOf(form, askedOf(form, answered(state, 'pain', [{ valueInteger: 3 }])), {
    patient: 'a',
    author: 'Patient/a',
    authored: '2026-03-09T10:00:00Z',
  });
  const whole = responseTo(
    outcomeForm,
    { visit: answers?.visit ?? '' },
    { patient: 'a', at: 0 as never, status: 'completed' },
  );
  const code = (items: unknown) =>
    (items as { linkId: string; answer: { valueCoding: { system: string; code: string } }[] }[])[0]?.answer[0]
      ?.valueCoding;
  expect(response.item?.[0]?.linkId).toBe('visit');
  expect(code(response.item)).toMatchObject({ system: code(whole.item)?.system, code: answers?.visit });
});
