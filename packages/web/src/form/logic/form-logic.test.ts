import { expect, test } from 'vitest';
import { evaluateForm } from '../evaluate-form.ts';
import { faultOf } from './answer-fault.ts';
import {
  type AnswerState,
  type AnswerValue,
  answered,
  NO_ANSWERS,
  withOccurrence,
  withoutOccurrence,
} from './answer-state.ts';
import { askedOf, flatOf } from './asked.ts';
import { calculated } from './calculated.ts';
import { extractObservations } from './extract-observations.ts';
import type { Form, FormItem } from './form-item.ts';
import { responseOf, responseSoFar } from './form-response.ts';
import { initialAnswers } from './initial-answers.ts';

const form = (...item: FormItem[]): Form => ({
  resourceType: 'Questionnaire',
  url: 'urn:test:form',
  version: '1',
  item,
});
const answers = (given: Readonly<Record<string, AnswerValue>>): AnswerState =>
  Object.entries(given).reduce((state, [path, value]) => answered(state, path, [value]), NO_ANSWERS);
const paths = (questionnaire: Form, state: AnswerState) =>
  flatOf(askedOf(questionnaire, state)).map(({ path }) => path);
const calculation = (expression: string) => ({
  extension: [
    {
      url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression',
      valueExpression: { language: 'text/fhirpath', expression },
    },
  ],
});
const ANSWERING = { patient: 'p', author: 'Practitioner/d', authored: '2026-11-26T10:00:00Z', pathway: 'CarePlan/c' };

test('what is not asked any more is not in the response, and comes back with its answer when it is asked again', () => {
  const asking = form(
    { linkId: 'opioids', type: 'boolean' },
    {
      linkId: 'dose',
      type: 'decimal',
      enableWhen: [{ question: 'opioids', operator: '=', answerBoolean: true } as never],
    },
  );
  const yes = answers({ opioids: { valueBoolean: true }, dose: { valueDecimal: 20 } });
  const no = answered(yes, 'opioids', [{ valueBoolean: false }]);
  expect(paths(asking, yes)).toEqual(['opioids', 'dose']);
  expect(responseSoFar(asking, no).item).toEqual([{ linkId: 'opioids', answer: [{ valueBoolean: false }] }]);
  expect(responseSoFar(asking, answered(no, 'opioids', [{ valueBoolean: true }])).item).toHaveLength(2);
});

test('inside a repeating group a condition looks at its own occurrence', () => {
  const cycle: FormItem = {
    linkId: 'cycle',
    type: 'group',
    repeats: true,
    item: [
      { linkId: 'twitch', type: 'boolean' },
      {
        linkId: 'limb',
        type: 'string',
        enableWhen: [{ question: 'twitch', operator: '=', answerBoolean: true } as never],
      },
    ],
  };
  const two = withOccurrence(
    answers({ 'cycle[0]/twitch': { valueBoolean: false }, 'cycle[1]/twitch': { valueBoolean: true } }),
    'cycle',
  );
  expect(paths(form(cycle), two)).toEqual(['cycle', 'cycle[0]/twitch', 'cycle[1]/twitch', 'cycle[1]/limb']);
  const one = withoutOccurrence(two, 'cycle', 0);
  expect(responseSoFar(form(cycle), one).item).toEqual([
    { linkId: 'cycle', item: [{ linkId: 'twitch', answer: [{ valueBoolean: true }] }] },
  ]);
});

test('calculations that stand on calculations come out right whatever their order', () => {
  const pain = (linkId: string): FormItem => ({ linkId, type: 'integer' });
  const value = (linkId: string) => `descendants().where(linkId = '${linkId}').answer.value`;
  const summing = form(
    { linkId: 'relief', type: 'decimal', ...calculation(`${value('drop')} * 100 / ${value('before')}`) },
    { linkId: 'drop', type: 'integer', ...calculation(`${value('before')} - ${value('after')}`) },
    pain('before'),
    pain('after'),
  );
  const done = calculated(summing, answers({ before: { valueInteger: 8 }, after: { valueInteger: 2 } }), evaluateForm);
  expect(done.answers.relief).toEqual([{ valueDecimal: 75 }]);
  const undone = calculated(summing, answered(done, 'after', []), evaluateForm);
  expect(undone.answers.relief).toBeUndefined();
});

