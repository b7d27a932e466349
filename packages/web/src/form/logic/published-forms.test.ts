import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultOf } from './answer-fault.ts';
import { optionsOf } from './answer-option.ts';
import { type AnswerState, type AnswerValue, answered } from './answer-state.ts';
import { type Asked, askedOf, flatOf, isQuestion } from './asked.ts';
import { extractObservations } from './extract-observations.ts';
import type { Form } from './form-item.ts';
import { type ResponseItem, responseOf } from './form-response.ts';
import { initialAnswers } from './initial-answers.ts';

/** The examples of R4, and those of Structured Data Capture, with the forms that its own tests use. */
const { resolve } = createRequire(import.meta.url);
const R4 = dirname(resolve('hl7.fhir.r4.examples/package.json'));
const SDC = dirname(resolve('hl7.fhir.uv.sdc/package.json'));
const formsIn = (of: string, folder: string) =>
  readdirSync(folder)
    .filter((file) => file.startsWith('Questionnaire-'))
    .map((file) => [`${of}: ${file}`, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Form] as const);
const FORMS = [...formsIn('R4', R4), ...formsIn('SDC', SDC), ...formsIn('SDC', join(SDC, 'example'))];
const ANSWERING = { patient: 'p', author: 'Practitioner/d', authored: '2026-11-26T10:00:00Z' };

/** Some answer of a question's type, chosen by a number. */
function someAnswer({ item }: Asked, form: Form, number: number): AnswerValue | undefined {
  switch (item.type) {
    case 'boolean':
      return { valueBoolean: number % 2 === 0 };
    case 'integer':
      return { valueInteger: number };
    case 'decimal':
      return { valueDecimal: number / 4 };
    case 'quantity':
      return { valueQuantity: { value: number } };
    case 'date':
      return { valueDate: '2026-11-26' };
    case 'dateTime':
      return { valueDateTime: '2026-11-26T10:00:00+01:00' };
    case 'time':
      return { valueTime: '10:00:00' };
    case 'string':
    case 'text':
      return { valueString: `text ${number}` };
    case 'url':
      return { valueUri: 'https://example.org' };
    case 'choice':
    case 'open-choice': {
      const options = optionsOf(item, form, 'en');
      return options[number % Math.max(1, options.length)]?.answer ?? { valueString: 'in words' };
    }
    case 'reference':
      return { valueReference: { reference: 'Patient/p' } };
    case 'attachment':
      return { valueAttachment: { title: 'scan.pdf' } };
    case 'group':
    case 'display':
      return undefined;
    default:
      return item.type satisfies never;
  }
}

const linkIds = (items: readonly ResponseItem[]): readonly string[] =>
  items.flatMap(({ linkId, item, answer }) => [
    linkId,
    ...linkIds(item ?? []),
    ...(answer ?? []).flatMap((each) => linkIds(each.item ?? [])),
  ]);

test('there are published forms to try', () => {
  expect(FORMS.filter(([name]) => name.startsWith('SDC')).length).toBe(36);
  expect(FORMS.length).toBeGreaterThan(39);
});

describe.each(FORMS)('%s', (_, form) => {
  test('is asked from its initial answers on, and every question is looked at', () => {
    const asked = flatOf(askedOf(form, initialAnswers(form)));
    // One is a stub whose questions come one by one from a server.
    expect(asked.length > 0).toBe(form.item !== undefined);
    expect(asked.filter(isQuestion).every((each) => faultOf(each)?.fault !== 'number')).toBe(true);
  });

  test('whatever is answered, the response holds what is asked, once, and nothing that is not', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 60 }), (numbers) => {
        let state: AnswerState = initialAnswers(form);
        numbers.forEach((number, index) => {
          const questions = flatOf(askedOf(form, state)).filter(isQuestion);
          const question = questions[index % Math.max(1, questions.length)];
          const answer = question && someAnswer(question, form, number);
          if (question && answer) state = answered(state, question.path, [answer]);
        });
        const asked = askedOf(form, state);
        const response = responseOf(form, asked, ANSWERING);
        const given = linkIds(response.item ?? []);
        expect(new Set(given).size).toBe(given.length);
        const open = new Set(flatOf(asked).map(({ item }) => item.linkId));
        expect(given.filter((linkId) => !open.has(linkId))).toEqual([]);
        expect(extractObservations(asked, ANSWERING, 'urn:uuid:r').every(({ code }) => code.coding.length > 0)).toBe(
          true,
        );
      }),
      { seed: 20261126, numRuns: 30 },
    );
  });
});