test('a calculation that runs in a circle ends', () => {
  const circle = form(
    {
      linkId: 'a',
      type: 'integer',
      ...calculation(
        "iif(descendants().where(linkId = 'b').answer.value.exists(), descendants().where(linkId = 'b').answer.value + 1, 1)",
      ),
    },
    { linkId: 'b', type: 'integer', ...calculation("descendants().where(linkId = 'a').answer.value + 1") },
  );
  expect(Object.keys(calculated(circle, NO_ANSWERS, evaluateForm).answers).toSorted()).toEqual(['a', 'b']);
});

test('initial values are answers before anybody answers, and a chosen option loses its translation', () => {
  const state = initialAnswers(
    form(
      { linkId: 'done', type: 'boolean', initial: [{ valueBoolean: false }] },
      {
        linkId: 'by',
        type: 'choice',
        answerOption: [
          {
            valueCoding: { system: 's', code: 'same', display: 'same', _display: { extension: [] } },
            initialSelected: true,
          },
          { valueCoding: { system: 's', code: 'other' } },
        ],
      },
    ),
  );
  expect(state.answers).toEqual({
    done: [{ valueBoolean: false }],
    by: [{ valueCoding: { system: 's', code: 'same', display: 'same' } }],
  });
});

const limits = (low: number, high: number) => [
  { url: 'http://hl7.org/fhir/StructureDefinition/minValue', valueInteger: low },
  { url: 'http://hl7.org/fhir/StructureDefinition/maxValue', valueInteger: high },
];

test.each<[string, FormItem, readonly AnswerValue[], string | undefined]>([
  ['nothing to a required question', { linkId: 'q', type: 'string', required: true }, [], 'missing'],
  [
    'blanks to a required question',
    { linkId: 'q', type: 'string', required: true },
    [{ valueString: '  ' }],
    'missing',
  ],
  ['nothing to an optional question', { linkId: 'q', type: 'string' }, [], undefined],
  ['a number that is none', { linkId: 'q', type: 'decimal' }, [{ draft: '1,' }], 'number'],
  [
    'a number below the lowest',
    { linkId: 'q', type: 'integer', extension: limits(0, 10) },
    [{ valueInteger: -1 }],
    'low',
  ],
  [
    'a number above the highest',
    { linkId: 'q', type: 'integer', extension: limits(0, 10) },
    [{ valueInteger: 11 }],
    'high',
  ],
  ['the highest number', { linkId: 'q', type: 'integer', extension: limits(0, 10) }, [{ valueInteger: 10 }], undefined],
  ['a text that is too long', { linkId: 'q', type: 'text', maxLength: 3 }, [{ valueString: 'four' }], 'long'],
  ['a day that does not exist', { linkId: 'q', type: 'date' }, [{ draft: '31~4~2026~' }], 'day'],
  ['an hour that does not exist', { linkId: 'q', type: 'time' }, [{ draft: '25:00' }], 'time'],
  ['an address that is none', { linkId: 'q', type: 'url' }, [{ valueUri: 'nowhere' }], 'url'],
  [
    'two answers where one is asked for',
    { linkId: 'q', type: 'choice' },
    [{ valueCoding: {} }, { valueCoding: {} }],
    'many',
  ],
])('%s', (_, item, given, fault) => {
  expect(faultOf({ item, path: 'q', answers: given, inside: [] })?.fault).toBe(fault);
});

test('a coded answer becomes an Observation of its code, with who, when and which pathway', () => {
  const coded = form({
    linkId: 'pain',
    type: 'integer',
    code: [{ system: 'http://loinc.org', code: '72514-3' }],
    extension: [
      {
        url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract',
        valueBoolean: true,
      } as never,
    ],
  });
  const asked = askedOf(coded, answers({ pain: { valueInteger: 7 } }));
  expect(extractObservations(asked, ANSWERING, 'urn:uuid:r')).toEqual([
    {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] },
      subject: { reference: 'Patient/p' },
      effectiveDateTime: '2026-11-26T10:00:00Z',
      issued: '2026-11-26T10:00:00Z',
      performer: [{ reference: 'Practitioner/d' }],
      basedOn: [{ reference: 'CarePlan/c' }],
      derivedFrom: [{ reference: 'urn:uuid:r' }],
      valueInteger: 7,
    },
  ]);
  expect(responseOf(coded, asked, ANSWERING)).toMatchObject({
    questionnaire: 'urn:test:form|1',
    status: 'completed',
    item: [{ linkId: 'pain', answer: [{ valueInteger: 7 }] }],
  });
});
